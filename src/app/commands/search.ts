// `search`: hits in exports or in a vault, as they are found.

import type {EventSource} from '../../engine/convert/convert.ts';
import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {Entry} from '../../engine/model/archive.ts';
import {ProblemLog} from '../../engine/model/problem.ts';
import {entryText} from '../../engine/model/text.ts';
import {parseQuery} from '../../engine/search/query.ts';
import type {Query} from '../../engine/search/query.ts';
import {searchEvents} from '../../engine/search/search.ts';
import type {Hit, Names} from '../../engine/search/search.ts';
import {eventsOf, requireExports} from '../inputs.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import {text} from './command.ts';
import type {Command, CommandArgs, CommandContext} from './command.ts';
import {entryLine, namesFrom} from './entry-line.ts';
import {overrideHelp, overrideOptions, overridesFrom, withExports} from './reading.ts';

type Job = {
  readonly from: EventSource;
  readonly query: Query;
  readonly context: CommandContext;
  readonly neighbours: number;
  readonly limit: number;
  readonly zone: string | undefined;
};

const jsonEntry = (entry: Entry) => ({
  id: entry.id,
  kind: entry.kind,
  at: new Date(entry.at.epochMs).toISOString(),
  from: entry.from,
  text: entryText(entry),
});

const tellHit = async (hit: Hit, names: Names, job: Job): Promise<void> => {
  const {output} = job.context;
  const nameOf = namesFrom(names.persons);
  const title = hit.conversation?.title ?? hit.conversation?.id ?? '';
  await output.json({
    type: 'item',
    source: job.from.label,
    conversation: hit.conversation?.id,
    title,
    sender: nameOf(hit.entry.from),
    ...jsonEntry(hit.entry),
    before: hit.before.map(jsonEntry),
    after: hit.after.map(jsonEntry),
  });
  const lines = (entries: readonly Entry[]): string[] =>
    entries.map((entry) => `    ${entryLine(entry, nameOf, job.zone)}`);
  const around =
    job.neighbours > 0
      ? [
          ...lines(hit.before),
          `  > ${entryLine(hit.entry, nameOf, job.zone)}`,
          ...lines(hit.after),
          '',
        ]
      : [entryLine(hit.entry, nameOf, job.zone)];
  await output.line(`${sanitizeLine(title)}: ${around.length === 1 ? (around[0] ?? '') : ''}`);
  if (around.length > 1) for (const line of around) await output.line(line);
};

/** Prints the hits of one stream; gives how many there were. */
export const searchOne = async (job: Job): Promise<number> => {
  const log = new ProblemLog();
  const names: Names = {persons: new Map(), conversations: new Map()};
  const {signal} = job.context;
  const ctx = {signal, report: log.report, advanced: () => undefined, infer: () => undefined};
  let count = 0;
  for await (const hits of searchEvents(
    job.from.read(ctx),
    job.query,
    {context: job.neighbours},
    names,
  )) {
    throwIfCancelled(signal);
    for (const hit of hits) {
      if (count >= job.limit) return count;
      count++;
      await tellHit(hit, names, job);
    }
  }
  return count;
};

const wholeNumber = (args: CommandArgs, name: string, fallback: number): number => {
  const value = text(args, name);
  if (value === undefined) return fallback;
  if (!/^\d{1,9}$/.test(value))
    throw new ChatError('usage', `--${name} is a number, not "${value}".`);
  return Number(value);
};

const run = async (args: CommandArgs, context: CommandContext): Promise<number> => {
  const [words, ...paths] = args.positionals;
  if (words === undefined)
    throw new ChatError('usage', 'Name what to search for.', {
      hint: 'chatark search "早上好 from:Ana" PATH',
    });
  const overrides = overridesFrom(args);
  const query = parseQuery(words, overrides.zone ?? context.systemZone);
  const shared = {
    query,
    context,
    neighbours: wholeNumber(args, 'context', 0),
    zone: overrides.zone,
  };
  const limit = wholeNumber(args, 'limit', Infinity);
  return withExports({...args, positionals: paths}, context, async (opened) => {
    let hits = 0;
    for (const found of requireExports(opened)) {
      if (hits >= limit) break;
      hits += await searchOne({
        ...shared,
        from: eventsOf(found, overrides, context.systemZone),
        limit: limit - hits,
      });
    }
    context.output.note(`${hits} hits`);
    await context.output.json({type: 'summary', hits});
    return 0;
  });
};

export const searchCommand: Command = {
  name: 'search',
  summary: {zh: '在导出文件或备份库里搜索', en: 'Search exports or a vault'},
  usage: 'QUERY PATH… | QUERY --vault V [--context N] [--limit N]',
  options: {...overrideOptions, context: {type: 'string'}, limit: {type: 'string'}},
  optionHelp: {
    ...overrideHelp,
    context: 'N: show N neighbours on each side',
    limit: 'N: stop after N hits',
  },
  codes: [
    'format-unknown',
    'format-refused',
    'input-malformed',
    'no-vault',
    'wrong-passphrase',
    'vault-damaged',
  ],
  run,
};
