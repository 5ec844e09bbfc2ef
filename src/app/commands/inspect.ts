// `inspect`: what is it, why, which chats, how much, what was inferred, what was not understood.

import {summarize} from '../../engine/convert/convert.ts';
import type {ConversationSummary, ExportSummary} from '../../engine/convert/convert.ts';
import type {FoundExport} from '../../engine/convert/recognize.ts';
import {ChatError} from '../../engine/errors.ts';
import type {Problem} from '../../engine/model/problem.ts';
import {maskText} from '../../engine/model/mask.ts';
import {formatDay, utcMoment} from '../../engine/model/time.ts';
import {eventsOf} from '../inputs.ts';
import type {Located, OpenedExports} from '../inputs.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import {flag} from './command.ts';
import type {Command, CommandArgs, CommandContext} from './command.ts';
import {placeText} from './output.ts';
import {
  overrideHelp,
  overrideOptions,
  overridesFrom,
  selectionFrom,
  selectionHelp,
  selectionOptions,
  withExports,
} from './reading.ts';

const day = (epochMs: number | undefined, zone: string): string =>
  epochMs === undefined ? '' : formatDay(utcMoment(epochMs), zone);

const range = (chat: ConversationSummary, zone: string): string =>
  chat.first === undefined ? '' : `  ${day(chat.first, zone)} … ${day(chat.last, zone)}`;

const isoTime = (epochMs: number | undefined): string | undefined =>
  epochMs === undefined ? undefined : new Date(epochMs).toISOString();

const problemLines = (summary: ExportSummary): string[] => {
  const lines: string[] = [];
  for (const [kind, count] of summary.problems.counts) {
    lines.push(`  ${kind}: ${count}`);
    for (const problem of summary.problems.samples
      .filter((sample) => sample.kind === kind)
      .slice(0, 3)) {
      const sample = problem.sample === undefined ? '' : ` «${sanitizeLine(problem.sample)}»`;
      lines.push(
        `    ${placeText(problem)}${problem.detail === undefined ? '' : ` ${sanitizeLine(problem.detail)}`}${sample}`,
      );
    }
  }
  return lines;
};

/** Chats first by size; a hundred are shown, the rest is counted. */
const chatLines = (summary: ExportSummary, zone: string): string[] => {
  const chats = [...summary.conversations].sort((a, b) => b.entries - a.entries);
  const lines = chats
    .slice(0, 100)
    .map(
      (chat) =>
        `  ${String(chat.entries).padStart(9)}  ${sanitizeLine(chat.title ?? chat.id)} (${chat.kind})${range(chat, zone)}`,
    );
  if (chats.length > 100) lines.push(`  … and ${chats.length - 100} more`);
  return lines;
};

const humanLines = (
  found: Located<FoundExport>,
  summary: ExportSummary,
  zone: string,
): string[] => [
  sanitizeLine(found.location),
  `  ${found.format.id}: ${found.format.title.en} — ${found.match}, because ${sanitizeLine(found.because)}`,
  ...found.others.map(
    (other) => `  could also be ${other.format.id}, because ${sanitizeLine(other.because)}`,
  ),
  `  ${summary.entries} entries in ${summary.conversations.length} chats, ${summary.persons} persons${summary.owner === undefined ? '' : `, you are ${sanitizeLine(summary.owner)}`}`,
  ...chatLines(summary, zone),
  `  kinds: ${[...summary.kinds].map(([kind, count]) => `${kind} ${count}`).join(', ') || 'none'}`,
  ...summary.inferences.map(
    ({what, value, because}) =>
      `  inferred ${what}: ${sanitizeLine(value)}, because ${sanitizeLine(because)}`,
  ),
  ...(summary.problems.total > 0
    ? [`  problems: ${summary.problems.total}`, ...problemLines(summary).map((line) => `  ${line}`)]
    : []),
];

const jsonItem = (found: Located<FoundExport>, summary: ExportSummary) => ({
  type: 'item' as const,
  path: found.location,
  format: found.format.id,
  title: found.format.title.en,
  platform: found.format.platform,
  match: found.match,
  because: found.because,
  alternatives: found.others.map((other) => ({format: other.format.id, because: other.because})),
  entries: summary.entries,
  persons: summary.persons,
  owner: summary.owner,
  conversations: summary.conversations.map((chat) => ({
    id: chat.id,
    title: chat.title,
    kind: chat.kind,
    platform: chat.platform,
    members: chat.members,
    entries: chat.entries,
    first: isoTime(chat.first),
    last: isoTime(chat.last),
  })),
  kinds: Object.fromEntries(summary.kinds),
  features: Object.fromEntries(summary.used),
  inferences: summary.inferences.map(({what, value, because}) => ({what, value, because})),
  problems: {total: summary.problems.total, counts: Object.fromEntries(summary.problems.counts)},
});

/** `--share`: the shape of what was not understood, with every letter and digit masked. */
const shareLine = (problem: Problem): string =>
  `${problem.kind} line ${problem.place.line ?? '?'}: ${maskText(problem.sample ?? '')}${problem.detail === undefined ? '' : `  # ${maskText(problem.detail)}`}`;

const inspectOne = async (
  found: Located<FoundExport>,
  args: CommandArgs,
  context: CommandContext,
): Promise<ExportSummary> => {
  const {output, systemZone, signal} = context;
  const overrides = overridesFrom(args);
  const zone = overrides.zone ?? systemZone;
  const summary = await summarize(eventsOf(found, overrides, systemZone), {
    signal,
    selection: selectionFrom(args, zone),
    onProgress: ({entries}) => output.progress(`${found.format.id}: ${entries} entries`),
  });
  if (flag(args, 'share')) {
    await output.line(`${found.format.id} ${found.format.title.en}`);
    for (const problem of summary.problems.samples) await output.line(shareLine(problem));
    for (const problem of summary.problems.samples) {
      await output.json({
        type: 'item',
        format: found.format.id,
        kind: problem.kind,
        line: problem.place.line,
        shape: maskText(problem.sample ?? ''),
      });
    }
    return summary;
  }
  for (const line of humanLines(found, summary, zone)) await output.line(line);
  await output.json(jsonItem(found, summary));
  if (output.isJson) for (const problem of summary.problems.samples) await output.problem(problem);
  return summary;
};

const tellRest = async (opened: OpenedExports, {output}: CommandContext): Promise<void> => {
  if (opened.exports.length + opened.refused.length + opened.unknown.length === 0)
    await output.error(new ChatError('format-unknown', 'There is no file here to look at.'));
  for (const refused of opened.refused) {
    await output.line(
      `${sanitizeLine(refused.location)}\n  ${refused.format}: cannot be read, because ${sanitizeLine(refused.because)}\n  ${refused.hint}`,
    );
    await output.json({
      type: 'item',
      path: refused.location,
      format: refused.format,
      match: 'refused',
      because: refused.because,
      hint: refused.hint,
    });
  }
  for (const path of opened.unknown) {
    await output.line(
      `${sanitizeLine(path)}\n  not a format that ChatArk knows; a backup keeps it byte for byte`,
    );
    await output.json({type: 'item', path, match: 'no'});
  }
};

const exitOf = (opened: OpenedExports): number => {
  if (opened.exports.length > 0) return 0;
  return new ChatError(opened.refused.length > 0 ? 'format-refused' : 'format-unknown', '')
    .exitCode;
};

export const inspectCommand: Command = {
  name: 'inspect',
  summary: {
    zh: '看看这是什么：格式、聊天、条数、时间范围、推断与问题',
    en: 'What is it: format, chats, counts, range, inferences, problems',
  },
  usage: 'PATH… [--from FORMAT] [--zone Z] [--date-order dmy|mdy|ymd] [--owner NAME] [--share]',
  options: {...overrideOptions, ...selectionOptions, share: {type: 'boolean'}},
  optionHelp: {
    ...overrideHelp,
    ...selectionHelp,
    share: 'print the shape of what was not understood, every letter and digit masked',
  },
  codes: ['format-unknown', 'format-refused', 'input-malformed', 'input-encrypted'],
  run: (args, context) =>
    withExports(args, context, async (opened) => {
      let entries = 0;
      let problems = 0;
      let failure: ChatError | undefined;
      for (const found of opened.exports) {
        try {
          const summary = await inspectOne(found, args, context);
          entries += summary.entries;
          problems += summary.problems.total;
        } catch (error) {
          if (!(error instanceof ChatError) || error.code === 'cancelled') throw error;
          failure = error;
          await context.output.error(error);
        }
      }
      await tellRest(opened, context);
      const {exports, refused, unknown} = opened;
      await context.output.json({
        type: 'summary',
        exports: exports.length,
        refused: refused.length,
        unknown: unknown.length,
        entries,
        problems,
      });
      return failure?.exitCode ?? exitOf(opened);
    }),
};
