// `merge`: several exports into one timeline, with the account of what was kept, added and joined.

import type {EventSource} from '../../engine/convert/convert.ts';
import {ChatError} from '../../engine/errors.ts';
import {ProblemLog} from '../../engine/model/problem.ts';
import {mergeArchives} from '../../engine/transform/merge/merge.ts';
import type {ConversationAccount, Merged} from '../../engine/transform/merge/merge.ts';
import {eventsOf, requireExports} from '../inputs.ts';
import {openOutput} from '../outputs.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import {flag, text} from './command.ts';
import type {Command, CommandArgs, CommandContext} from './command.ts';
import {convertOne, lossLines} from './convert.ts';
import {
  overrideHelp,
  overrideOptions,
  overridesFrom,
  selectionHelp,
  selectionOptions,
  withExports,
} from './reading.ts';

const hours = (ms: number): string => `${ms > 0 ? '+' : ''}${ms / 3_600_000} h`;

/** What was kept, added, joined, and why. */
export const accountLines = (account: ConversationAccount): string[] => {
  const lines = [
    `${sanitizeLine(account.conversation.title ?? account.conversation.id)}: ${account.merged} entries`,
  ];
  for (const source of account.sources) {
    const joined = [...source.joined].map(([rule, count]) => `${count} by ${rule}`).join(', ');
    const shift = source.shift === 0 ? '' : `, clock moved by ${hours(source.shift)}`;
    lines.push(
      `  ${sanitizeLine(source.label)}: ${source.entries} entries, ${source.added} added, ${joined === '' ? '0' : joined} joined${shift}`,
    );
  }
  if (account.gone > 0)
    lines.push(
      `  ${account.gone} entries are gone from a newer export that covers their time; they are kept and marked.`,
    );
  return lines;
};

const jsonAccount = (account: ConversationAccount) => ({
  type: 'item' as const,
  conversation: account.conversation.id,
  title: account.conversation.title,
  merged: account.merged,
  gone: account.gone,
  sources: account.sources.map(({label, entries, added, joined, shift}) => ({
    label,
    entries,
    added,
    joined: Object.fromEntries(joined),
    shiftMs: shift,
  })),
});

/** The merged archive as a stream whose media come from the exports that hold them. */
const mergedSource = (
  merged: Merged,
  sources: readonly EventSource[],
  label: string,
): EventSource => ({
  label,
  read: () => merged.events(),
  asset: (asset, ctx) => {
    const slash = asset.id.indexOf('/');
    const source = sources[Number(asset.id.slice(0, slash))];
    const bytes = source?.asset?.({...asset, id: asset.id.slice(slash + 1)}, ctx);
    if (!bytes) throw new ChatError('not-found', 'The export of this file is not open.');
    return bytes;
  },
});

const run = (args: CommandArgs, context: CommandContext): Promise<number> =>
  withExports(args, context, async (opened) => {
    const {output, signal} = context;
    const overrides = overridesFrom(args);
    const out = text(args, 'out');
    if (out === undefined) throw new ChatError('usage', 'Name the output with --out FILE.');
    const to = context.registry.writer(text(args, 'to') ?? context.registry.interchange.id);
    const sources = requireExports(opened).map((found) =>
      eventsOf(found, overrides, context.systemZone),
    );
    const log = new ProblemLog();
    const ctx = {signal, report: log.report, advanced: () => undefined, infer: () => undefined};
    const merged = await mergeArchives(
      sources.map((source) => ({label: source.label, read: () => source.read(ctx)})),
    );
    const target = await openOutput(out, to.writer, {
      stdout: context.stdout,
      exports: 1,
      overwrite: flag(args, 'overwrite'),
    });
    const label = sources.length === 1 ? (sources[0]?.label ?? 'merged') : 'merged';
    const report = await convertOne(
      {from: mergedSource(merged, sources, label), to, args, context},
      target.sink('merged'),
    );
    await target.close();
    for (const problem of log.summary().samples) await output.problem(problem);
    const say = (line: string): Promise<void> =>
      out === '-' ? Promise.resolve(output.note(line)) : output.line(line);
    for (const account of merged.accounts) {
      for (const line of accountLines(account)) await say(line);
      if (out !== '-') await output.json(jsonAccount(account));
    }
    for (const line of report.loss.size > 0 ? lossLines(report.loss, to.id) : []) await say(line);
    const read = merged.accounts.reduce(
      (sum, {sources: each}) => sum + each.reduce((count, {entries}) => count + entries, 0),
      0,
    );
    await say(`${read} entries read, ${report.entries} written.`);
    const summary = {
      read,
      entries: report.entries,
      conversations: report.conversations,
      persons: report.persons,
      problems: log.summary().total,
      loss: Object.fromEntries(report.loss),
    };
    if (out !== '-') await output.json({type: 'summary', ...summary});
    return 0;
  });

export const mergeCommand: Command = {
  name: 'merge',
  summary: {zh: '把多次导出合并成一条时间线', en: 'Merge several exports into one timeline'},
  usage: 'PATH… --out FILE [--to FORMAT] [--chat C…] [--since D] [--until D]',
  options: {
    ...overrideOptions,
    ...selectionOptions,
    out: {type: 'string'},
    to: {type: 'string'},
    overwrite: {type: 'boolean'},
  },
  optionHelp: {
    ...overrideHelp,
    ...selectionHelp,
    out: 'FILE, FOLDER or -',
    to: 'FORMAT to write (canonical JSONL)',
    overwrite: 'replace files that exist',
  },
  codes: ['format-unknown', 'format-refused', 'input-malformed', 'target-exists', 'no-space'],
  run,
};
