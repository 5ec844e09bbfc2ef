// Options and steps that every verb which reads exports shares.

import {isZone, parsePeriod} from '../../engine/model/time.ts';
import {ChatError} from '../../engine/errors.ts';
import type {Selection} from '../../engine/transform/filter.ts';
import type {Problem} from '../../engine/model/problem.ts';
import {openExports} from '../inputs.ts';
import type {OpenedExports, Overrides} from '../inputs.ts';
import {text, texts} from './command.ts';
import type {CommandArgs, CommandContext} from './command.ts';

export const overrideOptions = {
  from: {type: 'string'},
  zone: {type: 'string'},
  'date-order': {type: 'string'},
  owner: {type: 'string'},
} as const;

export const overrideHelp = {
  from: 'FORMAT: read it as this format',
  zone: 'ZONE: zone of local times (Asia/Shanghai, +08:00)',
  'date-order': 'dmy|mdy|ymd: order of ambiguous dates',
  owner: 'NAME: which person is you',
} as const;

export const selectionOptions = {
  chat: {type: 'string', multiple: true},
  since: {type: 'string'},
  until: {type: 'string'},
} as const;

export const selectionHelp = {
  chat: 'NAME: only chats whose title holds this (may be repeated)',
  since: 'DATE: from this day on (2024, 2024-05, 2024-05-03)',
  until: 'DATE: up to and including this day',
} as const;

const isOrder = (value: string): value is 'dmy' | 'mdy' | 'ymd' =>
  ['dmy', 'mdy', 'ymd'].includes(value);

/** Throws `usage` for a zone or date order that does not exist. */
export const overridesFrom = (args: CommandArgs): Overrides => {
  const [zone, dateOrder, owner] = [
    text(args, 'zone'),
    text(args, 'date-order'),
    text(args, 'owner'),
  ];
  if (zone !== undefined && !isZone(zone)) {
    throw new ChatError('usage', `"${zone}" is no time zone.`, {
      hint: 'Examples: Asia/Shanghai, Europe/Madrid, +08:00, UTC.',
    });
  }
  if (dateOrder !== undefined && !isOrder(dateOrder)) {
    throw new ChatError('usage', `--date-order is dmy, mdy or ymd, not "${dateOrder}".`);
  }
  return {
    ...(zone === undefined ? {} : {zone}),
    ...(dateOrder === undefined ? {} : {dateOrder}),
    ...(owner === undefined ? {} : {owner}),
  };
};

const period = (
  value: string,
  name: string,
  zone: string,
): {readonly start: number; readonly end: number} => {
  const found = parsePeriod(value, zone);
  if (found) return found;
  throw new ChatError('usage', `--${name}: "${value}" is no date.`, {
    hint: 'Examples: 2024, 2024-05, 2024-05-03, 2024-05-03T18:00.',
  });
};

/** `--until 2024` includes the whole of 2024. */
export const selectionFrom = (args: CommandArgs, zone: string): Selection => {
  const [chats, since, until] = [texts(args, 'chat'), text(args, 'since'), text(args, 'until')];
  return {
    ...(chats === undefined ? {} : {chats}),
    ...(since === undefined ? {} : {since: period(since, 'since', zone).start}),
    ...(until === undefined ? {} : {until: period(until, 'until', zone).end}),
  };
};

/** Opens what the positionals name, hands it on, and closes it whatever happens. Problems met while opening are told at once. */
export const withExports = async <T>(
  args: CommandArgs,
  context: CommandContext,
  use: (opened: OpenedExports) => Promise<T>,
): Promise<T> => {
  if (args.positionals.length === 0)
    throw new ChatError('usage', 'Name at least one file or folder.');
  const from = text(args, 'from');
  const problems: Problem[] = [];
  const opened = await openExports(args.positionals, {
    registry: context.registry,
    signal: context.signal,
    report: (problem) => problems.push(problem),
    ...(from === undefined ? {} : {only: context.registry.reader(from)}),
  });
  try {
    for (const problem of problems) await context.output.problem(problem);
    return await use(opened);
  } finally {
    await opened.close();
  }
};
