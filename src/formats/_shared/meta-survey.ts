// A first look at all threads of a Messenger or Instagram download: who takes part, which part is older, who owns it. Heads of files only.

import type {ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import {collect} from '../../engine/io/bytes.ts';
import {decodeHead} from '../../engine/io/decode.ts';
import type {Source} from '../../engine/io/source.ts';
import {parseJsonHead} from './json-head.ts';
import {smallJson} from './json-records.ts';
import {isLoose, numberAt, recordAt, recordsAt, stringAt, valueAt} from './loose.ts';
import type {Loose} from './loose.ts';
import type {MetaLayout} from './meta-layout.ts';
import {mendText, mendValue} from './mojibake.ts';

/** One file of a thread. */
export type ThreadPart = {
  readonly path: string;
  readonly section: string;
  readonly number: number;
  readonly isEncrypted: boolean;
};

export type Thread = {
  readonly name: string;
  /** Oldest first. */
  readonly parts: readonly ThreadPart[];
  /** As far as the heads of the files tell. */
  readonly participants: readonly string[];
};

const headLength = 32_768;

type Head = {
  readonly participants: readonly string[];
  readonly firstTime: number | undefined;
  readonly isEncrypted: boolean;
};

/** Names as objects (`{"name": "A"}`) or, in encrypted chats, as strings. */
export const participantsOf = (record: Loose): readonly string[] => {
  const list = valueAt(record, 'participants');
  if (!Array.isArray(list)) return [];
  const names = list.flatMap((item: unknown) =>
    typeof item === 'string' ? item : isLoose(item) ? (stringAt(item, 'name') ?? []) : [],
  );
  return names.map(mendText);
};

export const isEncryptedThread = (record: Loose): boolean =>
  typeof valueAt(record, 'threadName') === 'string' ||
  recordsAt(record, 'messages').some((message) => valueAt(message, 'senderName') !== undefined);

const headOf = async (source: Source, path: string): Promise<Head | undefined> => {
  const chunks = source.open(path, {length: headLength});
  const bytes = (await collect(chunks, 2 * headLength)) ?? new Uint8Array();
  const value = parseJsonHead(decodeHead(bytes));
  if (!isLoose(value)) return undefined;
  const [first = {}] = recordsAt(value, 'messages');
  return {
    participants: participantsOf(value),
    firstTime: numberAt(first, 'timestamp_ms') ?? numberAt(first, 'timestamp'),
    isEncrypted: isEncryptedThread(value),
  };
};

type Dated = ThreadPart & {readonly firstTime: number | undefined};

/** By the first time in each; the numbering (1 is the newest) decides where there is none. */
const oldestFirst = (a: Dated, b: Dated): number =>
  a.firstTime !== undefined && b.firstTime !== undefined && a.firstTime !== b.firstTime
    ? a.firstTime - b.firstTime
    : b.number - a.number;

const folderThreads = async (
  source: Source,
  layout: MetaLayout,
  ctx: ReadContext,
): Promise<Thread[]> => {
  const threads: Thread[] = [];
  for (const {name, files} of layout.threads) {
    throwIfCancelled(ctx.signal);
    const parts: Dated[] = [];
    const participants = new Set<string>();
    for (const {path, number, section} of files) {
      const head = await headOf(source, path);
      for (const person of head?.participants ?? []) participants.add(person);
      parts.push({path, section, number, isEncrypted: false, firstTime: head?.firstTime});
    }
    const inOrder = parts.toSorted(oldestFirst);
    threads.push({name, parts: inOrder, participants: [...participants]});
  }
  return threads;
};

/** `Ana Example_12.json` → `Ana Example` and 12. */
const flatName = (path: string): {readonly name: string; readonly number: number} => {
  const base = path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/i, '');
  const match = /^(.*)_(\d{1,9})$/s.exec(base);
  return {name: match?.[1] ?? base, number: Number(match?.[2] ?? 1)};
};

const encryptedThreads = async (
  source: Source,
  layout: MetaLayout,
  ctx: ReadContext,
): Promise<Thread[]> => {
  const byName = new Map<string, {parts: Dated[]; participants: Set<string>}>();
  for (const path of layout.flat) {
    throwIfCancelled(ctx.signal);
    const head = await headOf(source, path);
    if (!head?.isEncrypted) continue;
    const {name, number} = flatName(path);
    const thread = byName.get(name) ?? {parts: [], participants: new Set()};
    byName.set(name, thread);
    for (const person of head.participants) thread.participants.add(person);
    thread.parts.push({
      path,
      section: 'e2ee',
      number,
      isEncrypted: true,
      firstTime: head.firstTime,
    });
  }
  return [...byName].map(([name, {parts, participants}]) => ({
    name,
    parts: parts.toSorted(oldestFirst),
    participants: [...participants],
  }));
};

const pairOf = (thread: Thread): string | undefined =>
  thread.participants.length === 2 ? thread.participants.toSorted().join('\n') : undefined;

const uniqueByPair = (threads: readonly Thread[]): ReadonlyMap<string, Thread | undefined> => {
  const unique = new Map<string, Thread | undefined>();
  for (const thread of threads) {
    const pair = pairOf(thread);
    if (pair !== undefined) unique.set(pair, unique.has(pair) ? undefined : thread);
  }
  return unique;
};

/**
 * A chat that was switched to end-to-end encryption is in two exports. They are one conversation where exactly one thread of each
 * has the same two people.
 */
const joinEncrypted = (
  folders: readonly Thread[],
  encrypted: readonly Thread[],
  ctx: ReadContext,
): Thread[] => {
  const [known, flat] = [uniqueByPair(folders), uniqueByPair(encrypted)];
  const joined = new Set<Thread>();
  const whole = folders.map((thread) => {
    const pair = pairOf(thread);
    const rest = pair !== undefined && known.get(pair) === thread ? flat.get(pair) : undefined;
    if (!rest) return thread;
    joined.add(rest);
    return {...thread, parts: [...thread.parts, ...rest.parts]};
  });
  if (joined.size > 0) {
    const because = `${joined.size} encrypted chats have the same two people as exactly one other thread`;
    ctx.infer({what: 'completeness', value: 'encrypted chats joined to their threads', because});
  }
  return [...whole, ...encrypted.filter((thread) => !joined.has(thread))];
};

export const surveyThreads = async (
  source: Source,
  layout: MetaLayout,
  ctx: ReadContext,
): Promise<readonly Thread[]> => {
  const folders = await folderThreads(source, layout, ctx);
  const encrypted = await encryptedThreads(source, layout, ctx);
  const [only] = layout.flat;
  if (folders.length + encrypted.length > 0 || only === undefined)
    return joinEncrypted(folders, encrypted, ctx);
  // A thread file that somebody gave another name.
  const files = [{path: only, number: 1, section: ''}];
  return folderThreads(source, {...layout, threads: [{name: '', files}]}, ctx);
};

/** Strings anywhere in the owner's profile file: its layout and its keys depend on year and language. */
function* stringsIn(value: unknown, depth = 0): IterableIterator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null && depth < 8)
    for (const inner of Object.values(value)) yield* stringsIn(inner, depth + 1);
}

const profilePath = /(?:^|\/)(?:profile_information|personal_information)\.json$/;

export type Profile = {
  readonly path: string;
  readonly words: ReadonlySet<string>;
  readonly userName: string | undefined;
};

/** The profile file of the same download, where it is there. */
export const profileOf = async (
  source: Source,
  paths: readonly string[],
  ctx: ReadContext,
): Promise<Profile | undefined> => {
  const path = paths.find((candidate) => profilePath.test(candidate));
  if (path === undefined) return undefined;
  const value = mendValue(await smallJson(source, path, ctx), () => undefined);
  const [user = {}] = isLoose(value) ? recordsAt(value, 'profile_user') : [];
  const fields = recordAt(user, 'string_map_data');
  const userName = fields && stringAt(recordAt(fields, 'Username') ?? {}, 'value');
  return {path, words: new Set(stringsIn(value)), userName};
};

/**
 * The owner takes part in every thread: the one name that does, over at least two threads with different people, or the name that
 * the profile file holds.
 */
export const ownerOf = (
  threads: readonly Thread[],
  profile: Profile | undefined,
  options: ReadOptions,
  ctx: ReadContext,
): string | undefined => {
  if (options.owner !== undefined) return options.owner;
  const counts = new Map<string, number>();
  const known = threads.filter(({participants}) => participants.length >= 2);
  for (const {participants} of known)
    for (const name of new Set(participants)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const named = [...counts.keys()].filter((name) => profile?.words.has(name));
  const [only] = named;
  if (only !== undefined && named.length === 1) {
    ctx.infer({what: 'owner', value: only, because: `the name stands in ${profile?.path ?? ''}`});
    return only;
  }
  const everywhere = [...counts].filter(([, count]) => count === known.length);
  const [name] = everywhere[0] ?? [];
  if (known.length < 2 || everywhere.length !== 1 || name === undefined) return undefined;
  ctx.infer({what: 'owner', value: name, because: `the only name in all ${known.length} threads`});
  return name;
};
