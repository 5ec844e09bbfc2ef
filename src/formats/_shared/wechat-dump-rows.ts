// Rows of PyWxDump and of what mimics it (WeClone CSV): a word for the kind, a talker, the text, a media path. CSV and JSON give the same.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {Asset, JsonObject, Moment, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {parseIso, utcMoment} from '../../engine/model/time.ts';
import {ChatStream} from './chat-stream.ts';
import {readCallLine} from './chinese-call.ts';
import {assetAtPath, folderOf} from './content-reference.ts';
import type {AssetWords} from './content-reference.ts';
import {localMoment} from './local-time.ts';
import type {MediaLookup} from './media-lookup.ts';
import {isVagueWord, kindOfWord} from './wechat-codes.table.ts';
import {factsOfContent} from './wechat-content.ts';
import {entryFromFacts, restOfFacts, roleOfKind} from './wechat-facts.ts';
import type {WechatFacts} from './wechat-facts.ts';
import {decodeWechatXml} from './wechat-xml.ts';

export type DumpRow = {
  readonly serverId: string | undefined;
  readonly word: string;
  readonly isSender: boolean;
  readonly talker: string;
  /** The chat's id; undefined where the export has no such column. */
  readonly room: string | undefined;
  readonly text: string;
  readonly source: string | undefined;
  readonly time: string;
  readonly extras: JsonObject | undefined;
};

export type DumpPerson = {
  readonly name?: string | undefined;
  readonly aliases?: readonly string[];
  readonly username?: string | undefined;
  readonly avatarUrl?: string | undefined;
};

export type DumpSetup = {
  readonly format: string;
  readonly lookup: MediaLookup;
  readonly options: ReadOptions;
  readonly ctx: ReadContext;
  readonly people: ReadonlyMap<string, DumpPerson>;
  /** The exporting account, where the folder tells. */
  readonly self: string | undefined;
  /** For exports without `room`. */
  readonly title: string;
};

const nobody: ReadonlySet<string> = new Set(['系统', '系统消息', '未知', 'system', '']);

/** A word such as `(分享)卡片式链接`, also with a number behind it. */
const kindOfRow = (word: string) =>
  kindOfWord(word) ?? kindOfWord(word.replace(/\s*[(（][^()（）]*[)）]$/, ''));

export class DumpReading {
  readonly stream: ChatStream;
  readonly #setup: DumpSetup;
  readonly #media: AssetWords;
  readonly #ids = new Map<string, IdMaker>();
  readonly #others = new Set<string>();
  /** Chats, and whether they were told to be groups. */
  readonly #announced = new Map<string, boolean>();
  #place: Place;
  #lastAt: Moment = utcMoment(0, 's');

  constructor(input: ExportInput, setup: DumpSetup) {
    this.#setup = setup;
    this.#place = {path: input.path};
    this.stream = new ChatStream(setup.ctx, {owner: setup.options.owner});
    const folder = folderOf(input.path);
    const missing = (path: string): void =>
      setup.ctx.report({kind: 'media-missing', place: this.#place, sample: path.slice(0, 200)});
    this.#media = {lookup: setup.lookup, bases: [folder, folderOf(folder)], missing};
  }

  #conversation(row: DumpRow): string {
    const id = row.room ?? this.#setup.title;
    const person = this.#setup.people.get(id);
    const isGroup = id.endsWith('@chatroom') || (row.room === undefined && this.#others.size > 1);
    if (this.#announced.get(id) === isGroup) return id;
    this.#announced.set(id, isGroup);
    return this.stream.conversation({
      id,
      kind: isGroup
        ? 'group'
        : id === 'filehelper'
          ? 'self'
          : id.startsWith('gh_')
            ? 'channel'
            : 'direct',
      ...given({title: person?.name ?? (row.room === undefined ? id : undefined)}),
      platform: 'wechat',
      members: [],
    });
  }

  #person(row: DumpRow): PersonId | undefined {
    const isMine = row.isSender || row.talker === '我';
    if (!isMine && nobody.has(row.talker)) return undefined;
    const id = isMine ? (this.#setup.self ?? row.talker) : row.talker;
    if (!isMine) this.#others.add(id);
    const known = this.#setup.people.get(id);
    const isId = row.room !== undefined && id !== '我';
    const name = known?.name ?? (isId ? undefined : id);
    if (this.stream.knows(id)) return id;
    return this.stream.person({
      id,
      ...given({name, isOwner: isMine}),
      ...(isId
        ? {
            handles: [
              {kind: 'platform', value: id},
              ...(known?.username === undefined
                ? []
                : [{kind: 'username' as const, value: known.username}]),
            ],
          }
        : {}),
      ...given({
        aliases: known?.aliases && known.aliases.length > 0 ? known.aliases : undefined,
        avatar:
          known?.avatarUrl === undefined
            ? undefined
            : ({id: known.avatarUrl, presence: 'remote', url: known.avatarUrl} as const),
      }),
    });
  }

  #moment(row: DumpRow): Moment {
    const {zone} = this.#setup.options;
    const parsed = parseIso(row.time, zone) ?? localMoment(row.time, zone);
    const seconds = /^\d{9,11}$/.test(row.time)
      ? utcMoment(Number(row.time) * 1000, 's')
      : undefined;
    const at = parsed ?? seconds;
    if (at)
      this.#lastAt =
        at.precision === 'ms' && at.epochMs % 1000 === 0 ? {...at, precision: 's'} : at;
    else
      this.#setup.ctx.report({
        kind: 'time-not-understood',
        place: this.#place,
        sample: row.time.slice(0, 60),
      });
    return this.#lastAt;
  }

  #facts(row: DumpRow): WechatFacts {
    const kind = kindOfRow(row.word) ?? 'unknown';
    if (kind === 'unknown' && !isVagueWord(row.word))
      this.#setup.ctx.report({
        kind: 'unknown-kind',
        place: this.#place,
        detail: `type_name ${row.word.slice(0, 60)}.`,
      });
    if (kind === 'call')
      return {kind, call: readCallLine(`${row.word} ${row.text}`), text: row.text};
    const xml = kind === 'text' ? undefined : decodeWechatXml(row.text);
    return xml ?? {...factsOfContent(kind, this.#words(row)), word: row.word};
  }

  /** PyWxDump writes the kind itself where there are no words: `图片`. */
  #words(row: DumpRow): string {
    const isBare =
      row.text === row.word || row.text === `[${row.word}]` || row.text === `【${row.word}】`;
    return isBare && kindOfRow(row.word) !== 'text' && kindOfRow(row.word) !== 'system'
      ? ''
      : row.text;
  }

  #asset(row: DumpRow, facts: WechatFacts): Asset | undefined {
    const path = row.source ?? facts.media?.url;
    if (roleOfKind(facts.kind) === undefined || path === undefined) return undefined;
    return /^https?:/i.test(path)
      ? {id: path, presence: 'remote', url: path}
      : assetAtPath(path, this.#media);
  }

  take(row: DumpRow, place: Place): void {
    this.#place = place;
    const at = this.#moment(row);
    const facts = this.#facts(row);
    const isLine = facts.kind === 'system' || facts.kind === 'revoke';
    const from = isLine ? undefined : (this.#person(row) ?? this.stream.nobody());
    const conversation = this.#conversation(row);
    const asset = this.#asset(row, facts);
    const id = this.#idOf(row, conversation);
    const entry = entryFromFacts(facts, {id, at, from}, {format: this.#setup.format, asset});
    const isOdd = kindOfRow(row.word) === undefined;
    const own = {
      ...row.extras,
      ...restOfFacts(facts, asset),
      ...(isOdd ? {type_name: row.word} : {}),
      ...(asset === undefined && row.source !== undefined ? {src: row.source} : {}),
    };
    const extras = Object.keys(own).length === 0 ? {} : {extras: {[this.#setup.format]: own}};
    this.stream.entry(conversation, {...entry, ...extras}, place);
  }

  #idOf(row: DumpRow, conversation: string): string {
    if (row.serverId !== undefined && row.serverId !== '0') return row.serverId;
    let maker = this.#ids.get(conversation);
    if (!maker) this.#ids.set(conversation, (maker = new IdMaker()));
    return maker.make([row.time, row.talker, row.word, row.text].join('\u0000'));
  }
}
