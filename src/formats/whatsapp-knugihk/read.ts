// Reads the JSON of KnugiHK's WhatsApp-Chat-Exporter: one object of chats by JID, each with its messages by row.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {JsonItems} from '../../engine/io/json-stream.ts';
import type {
  Conversation,
  ConversationKind,
  EventBatch,
  Handle,
  PersonId,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {jsonEvents} from '../_shared/json-records.ts';
import {isLoose, leftover, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {entryOf, formatId} from './message.ts';
import type {Setting} from './message.ts';

const owner: PersonId = 'me';
/** The list of calls, as the tool names it. */
const callLog = '000000000000000';
const messages = '*.messages{}';

const kindOf = (jid: string): ConversationKind => {
  if (jid.endsWith('@g.us')) return 'group';
  if (/@(?:broadcast|newsletter)$/.test(jid)) return 'channel';
  return jid === callLog ? 'unknown' : 'direct';
};

/** `15550000001@s.whatsapp.net` holds a phone number; a `lid` does not. */
const handlesOf = (jid: string): readonly Handle[] => {
  const phone = /^(\d{5,20})(?::\d+)?@s\.whatsapp\.net$/.exec(jid)?.[1];
  return [
    {kind: 'platform', value: jid},
    ...(phone === undefined ? [] : [{kind: 'phone' as const, value: `+${phone}`}]),
  ];
};

const chatFields: ReadonlySet<string> = new Set(['name', 'messages']);

/** One chat while its messages come. */
class Chat {
  readonly #stream: ChatStream;
  readonly #jid: string;
  readonly #setting: Setting;
  readonly #name: string | undefined;
  readonly #place: {readonly path: string; readonly ctx: ReadContext};

  constructor(
    jid: string,
    about: Loose,
    shared: {
      stream: ChatStream;
      media: MediaLookup;
      folder: string;
      path: string;
      ctx: ReadContext;
    },
  ) {
    const {stream, path, ctx} = shared;
    this.#stream = stream;
    this.#jid = jid;
    this.#place = {path, ctx};
    this.#name = stringAt(about, 'name');
    this.#announce(about);
    const base = stringAt(about, 'media_base') ?? '';
    this.#setting = {
      jid,
      isGroup: kindOf(jid) === 'group',
      owner,
      media: shared.media,
      bases: [shared.folder, `${shared.folder}${base}`, base, ''],
      named: (name) => this.#named(name),
      missing: (asset) =>
        ctx.report({
          kind: 'media-missing',
          place: {path, conversation: jid},
          detail:
            asset.name === undefined
              ? 'The tool did not find a media file.'
              : `The file "${asset.name}" is not in the export.`,
        }),
    };
  }

  add({values, keys, bytes}: JsonItems): void {
    for (const [index, value] of values.entries()) {
      const byte = bytes[index] ?? 0;
      const entry = isLoose(value)
        ? entryOf(value, keys[index] ?? String(index), this.#setting)
        : undefined;
      if (!entry) this.#skip(keys[index], byte);
      else this.#stream.entry(this.#jid, entry, {path: this.#place.path, byte});
    }
  }

  #skip(record: string | undefined, byte: number): void {
    const {path, ctx} = this.#place;
    ctx.report({
      kind: 'record-not-understood',
      place: {path, byte, conversation: this.#jid, ...given({record})},
      detail: 'The record has no time and was left out.',
    });
  }

  #announce(about: Loose): void {
    const jid = this.#jid;
    const kind = kindOf(jid);
    const name = given({name: this.#name});
    const rest = leftover(about, chatFields);
    if (kind === 'direct') this.#stream.person({id: jid, ...name, handles: handlesOf(jid)});
    else if (kind !== 'group') this.#stream.person({id: jid, ...name});
    const conversation: Conversation = {
      id: jid,
      kind,
      ...given({title: this.#name}),
      platform: 'whatsapp',
      members: kind === 'direct' ? [owner, jid] : [owner],
      ...(rest === undefined ? {} : {extras: {[formatId]: rest}}),
    };
    this.#stream.conversation(conversation);
  }

  /** Records name people as the phone does; the partner by the chat's name, the owner as "You". */
  #named(name: string): PersonId {
    if (name === 'You' || name === 'Me') return owner;
    if (kindOf(this.#jid) === 'direct' && name === this.#name) return this.#jid;
    return this.#stream.person({
      id: name,
      name,
      ...(name.includes('@') ? {handles: handlesOf(name)} : {}),
    });
  }
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** What stands around the messages of each chat, before or behind them: a fast pass that only counts messages. */
const survey = async (
  {source, path}: ExportInput,
  ctx: ReadContext,
): Promise<ReadonlyMap<string, Loose>> => {
  const chats = new Map<string, Loose>();
  const quiet: ReadContext = {...ctx, advanced: () => undefined, report: () => undefined};
  for await (const event of jsonEvents({source, path, items: [messages], skipItems: true}, quiet))
    if (event.type === 'object' && event.path.length === 1)
      chats.set(String(event.path[0]), event.members);
  return chats;
};

/** Memory: one record, what stands around messages, people, the last ids of each chat, three table entries per file of the source. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const {source, path} = input;
  const entries = await source.list();
  const media = new MediaLookup(entries.filter((entry) => entry.path !== path));
  const chats = await survey(input, ctx);
  const stream = new ChatStream(ctx, {owner: options.owner});
  stream.person({id: owner, isOwner: true});
  const shared = {stream, media, folder: folderOf(path), path, ctx};
  let chat: Chat | undefined;
  for await (const event of jsonEvents({source, path, items: [messages]}, ctx)) {
    const jid = String(event.path[0] ?? '');
    if (event.type === 'enter') chat = new Chat(jid, chats.get(jid) ?? {}, shared);
    else if (event.type === 'items') chat?.add(event);
    else if (event.type === 'object' && event.path.length === 1) {
      // A chat without messages is announced all the same.
      chat ??= new Chat(jid, event.members, shared);
      chat = undefined;
    }
    const batch = stream.full();
    if (batch) yield batch;
  }
  const last = stream.end();
  if (last) yield last;
}
