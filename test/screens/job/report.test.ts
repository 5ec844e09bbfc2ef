import {expect, test} from 'vitest';
import {formatFor} from '../../../src/app/i18n/format.ts';
import {stringsFor} from '../../../src/app/i18n/strings.ts';
import type {Job, JobResult} from '../../../src/app/jobs/job.ts';
import {remainingOf, reportLines, speedOf} from '../../../src/screens/job/report.ts';

const words = {text: stringsFor('en').job, format: formatFor('en')};

const jobOf = (spec: Job['spec'], result: JobResult): Job => ({
  id: 1,
  spec,
  startedMs: 0,
  endedMs: 1,
  state: {status: 'done', result},
});

const vault = {location: '/v', secret: {passphrase: 'x'}};

const backupSpec = {
  kind: 'backup',
  vault,
  paths: ['/a'],
  overrides: {},
  selection: {},
  label: '',
} as const;

const backupResult = {
  kind: 'backup',
  snapshot: 'abcdef0123456789',
  files: 1,
  filesNew: 1,
  bytes: 2048,
  bytesStored: 1024,
  entries: 1,
  chats: 1,
  exports: 1,
  unknown: 0,
  isPartial: false,
  fileProblems: [],
  withoutOriginals: [],
  problems: [],
  problemCounts: [],
} as const;

test('a backup tells what is in it and what it took', () => {
  const lines = reportLines(jobOf(backupSpec, backupResult), backupResult, words);
  expect(lines.map(({text}) => text)).toEqual([
    'Backup abcdef01',
    '1 message in 1 chat',
    '1 file, 2 KiB; 1 of them new or changed',
    '1 KiB really stored',
  ]);
});

test('what could not be read whole, and whose originals are not there, are warnings; names cannot write to the terminal', () => {
  const result = {
    ...backupResult,
    isPartial: true,
    fileProblems: [{path: 'a\u001B[2Jb', detail: 'gone'}],
    withoutOriginals: ['chat.txt'],
  };
  const warnings = reportLines(jobOf(backupSpec, result), result, words).filter(
    ({kind}) => kind === 'warn',
  );
  expect(warnings).toHaveLength(3);
  expect(warnings.map(({text}) => text).join()).not.toContain('\u001B');
});

test('a restore with failures is no success', () => {
  const spec = {
    kind: 'restore-files',
    vault,
    snapshot: 'latest',
    out: '/out',
    overwrite: 'never',
  } as const;
  const result = {
    kind: 'restore-files',
    files: 2,
    bytes: 10,
    failures: [{path: 'x', reason: 'exists', lostBytes: 0}],
    torn: [],
  } as const;
  const [first, ...rest] = reportLines(jobOf(spec, result), result, words);
  expect(first?.kind).toBe('warn');
  expect(rest.map(({text}) => text)).toEqual(['Not restored: x (exists)', 'In /out']);
});

test('damage is told as damage, with what suffers', () => {
  const spec = {kind: 'verify', vault, level: 3} as const;
  const result = {
    kind: 'verify',
    isClean: false,
    packsChecked: 1,
    packsTotal: 2,
    bytesChecked: 100,
    findings: [{kind: 'pack-missing', severity: 'loss', name: 'aa'}],
    suffering: [{path: 'chat.txt', snapshot: '0123456789'}],
  } as const;
  expect(
    reportLines(jobOf(spec, result), result, words).map(({kind, text}) => `${kind} ${text}`),
  ).toEqual([
    'danger Damage was found.',
    'note 1 of 2 packs, 100 B checked',
    'danger pack-missing aa',
    'warn Suffers: chat.txt (backup 01234567)',
  ]);
});

test('speed and time left are only told when they mean something', () => {
  expect(speedOf(100, 0, 400)).toBeUndefined();
  expect(speedOf(100, 0, 1000)).toBe(100);
  expect(remainingOf(100, undefined, 10)).toBeUndefined();
  expect(remainingOf(100, 300, 100)).toBe(2000);
});
