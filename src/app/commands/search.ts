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
import {searchLane} from '../../engine/vault/lane/search-lane.ts';
import type {Lane} from '../../engine/vault/lane/read-lane.ts';
import type {Vault} from '../../engine/vault/vault.ts';
import {requireLane, requireSnapshot} from '../vaults/contents.ts';
import {eventsOf, requireExports} from '../inputs.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import {text} from './command.ts';
import type {Command, CommandArgs, CommandContext} from './command.ts';
import {entryLine, namesFrom} from './entry-line.ts';
import {overrideHelp, overrideOptions, overridesFrom, withExports} from './reading.ts';
import {
  isVaultCall,
  vaultCodes,
  vaultHelp,
  vaultOptions,
  vaultSources,
  withVault,
} from './vault-reading.ts';

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

const tellHit = async (
  hit: Hit,
  names: Names,
  job: Omit<Job, 'from'> & {readonly label: string},
): Promise<void> => {
  const {output} = job.context;
  const nameOf = namesFrom(names.persons);
  const title = hit.conversation?.title ?? hit.conversation?.id ?? '';
  await output.json({
    type: 'item',
    source: job.label,
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
      await tellHit(hit, names, {...job, label: job.from.label});
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

type Wanted = Omit<Job, 'from' | 'context'> & {
  readonly args: CommandArgs;
  readonly context: CommandContext;
};

const searchExports = (wanted: Wanted): Promise<number> =>
  withExports(wanted.args, wanted.context, async (opened) => {
    const {limit, context} = wanted;
    let hits = 0;
    for (const found of requireExports(opened)) {
      if (hits >= limit) break;
      const from = eventsOf(found, overridesFrom(wanted.args), context.systemZone);
      hits += await searchOne({...wanted, from, limit: limit - hits});
    }
    return hits;
  });

/** The newest first, reading texts alone where nothing fits. */
const searchSnapshot = async (vault: Vault, lane: Lane, wanted: Wanted): Promise<number> => {
  const {context, query, limit, neighbours} = wanted;
  let count = 0;
  for await (const hits of searchLane(vault.reader, lane, query, {
    signal: context.signal,
    context: neighbours,
  })) {
    for (const hit of hits) {
      if (count >= limit) return count;
      count++;
      const persons = new Map(lane.personsOf(hit.chat.export));
      await tellHit(
        hit,
        {persons, conversations: new Map()},
        {label: hit.chat.export.label, ...wanted},
      );
    }
  }
  return count;
};

const searchVault = (wanted: Wanted): Promise<number> =>
  withVault(wanted.args, wanted.context, async ({vault}) => {
    const {args, context, limit} = wanted;
    if (text(args, 'snapshot') !== 'merged') {
      const snapshot = await requireSnapshot(vault, text(args, 'snapshot') ?? 'latest');
      return searchSnapshot(vault, await requireLane(vault, snapshot), wanted);
    }
    let hits = 0;
    for (const from of await vaultSources(vault, args, context))
      hits += await searchOne({...wanted, from, limit: limit - hits});
    return hits;
  });

const run = async (args: CommandArgs, context: CommandContext): Promise<number> => {
  const [words, ...paths] = args.positionals;
  if (words === undefined)
    throw new ChatError('usage', 'Name what to search for.', {
      hint: 'chatark search "早上好 from:Ana" PATH',
    });
  const {zone} = overridesFrom(args);
  const query = parseQuery(words, zone ?? context.systemZone);
  const wanted: Wanted = {
    query,
    context,
    neighbours: wholeNumber(args, 'context', 0),
    limit: wholeNumber(args, 'limit', Infinity),
    zone,
    args: {...args, positionals: paths},
  };
  const hits = await (isVaultCall(args) ? searchVault(wanted) : searchExports(wanted));
  context.output.note(`${hits} hits`);
  await context.output.json({type: 'summary', hits});
  return 0;
};

export const searchCommand: Command = {
  name: 'search',
  summary: {zh: '在导出文件或备份库里搜索', en: 'Search exports or a vault'},
  usage: 'QUERY PATH… | QUERY --vault V [--context N] [--limit N]',
  options: {
    ...overrideOptions,
    ...vaultOptions,
    context: {type: 'string'},
    limit: {type: 'string'},
  },
  optionHelp: {
    ...overrideHelp,
    ...vaultHelp,
    context: 'N: show N neighbours on each side',
    limit: 'N: stop after N hits',
  },
  codes: ['format-unknown', 'format-refused', 'input-malformed', ...vaultCodes],
  run,
};
