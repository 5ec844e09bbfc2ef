// `restore`: the original files bit for bit, or the messages in another format.

import {convert} from '../../engine/convert/convert.ts';
import {ChatError, exitCodes} from '../../engine/errors.ts';
import {directorySink} from '../../engine/io/directory-sink.ts';
import type {Overwrite} from '../../engine/io/file-writer.ts';
import {selectsAll} from '../../engine/transform/filter.ts';
import {applyRestore, planRestore} from '../../engine/vault/restore.ts';
import type {RestoreReport} from '../../engine/vault/restore.ts';
import type {Vault} from '../../engine/vault/vault.ts';
import {openOutput} from '../outputs.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import {requireSnapshot} from '../vaults/contents.ts';
import {text} from './command.ts';
import type {Command, CommandArgs, CommandContext} from './command.ts';
import {lossLines} from './convert.ts';
import {overridesFrom, selectionFrom, selectionHelp, selectionOptions} from './reading.ts';
import {bytesText} from './units.ts';
import {vaultCodes, vaultHelp, vaultOptions, vaultSources, withVault} from './vault-reading.ts';

const overwriteFrom = (args: CommandArgs, context: CommandContext): Overwrite => {
  const policy = text(args, 'overwrite') ?? 'never';
  if (policy === 'never' || policy === 'always') return policy;
  if (policy === 'ask') return (path) => context.confirm(`Replace ${sanitizeLine(path)}?`);
  throw new ChatError('usage', `--overwrite is never, ask or always, not "${policy}".`);
};

const tellFiles = async (report: RestoreReport, {output}: CommandContext): Promise<number> => {
  await output.line(
    `${report.filesRestored} files, ${bytesText(report.bytesRestored)} restored and verified.`,
  );
  for (const failure of report.failures) {
    const why = failure.cause ? failure.cause.message : failure.reason;
    await output.line(
      `  not restored: ${sanitizeLine(failure.path)} (${sanitizeLine(why)}${failure.lostBytes > 0 ? `, ${bytesText(failure.lostBytes)} lost` : ''})`,
    );
    await output.json({
      type: 'problem',
      kind: `restore-${failure.reason}`,
      place: {path: failure.path},
      detail: why,
    });
  }
  for (const path of report.torn)
    await output.line(
      `  ${sanitizeLine(path)} had changed while it was backed up: it is as it was read, not necessarily whole.`,
    );
  await output.json({
    type: 'summary',
    files: report.filesRestored,
    bytes: report.bytesRestored,
    failures: report.failures.length,
    torn: report.torn.length,
  });
  return report.failures.length > 0 ? exitCodes['done-with-losses'] : 0;
};

const restoreFiles = async (
  vault: Vault,
  args: CommandArgs,
  context: CommandContext,
  out: string,
): Promise<number> => {
  const snapshot = await requireSnapshot(vault, text(args, 'snapshot') ?? 'latest');
  const plan = await planRestore(vault, snapshot);
  const sink = await directorySink(out, {overwrite: overwriteFrom(args, context)});
  const report = await applyRestore(vault, plan, sink, {
    signal: context.signal,
    onProgress: ({bytesDone, bytesTotal, currentPath}) =>
      context.output.progress(
        `${bytesText(bytesDone)} / ${bytesText(bytesTotal)} ${sanitizeLine(currentPath)}`,
      ),
  });
  return tellFiles(report, context);
};

const restoreAs = async (
  vault: Vault,
  args: CommandArgs,
  context: CommandContext,
  out: string,
): Promise<number> => {
  const to = context.registry.writer(text(args, 'to') ?? context.registry.interchange.id);
  const sources = await vaultSources(vault, args, context);
  const zone = overridesFrom(args).zone ?? context.systemZone;
  const output = await openOutput(out, to.writer, {
    stdout: context.stdout,
    exports: sources.length,
    overwrite: text(args, 'overwrite') === 'always',
  });
  let [entries, problems] = [0, 0];
  const loss = new Map<string, number>();
  for (const from of sources) {
    const report = await convert(from, to, output.sink(from.label), {
      signal: context.signal,
      selection: selectionFrom(args, zone),
      write: {zone, lang: context.lang},
      generator: context.generator,
      now: context.now,
      skipEmpty: sources.length > 1,
      onProgress: (progress) => context.output.progress(`${progress.entries} entries`),
    });
    entries += report.entries;
    problems += report.problems.total;
    for (const [feature, count] of report.loss) loss.set(feature, (loss.get(feature) ?? 0) + count);
    for (const problem of report.problems.samples) await context.output.problem(problem);
  }
  await output.close();
  const say = (line: string): Promise<void> =>
    out === '-' ? Promise.resolve(context.output.note(line)) : context.output.line(line);
  await say(`${entries} entries written as ${to.id}.`);
  for (const line of lossLines(loss, to.id)) await say(line);
  if (out !== '-')
    await context.output.json({
      type: 'summary',
      format: to.id,
      entries,
      problems,
      loss: Object.fromEntries(loss),
    });
  return 0;
};

const run = (args: CommandArgs, context: CommandContext): Promise<number> => {
  const out = text(args, 'out');
  if (out === undefined) throw new ChatError('usage', 'Name the target with --out FOLDER.');
  const isPart = !selectsAll(selectionFrom(args, context.systemZone));
  const isAsFormat = text(args, 'to') !== undefined || text(args, 'snapshot') === 'merged';
  if (isPart && !isAsFormat) {
    throw new ChatError(
      'usage',
      'Original files come back whole; chats and dates can be chosen with another format.',
      {hint: 'Add --to FORMAT, for example --to html.'},
    );
  }
  return withVault(args, context, ({vault}) =>
    isAsFormat ? restoreAs(vault, args, context, out) : restoreFiles(vault, args, context, out),
  );
};

export const restoreCommand: Command = {
  name: 'restore',
  summary: {
    zh: '恢复：原文件，或另一种格式',
    en: 'Restore the original files, or the messages in another format',
  },
  usage:
    '--vault V [--snapshot ID|latest|merged] --out DIR [--to FORMAT] [--chat C…] [--since D] [--overwrite never|ask|always]',
  options: {
    ...vaultOptions,
    ...selectionOptions,
    out: {type: 'string'},
    to: {type: 'string'},
    zone: {type: 'string'},
    overwrite: {type: 'string'},
  },
  optionHelp: {
    ...vaultHelp,
    ...selectionHelp,
    out: 'FOLDER, FILE (with --to) or -',
    to: 'FORMAT; without it the original files',
    zone: 'ZONE of printed times',
    overwrite: 'never|ask|always',
  },
  codes: ['done-with-losses', 'target-exists', ...vaultCodes],
  run,
};
