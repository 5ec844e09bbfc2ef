// Reads result.json of Telegram Desktop: one chat or a whole account, in one pass of any size.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {streamJson} from '../../engine/io/json-stream.ts';
import type {JsonEvent, JsonFault, JsonItems, JsonObject} from '../../engine/io/json-stream.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {ArchiveReader} from './archive-reader.ts';

const messageLists = ['messages[]', 'chats.list[].messages[]', 'left_chats.list[].messages[]'];
const contactList = 'contacts.list[]';
const peopleList = 'people[]';
const chatObjects: ReadonlySet<string> = new Set(['chats.list[]', 'left_chats.list[]']);

/** Facts about logins and settings: no chats (NOTES.md). */
const passedOver = ['sessions', 'web_sessions', 'other_data'];

/** Lists that hold facts about the owner. */
const ownerLists = ['profile_pictures', 'stories', 'frequent_contacts'];

const batchSize = 1_000;

type Walk = {
  readonly input: ExportInput;
  readonly ctx: ReadContext;
  readonly archive: ArchiveReader;
  /** Has a chat been opened for the object under way? */
  isOpen: boolean;
  hasOwner: boolean;
  /** Headers of chats whose keys come after the messages, by place in the document. */
  late: ReadonlyMap<string, JsonObject> | undefined;
};

const placeOf = (path: readonly (string | number)[]): string => path.join('/');

/** A second look at the file without its messages: some programs write a chat's name behind them. */
const readHeaders = async ({input, ctx}: Walk): Promise<ReadonlyMap<string, JsonObject>> => {
  const headers = new Map<string, JsonObject>();
  const options = {items: messageLists, ignore: passedOver, skipItems: true};
  for await (const event of streamJson(input.source.open(input.path), options)) {
    throwIfCancelled(ctx.signal);
    if (event.type === 'object') headers.set(placeOf(event.path), event.members);
  }
  return headers;
};

const isEmptyHeader = (header: JsonObject): boolean =>
  header['id'] === undefined && header['type'] === undefined;

const openChat = async (walk: Walk, event: JsonEvent & {type: 'enter'}): Promise<void> => {
  let header = event.around.at(-1) ?? {};
  if (isEmptyHeader(header)) {
    walk.late ??= await readHeaders(walk);
    header = walk.late.get(placeOf(event.path.slice(0, -1))) ?? header;
  }
  walk.archive.openChat(header, event.pattern.startsWith('left_'));
  walk.isOpen = true;
};

const meetOwner = (walk: Walk, root: JsonObject | undefined): void => {
  const info = root?.['personal_information'];
  if (walk.hasOwner || typeof info !== 'object' || info === null) return;
  walk.hasOwner = true;
  walk.archive.personal(info as JsonObject);
};

const readItems = ({archive}: Walk, event: JsonItems): void => {
  const {values, bytes, first, pattern} = event;
  if (pattern === contactList || pattern === peopleList) {
    for (const value of values) {
      if (typeof value !== 'object' || value === null) continue;
      if (pattern === contactList) archive.contact(value as JsonObject);
      else archive.known(value as JsonObject);
    }
    return;
  }
  archive.look(values);
  for (let index = 0; index < values.length; index++) {
    archive.record(values[index], bytes[index] ?? 0, first + index);
  }
};

const isEmptyList = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0);

const closeObject = (walk: Walk, event: JsonEvent & {type: 'object'}): void => {
  const {archive} = walk;
  if (chatObjects.has(event.pattern)) {
    if (!walk.isOpen) archive.openChat(event.members, event.pattern.startsWith('left_'));
    archive.closeChat();
    walk.isOpen = false;
  }
  if (event.pattern !== '') return;
  archive.closeChat();
  meetOwner(walk, event.members);
  const facts = ownerLists.map((key) => [key, event.members[key]] as const);
  archive.ownFacts(Object.fromEntries(facts.filter(([, value]) => !isEmptyList(value))));
};

const follow = async (walk: Walk, event: JsonEvent): Promise<void> => {
  switch (event.type) {
    case 'enter':
      meetOwner(walk, event.around[0]);
      if (messageLists.includes(event.pattern)) await openChat(walk, event);
      return;
    case 'items':
      readItems(walk, event);
      return;
    case 'leave':
      return;
    case 'object':
      closeObject(walk, event);
      return;
    case 'truncated':
      walk.ctx.report({
        kind: 'input-truncated',
        place: {path: walk.input.path, byte: event.byte},
        detail: 'The file ends in the middle; what came before was read.',
      });
      return;
    default:
      event satisfies never;
  }
};

/** Memory: one record, a table of persons, and for each chat under way the ids of its messages (NOTES.md). */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const {path, source} = input;
  const media = new MediaLookup(await source.list());
  const archive = new ArchiveReader(input, options, ctx, media);
  const walk: Walk = {input, ctx, archive, isOpen: false, hasOwner: false, late: undefined};
  const onError = ({kind, byte, record, message, sample}: JsonFault): void =>
    ctx.report({
      kind,
      place: {path, byte, record},
      detail: message,
      ...(sample === undefined ? {} : {sample}),
    });
  const events = streamJson(source.open(path), {
    items: [...messageLists, contactList, peopleList],
    bigNumbers: 'string',
    ignore: passedOver,
    onProgress: (bytes) => ctx.advanced(bytes),
    onError,
  });
  for await (const event of events) {
    throwIfCancelled(ctx.signal);
    await follow(walk, event);
    if (archive.size >= batchSize) yield archive.take();
  }
  const rest = archive.take();
  if (rest.length > 0) yield rest;
}
