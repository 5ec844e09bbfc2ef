// MemoTrace 2/3 CSV: words for kinds, names for people, the server's message ids, local times. No flag for "me".

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {EventBatch, Moment} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {assetAtPath, folderOf} from '../_shared/content-reference.ts';
import type {AssetWords} from '../_shared/content-reference.ts';
import {csvRecords} from '../_shared/csv-records.ts';
import type {CsvRecord} from '../_shared/csv-records.ts';
import {inferZone, localMoment} from '../_shared/local-time.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {silentContext} from '../_shared/quiet-context.ts';
import {isVagueWord, kindOfWord} from '../_shared/wechat-codes.table.ts';
import {entryFromFacts, restOfFacts, roleOfKind} from '../_shared/wechat-facts.ts';
import type {WechatFacts} from '../_shared/wechat-facts.ts';
import {factsOf} from './content.ts';
import {NamedChat, NameRoster, placeOf} from './people.ts';
import type {Speaker} from './people.ts';

const format = 'wechat-memotrace';
const known = new Set(['消息ID', '类型', '发送人', '时间', '内容', '备注', '昵称', '更多信息']);

const speakerOf = (row: CsvRecord): Speaker | undefined => {
  const name = row.at('发送人');
  return name === undefined
    ? undefined
    : {name, ...given({remark: row.at('备注'), nickname: row.at('昵称')})};
};

const isSystem = (row: CsvRecord): boolean => kindOfWord(row.raw('类型')) === 'system';

class NewCsvReading {
  readonly stream: ChatStream;
  readonly #chat: NamedChat;
  readonly #ctx: ReadContext;
  readonly #zone: string;
  readonly #media: AssetWords;
  readonly #ids = new IdMaker();
  #row: CsvRecord | undefined;
  #lastAt: Moment = utcMoment(0, 's');

  constructor(
    input: ExportInput,
    setup: {
      readonly roster: NameRoster;
      readonly lookup: MediaLookup;
      readonly options: ReadOptions;
      readonly ctx: ReadContext;
    },
  ) {
    const {roster, lookup, options, ctx} = setup;
    this.stream = new ChatStream(ctx, {owner: options.owner});
    this.#chat = new NamedChat(this.stream, {
      roster,
      place: placeOf(input.path),
      owner: options.owner,
    });
    this.#ctx = ctx;
    this.#zone = options.zone;
    const missing = (path: string): void =>
      ctx.report({
        kind: 'media-missing',
        place: this.#row?.place ?? {path: input.path},
        sample: path,
      });
    this.#media = {lookup, bases: [folderOf(input.path)], missing};
    this.#chat.begin(ctx);
  }

  #moment(row: CsvRecord): Moment {
    const at = localMoment(row.raw('时间'), this.#zone);
    if (at) this.#lastAt = at;
    else this.#ctx.report({kind: 'time-not-understood', place: row.place, sample: row.raw('时间')});
    return this.#lastAt;
  }

  #facts(row: CsvRecord): WechatFacts {
    const word = row.raw('类型').trim();
    const text = row.raw('内容');
    const kind = kindOfWord(word);
    if (kind) return factsOf(kind, text);
    if (!isVagueWord(word))
      this.#ctx.report({
        kind: 'unknown-kind',
        place: row.place,
        detail: `类型 ${word.slice(0, 60)}.`,
      });
    return {kind: 'unknown', word: word || 'unknown', text};
  }

  take(row: CsvRecord): void {
    this.#row = row;
    const at = this.#moment(row);
    const facts = this.#facts(row);
    const speaker = speakerOf(row);
    const from = facts.kind === 'system' || !speaker ? undefined : this.#chat.person(speaker);
    const own = row.at('消息ID');
    const key = ['时间', '发送人', '类型', '内容'].map((column) => row.raw(column)).join('\u0000');
    const id = own === undefined || own === '0' ? this.#ids.make(key) : own;
    const path = roleOfKind(facts.kind) ? facts.media?.url : undefined;
    const asset = path === undefined ? undefined : assetAtPath(path, this.#media);
    const entry = entryFromFacts(facts, {id, at, from}, {format, asset});
    const more = {...restOfFacts(facts, asset), ...row.more(known)};
    this.stream.entry(
      this.#chat.id,
      Object.keys(more).length > 0 ? {...entry, extras: {[format]: more}} : entry,
      row.place,
    );
  }
}

/** Two passes. Memory: the names. */
export async function* readNewCsv(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const roster = new NameRoster(placeOf(input.path));
  for await (const rows of csvRecords(input, silentContext(ctx))) {
    for (const row of rows) {
      const speaker = speakerOf(row);
      if (speaker && !isSystem(row)) roster.look(speaker);
    }
  }
  inferZone(ctx, options.zone);
  const lookup = new MediaLookup(await input.source.list());
  const reading = new NewCsvReading(input, {roster, lookup, options, ctx});
  for await (const rows of csvRecords(input, ctx)) {
    for (const row of rows) reading.take(row);
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
  const rest = reading.stream.end();
  if (rest) yield rest;
}
