// Reactions of a Telegram record: emoji, custom and paid ones, and those people that the export names.

import type {Reaction} from '../../engine/model/archive.ts';
import {isReason} from './media.ts';
import {fromOf, isRaw} from './record.ts';
import type {RecordContext} from './record.ts';
import {paidReaction} from './shapes.ts';
import type {Raw} from './shapes.ts';

type Reactor = NonNullable<Reaction['by']>[number];

const reactors = (raw: Raw, recent: unknown, ctx: RecordContext): readonly Reactor[] => {
  if (!Array.isArray(recent)) return [];
  return recent.filter(isRaw).flatMap((item) => {
    const person = fromOf(item, ctx);
    if (person === undefined) return [];
    const at = ctx.clock.inside(raw, item['date']);
    return [at ? {person, at} : {person}];
  });
};

const emojiOf = (item: Raw): string | undefined => {
  if (typeof item['emoji'] === 'string' && item['emoji'] !== '') return item['emoji'];
  if (item['type'] === 'paid') return paidReaction;
  const document = item['document_id'];
  return typeof document === 'string' && document !== '' ? `:${document}:` : undefined;
};

const isPlainReaction = (item: Raw): boolean =>
  item['type'] === 'emoji' || (item['type'] === undefined && item['document_id'] === undefined);

export const readReactions = (
  raw: Raw,
  ctx: RecordContext,
): {list: Reaction[]; isExact: boolean} => {
  const value = raw['reactions'];
  const list: Reaction[] = [];
  let isExact = true;
  for (const item of Array.isArray(value) ? value.filter(isRaw) : []) {
    const emoji = emojiOf(item);
    isExact &&= isPlainReaction(item);
    if (emoji === undefined) continue;
    const by = reactors(raw, item['recent'], ctx);
    const document = item['document_id'];
    const count = item['count'];
    list.push({
      emoji,
      count: Number.isSafeInteger(count) ? (count as number) : by.length || 1,
      ...(by.length > 0 ? {by} : {}),
      ...(typeof document === 'string' && /[./]/.test(document) && !isReason(document)
        ? {asset: ctx.asset(document, {})}
        : {}),
    });
  }
  return {list, isExact};
};
