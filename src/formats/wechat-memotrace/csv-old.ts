// MemoTrace 1 CSV: database rows with numeric codes and raw XML, one chat or (messages.csv) all of them. No server ids, no media paths.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {EventBatch, Moment, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {baseName, folderOf} from '../_shared/content-reference.ts';
import {csvRecords} from '../_shared/csv-records.ts';
import type {CsvRecord} from '../_shared/csv-records.ts';
import {localMoment} from '../_shared/local-time.ts';
import {silentContext} from '../_shared/quiet-context.ts';
import {kindOfCodes} from '../_shared/wechat-codes.table.ts';
import {entryFromFacts, restOfFacts} from '../_shared/wechat-facts.ts';
import type {WechatFacts} from '../_shared/wechat-facts.ts';
import {decodeWechatXml, looksLikeXml, splitSender} from '../_shared/wechat-xml.ts';
import {readContacts} from './contacts.ts';
import type {Contact} from './contacts.ts';
import {stemOf} from './recognize.ts';

const format = 'wechat-memotrace';

const isSystem = (row: CsvRecord): boolean => {
  const kind = kindOfCodes(Number(row.at('Type')), Number(row.at('SubType') ?? 0));
  return kind === 'system' || kind === 'revoke';
};

type Chat = {
  /** Who wrote, but for me and the system. */
  readonly others: Set<string>;
  me: string | undefined;
  room: string | undefined;
  readonly maker: IdMaker;
};

/** First pass: who speaks in which chat. Memory: the people of each chat. */
class Survey {
  readonly chats = new Map<string, Chat>();
  readonly isMany: boolean;

  constructor(path: string) {
    this.isMany = baseName(path).toLowerCase() === 'messages.csv';
  }

  keyOf(row: CsvRecord): string {
    return this.isMany ? row.raw('TalkerId') : '';
  }

  look(row: CsvRecord): void {
    const key = this.keyOf(row);
    let chat = this.chats.get(key);
    if (!chat) {
      chat = {others: new Set(), me: undefined, room: undefined, maker: new IdMaker()};
      this.chats.set(key, chat);
    }
    const sender = row.at('Sender');
    if (sender === undefined) return;
    if (sender.endsWith('@chatroom')) chat.room = sender;
    else if (row.at('IsSender') === '1') chat.me = sender;
    else if (!isSystem(row)) chat.others.add(sender);
  }
}

class OldCsvReading {
  readonly stream: ChatStream;
  readonly #survey: Survey;
  readonly #contacts: ReadonlyMap<string, Contact>;
  readonly #ctx: ReadContext;
  readonly #options: ReadOptions;
  readonly #path: string;
  #lastAt: Moment = utcMoment(0, 's');

  constructor(
    input: ExportInput,
    survey: Survey,
    rest: {
      readonly contacts: ReadonlyMap<string, Contact>;
      readonly options: ReadOptions;
      readonly ctx: ReadContext;
    },
  ) {
    this.#path = input.path;
    this.#survey = survey;
    this.#contacts = rest.contacts;
    this.#ctx = rest.ctx;
    this.#options = rest.options;
    this.stream = new ChatStream(rest.ctx, {owner: rest.options.owner});
  }

  #person(id: string, row?: CsvRecord, isOwner?: boolean): PersonId {
    const contact = this.#contacts.get(id);
    const remark = row?.at('Remark') ?? contact?.remark;
    const nick = row?.at('NickName') ?? contact?.nickname;
    const name = remark ?? nick;
    const other = [nick, contact?.nickname].filter(
      (alias) => alias !== undefined && alias !== name,
    );
    return this.stream.person({
      id,
      ...given({
        name,
        isOwner,
        aliases: other.length === 0 ? undefined : ([...new Set(other)] as string[]),
      }),
      handles: [{kind: 'platform', value: id}, ...(contact?.handles ?? [])],
      ...given({avatar: contact?.avatar}),
    });
  }

  /** The id of the chat, announced on the way. */
  #conversation(row: CsvRecord): {readonly id: string; readonly chat: Chat | undefined} {
    const key = this.#survey.keyOf(row);
    const chat = this.#survey.chats.get(key);
    const isGroup = chat?.room !== undefined || (chat?.others.size ?? 0) > 1;
    const [peer] = chat?.others ?? [];
    const stem = stemOf(this.#path);
    const title = this.#survey.isMany ? undefined : stem;
    const id = chat?.room ?? (isGroup || peer === undefined ? (title ?? `TalkerId ${key}`) : peer);
    if (!this.stream.hasConversation(id)) {
      const contact = this.#contacts.get(id);
      this.stream.conversation({
        id,
        kind: isGroup || id.endsWith('@chatroom') ? 'group' : 'direct',
        ...given({title: contact?.remark ?? contact?.nickname ?? title}),
        platform: 'wechat',
        members: [],
      });
    }
    return {id, chat};
  }

  #moment(row: CsvRecord): Moment {
    const seconds = row.at('CreateTime');
    const at =
      seconds !== undefined && /^\d{1,11}$/.test(seconds)
        ? utcMoment(Number(seconds) * 1000, 's')
        : localMoment(row.raw('StrTime'), this.#options.zone);
    if (at) this.#lastAt = at;
    else
      this.#ctx.report({
        kind: 'time-not-understood',
        place: row.place,
        sample: row.raw('CreateTime'),
      });
    return this.#lastAt;
  }

  #facts(row: CsvRecord): WechatFacts {
    const type = Number(row.at('Type'));
    const kind = kindOfCodes(type, Number(row.at('SubType') ?? 0));
    const content = row.raw('StrContent');
    const decoded = kind === 'text' ? undefined : decodeWechatXml(content);
    if (decoded) return decoded;
    if (kind === 'unknown')
      this.#ctx.report({
        kind: 'unknown-kind',
        place: row.place,
        detail: `Type ${row.raw('Type')}, SubType ${row.raw('SubType')}.`,
      });
    const text = looksLikeXml(splitSender(content).body) ? undefined : content || undefined;
    const word = `${row.raw('Type')}/${row.raw('SubType')}`;
    return {kind, word, ...given({text: text ?? (kind === 'text' ? '' : undefined)})};
  }

  take(row: CsvRecord): void {
    const {id: conversation, chat} = this.#conversation(row);
    const at = this.#moment(row);
    const sender = row.at('Sender');
    const isMine = row.at('IsSender') === '1';
    const isLine = isSystem(row) || sender === undefined || sender.endsWith('@chatroom');
    const from = isLine ? undefined : this.#person(sender, row, isMine);
    const facts = this.#facts(row);
    const columns = ['CreateTime', 'Sender', 'Type', 'SubType', 'StrContent'];
    const key = columns.map((column) => row.raw(column)).join('\u0000');
    const id = (chat?.maker ?? new IdMaker()).make(key);
    const entry = entryFromFacts(
      facts,
      {id, at, from},
      {format, raw: facts.text === undefined ? row.raw('StrContent') : undefined},
    );
    const extras = {
      ...restOfFacts(facts),
      type: row.raw('Type'),
      subType: row.raw('SubType'),
      ...given({
        localId: row.at('localId'),
        talkerId: row.at('TalkerId'),
        status: row.at('Status'),
      }),
    };
    const isPlain = row.at('Type') === '1';
    this.stream.entry(
      conversation,
      isPlain ? entry : {...entry, extras: {[format]: extras}},
      row.place,
    );
  }
}

/** Two passes. Memory: the people. */
export async function* readOldCsv(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const contacts = await readContacts(input.source, folderOf(input.path), ctx);
  const survey = new Survey(input.path);
  for await (const rows of csvRecords(input, silentContext(ctx)))
    for (const row of rows) survey.look(row);
  if (survey.isMany)
    ctx.infer({
      what: 'completeness',
      value: 'chats by TalkerId',
      because: 'the file holds all chats and names none',
    });
  ctx.infer({
    what: 'completeness',
    value: 'text only',
    because: 'this CSV refers to no media and holds no words of links, files and quotes',
  });
  const reading = new OldCsvReading(input, survey, {contacts, options, ctx});
  for await (const rows of csvRecords(input, ctx)) {
    for (const row of rows) reading.take(row);
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
  const rest = reading.stream.end();
  if (rest) yield rest;
}
