// What a finished job tells, as lines. Pure; everything from outside is made safe here.

import type {Format} from '../../app/i18n/format.ts';
import type {Strings} from '../../app/i18n/strings.ts';
import type {Job, JobResult, JobSpec} from '../../app/jobs/job.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';

export type ReportLine = {readonly kind: 'ok' | 'note' | 'warn' | 'danger'; readonly text: string};

export type Words = {readonly text: Strings['job']; readonly format: Format};

const note = (text: string): ReportLine => ({kind: 'note', text});
const warn = (text: string): ReportLine => ({kind: 'warn', text});
const ok = (text: string): ReportLine => ({kind: 'ok', text});

type Result<Kind extends JobResult['kind']> = Extract<JobResult, {kind: Kind}>;

const backupLines = (result: Result<'backup'>, {text, format}: Words): ReportLine[] => [
  ok(text.snapshot(result.snapshot.slice(0, 8))),
  note(text.entries(format.count(result.entries), format.count(result.chats))),
  note(
    text.files(format.count(result.files), format.bytes(result.bytes)) +
      text.filesNew(format.count(result.filesNew)),
  ),
  note(text.stored(format.bytes(result.bytesStored))),
  ...(result.unknown > 0 ? [note(text.unknownFiles(format.count(result.unknown)))] : []),
  ...result.withoutOriginals.map((name) => warn(text.withoutOriginals(sanitizeLine(name)))),
  ...(result.isPartial ? [warn(text.partial)] : []),
  ...result.fileProblems.map(({path, detail}) =>
    warn(`${sanitizeLine(path)}: ${sanitizeLine(detail)}`),
  ),
];

const restoreLines = (result: Result<'restore-files'>, {text, format}: Words): ReportLine[] => [
  (result.failures.length > 0 ? warn : ok)(
    text.restored(format.count(result.files), format.bytes(result.bytes)),
  ),
  ...result.failures.map(({path, reason}) =>
    warn(text.notRestored(sanitizeLine(path), sanitizeLine(reason))),
  ),
  ...result.torn.map((path) => warn(text.torn(sanitizeLine(path)))),
];

const writtenLines = (
  result: Result<'restore-as' | 'convert'>,
  {text, format}: Words,
): ReportLine[] => [
  ok(text.written(format.count(result.entries), format.count(result.chats))),
  ...(result.loss.length === 0 ? [note(text.nothingLost)] : [warn(text.lossTitle)]),
  ...result.loss.map(([feature, count]) => note(`  ${feature}: ${format.count(count)}`)),
];

const verifyLines = (result: Result<'verify'>, {text, format}: Words): ReportLine[] => [
  result.isClean ? ok(text.clean) : {kind: 'danger', text: text.damaged},
  note(
    text.checked(
      format.count(result.packsChecked),
      format.count(result.packsTotal),
      format.bytes(result.bytesChecked),
    ),
  ),
  ...result.findings.map(({kind, severity, name}): ReportLine => ({
    kind: severity === 'loss' ? 'danger' : 'warn',
    text: `${kind} ${sanitizeLine(name)}`,
  })),
  ...result.suffering.map(({path, snapshot}) =>
    warn(text.suffers(sanitizeLine(path), snapshot.slice(0, 8))),
  ),
];

const targetLines = (spec: JobSpec, {text}: Words): ReportLine[] =>
  'out' in spec && spec.out !== undefined ? [note(text.target(sanitizeLine(spec.out)))] : [];

export const reportLines = (job: Job, result: JobResult, words: Words): readonly ReportLine[] => {
  switch (result.kind) {
    case 'inspect':
      return [];
    case 'backup':
      return backupLines(result, words);
    case 'restore-files':
      return [...restoreLines(result, words), ...targetLines(job.spec, words)];
    case 'restore-as':
    case 'convert':
      return [...writtenLines(result, words), ...targetLines(job.spec, words)];
    case 'verify':
      return verifyLines(result, words);
    default:
      return result satisfies never;
  }
};

/** Units per second since the start; undefined in the first half second. */
export const speedOf = (done: number, startedMs: number, nowMs: number): number | undefined =>
  nowMs - startedMs < 500 || done === 0
    ? undefined
    : Math.round((done * 1000) / (nowMs - startedMs));

export const remainingOf = (
  done: number,
  total: number | undefined,
  speed: number | undefined,
): number | undefined =>
  total === undefined || speed === undefined || speed === 0
    ? undefined
    : ((total - done) / speed) * 1000;
