// `convert`: exports into another format, with the loss told before or after.

import {convert, previewLoss} from '../../engine/convert/convert.ts';
import type {ConvertReport, EventSource} from '../../engine/convert/convert.ts';
import type {WritableFormat} from '../../engine/convert/registry.ts';
import {ChatError, exitCodes} from '../../engine/errors.ts';
import {eventsOf, requireExports} from '../inputs.ts';
import {openOutput} from '../outputs.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import {flag, text} from './command.ts';
import type {Command, CommandArgs, CommandContext} from './command.ts';
import {
  overrideHelp,
  overrideOptions,
  overridesFrom,
  selectionFrom,
  selectionHelp,
  selectionOptions,
  withExports,
} from './reading.ts';

type Totals = {
  entries: number;
  persons: number;
  conversations: number;
  problems: number;
  readonly loss: Map<string, number>;
};

const addReport = (totals: Totals, report: ConvertReport): void => {
  totals.entries += report.entries;
  totals.persons += report.persons;
  totals.conversations += report.conversations;
  totals.problems += report.problems.total;
  for (const [feature, count] of report.loss)
    totals.loss.set(feature, (totals.loss.get(feature) ?? 0) + count);
};

export const lossLines = (loss: ReadonlyMap<string, number>, format: string): string[] => {
  if (loss.size === 0) return [`Nothing that was read is lost in ${format}.`];
  return [
    `What ${format} cannot hold:`,
    ...[...loss].map(([feature, count]) => `  ${feature}: ${count}`),
  ];
};

type Job = {
  readonly from: EventSource;
  readonly to: WritableFormat;
  readonly args: CommandArgs;
  readonly context: CommandContext;
  /** One of several exports: what the choice leaves nothing of is not written. */
  readonly isOneOfMany?: boolean;
};

const runOptions = ({args, context}: Job) => ({
  signal: context.signal,
  selection: selectionFrom(args, overridesFrom(args).zone ?? context.systemZone),
  onProgress: ({entries}: {readonly entries: number}) =>
    context.output.progress(`${entries} entries`),
});

export const requireTarget = (args: CommandArgs, context: CommandContext): WritableFormat => {
  const id = text(args, 'to');
  if (id === undefined) {
    throw new ChatError('usage', 'Name the format to write with --to.', {
      hint: `Known: ${context.registry.writable.map((format) => format.id).join(', ')}`,
    });
  }
  return context.registry.writer(id);
};

/** Writes one stream to the output and tells its problems. */
export const convertOne = async (
  job: Job,
  sink: Parameters<typeof convert>[2],
): Promise<ConvertReport> => {
  const {from, to, args, context} = job;
  const report = await convert(from, to, sink, {
    ...runOptions(job),
    write: {zone: overridesFrom(args).zone ?? context.systemZone, lang: context.lang},
    generator: context.generator,
    now: context.now,
    skipEmpty: job.isOneOfMany === true,
  });
  for (const problem of report.problems.samples) await context.output.problem(problem);
  return report;
};

const finish = async (
  totals: Totals,
  to: WritableFormat,
  args: CommandArgs,
  context: CommandContext,
): Promise<number> => {
  const {output} = context;
  const isPreview = flag(args, 'preview');
  const toStdout = text(args, 'out') === '-' && !isPreview;
  const say = async (line: string): Promise<void> =>
    toStdout ? output.note(line) : output.line(line);
  await say(
    `${totals.entries} entries in ${totals.conversations} chats ${isPreview ? 'would be written' : 'written'} as ${to.id}, ${totals.problems} problems.`,
  );
  for (const line of lossLines(totals.loss, to.id)) await say(line);
  const {loss, ...counts} = totals;
  if (!toStdout)
    await output.json({
      type: 'summary',
      format: to.id,
      preview: isPreview,
      ...counts,
      loss: Object.fromEntries(loss),
    });
  const failOn = text(args, 'fail-on');
  const fails =
    (failOn === 'loss' && loss.size > 0) || (failOn === 'problems' && totals.problems > 0);
  return fails ? exitCodes['done-with-losses'] : 0;
};

const run = (args: CommandArgs, context: CommandContext): Promise<number> =>
  withExports(args, context, async (opened) => {
    const to = requireTarget(args, context);
    const failOn = text(args, 'fail-on');
    if (failOn !== undefined && failOn !== 'loss' && failOn !== 'problems')
      throw new ChatError('usage', '--fail-on is loss or problems.');
    const found = requireExports(opened);
    const overrides = overridesFrom(args);
    const totals: Totals = {entries: 0, persons: 0, conversations: 0, problems: 0, loss: new Map()};
    const jobs = found.map((each): Job => ({
      from: eventsOf(each, overrides, context.systemZone),
      to,
      args,
      context,
      isOneOfMany: found.length > 1,
    }));
    if (flag(args, 'preview')) {
      for (const job of jobs) addReport(totals, await previewLoss(job.from, to, runOptions(job)));
      return finish(totals, to, args, context);
    }
    const out = text(args, 'out');
    if (out === undefined)
      throw new ChatError('usage', 'Name the output with --out FILE, --out FOLDER or --out -.');
    const output = await openOutput(out, to.writer, {
      stdout: context.stdout,
      exports: jobs.length,
      overwrite: flag(args, 'overwrite'),
    });
    for (const job of jobs) {
      context.output.note(`${sanitizeLine(job.from.label)} → ${to.id}`);
      addReport(totals, await convertOne(job, output.sink(job.from.label)));
    }
    await output.close();
    return finish(totals, to, args, context);
  });

export const convertCommand: Command = {
  name: 'convert',
  summary: {
    zh: '转换为另一种格式，并说明会丢失什么',
    en: 'Convert exports to another format, with the loss told',
  },
  usage:
    'PATH… --to FORMAT --out FILE|FOLDER|- [--from FORMAT] [--chat C…] [--since D] [--until D] [--zone Z] [--date-order O] [--preview] [--fail-on loss]',
  options: {
    ...overrideOptions,
    ...selectionOptions,
    to: {type: 'string'},
    out: {type: 'string'},
    preview: {type: 'boolean'},
    overwrite: {type: 'boolean'},
    'fail-on': {type: 'string'},
  },
  optionHelp: {
    ...overrideHelp,
    ...selectionHelp,
    to: 'FORMAT to write',
    out: 'FILE, FOLDER, or - for stdout; a name that ends with .zip makes a zip',
    preview: 'write nothing, only tell what would be lost',
    overwrite: 'replace files that exist',
    'fail-on': 'loss|problems: exit 3 when there is any',
  },
  codes: [
    'done-with-losses',
    'format-unknown',
    'format-refused',
    'input-malformed',
    'target-exists',
    'no-space',
  ],
  run,
};
