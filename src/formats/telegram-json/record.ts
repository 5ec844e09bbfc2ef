// What all records of a Telegram chat have in common: who, leftovers, assets, ids. Not what a record means.

import type {Asset, Inline, Json, Message, PersonId} from '../../engine/model/archive.ts';
import type {ProblemKind} from '../../engine/model/problem.ts';
import type {Chat} from './chat.ts';
import type {Clock} from './clock.ts';
import {isReason} from './media.ts';
import type {AssetFacts, MediaContext, Rest} from './media.ts';
import {peerId} from './people.ts';
import type {People} from './people.ts';
import {formatId} from './shapes.ts';
import type {Raw} from './shapes.ts';

export type RecordContext = {
  readonly chat: Chat;
  readonly people: People;
  readonly clock: Clock;
  report(kind: ProblemKind, detail: string): void;
  asset(path: string, facts: AssetFacts): Asset;
  /** The person of this name, if one is known or speaks soon. */
  personNamed(name: string): PersonId | undefined;
};

export const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined for most messages: nothing but text in them. */
export const restOf = (raw: Raw, handled: ReadonlySet<string>): Rest | undefined => {
  let rest: Rest | undefined;
  for (const key in raw) {
    if (handled.has(key) || key === '__proto__') continue;
    rest ??= {};
    rest[key] = raw[key];
  }
  return rest;
};

export const extrasOf = (rest: Rest | undefined): {extras?: Message['extras'] & object} => {
  if (!rest) return {};
  for (const _ in rest) return {extras: {[formatId]: rest as {[key: string]: Json}}};
  return {};
};

export const mediaContext = (ctx: RecordContext, record: string): MediaContext => ({
  record,
  asset: (path, facts) => ctx.asset(path, facts),
  mention: (user) => ctx.people.see(peerId(user) ?? user, undefined),
  emoji: (document, text): Inline => {
    const id = document === '' || isReason(document) ? undefined : document;
    const isFile = id !== undefined && /[./]/.test(id);
    return {
      kind: 'emoji',
      text,
      ...(id === undefined ? {} : {id}),
      ...(isFile ? {asset: ctx.asset(id, {})} : {}),
    };
  },
});

/** By id; by name where there is no id. */
const person = (
  id: string | undefined,
  name: unknown,
  ctx: RecordContext,
): PersonId | undefined => {
  let known: PersonId;
  if (id !== undefined) known = ctx.people.see(id, name);
  else if (typeof name === 'string' && name !== '') known = ctx.people.byName(name);
  else return undefined;
  ctx.chat.member(known);
  return known;
};

export const actorOf = (raw: Raw, ctx: RecordContext): PersonId | undefined =>
  person(peerId(raw['actor_id']), raw['actor'], ctx);

export const fromOf = (raw: Raw, ctx: RecordContext): PersonId | undefined =>
  person(peerId(raw['from_id']), raw['from'], ctx);

/** Without a sender: the chat itself (channel posts), or nobody known. */
export const senderOf = (raw: Raw, ctx: RecordContext): PersonId =>
  fromOf(raw, ctx) ??
  (ctx.chat.kind === 'channel'
    ? ctx.people.see(ctx.chat.id, ctx.chat.title)
    : ctx.people.see('unknown', undefined));

export const idText = (value: unknown): string | undefined =>
  (typeof value === 'number' && Number.isSafeInteger(value)) ||
  (typeof value === 'string' && value !== '')
    ? String(value)
    : undefined;
