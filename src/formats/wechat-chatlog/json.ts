// chatlog's JSON answer: times with their zone, numeric kinds, the flag for "me", and fields for media and quotes.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {
  Asset,
  BundleItem,
  EventBatch,
  Json,
  Moment,
  Reference,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {Place} from '../../engine/model/problem.ts';
import {parseIso, utcMoment} from '../../engine/model/time.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {assetAtPath, folderOf} from '../_shared/content-reference.ts';
import type {AssetWords} from '../_shared/content-reference.ts';
import {jsonEvents} from '../_shared/json-records.ts';
import {localMoment} from '../_shared/local-time.ts';
import {
  idAt,
  isLoose,
  isTrue,
  leftover,
  numberAt,
  recordAt,
  recordsAt,
  stringAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {kindOfCodes, recordKinds} from '../_shared/wechat-codes.table.ts';
import {factsOfContent} from '../_shared/wechat-content.ts';
import {entryFromFacts, partsOf, restOfFacts, roleOfKind} from '../_shared/wechat-facts.ts';
import type {WechatFacts} from '../_shared/wechat-facts.ts';
import {decodeWechatXml} from '../_shared/wechat-xml.ts';
import {ChatlogPeople, format, systemSender} from './people.ts';

const known = new Set([
  'seq',
  'time',
  'talker',
  'talkerName',
  'isChatRoom',
  'sender',
  'senderName',
  'isSelf',
  'type',
  'subType',
  'content',
  'contents',
]);
const knownContents = new Set([
  'title',
  'desc',
  'url',
  'refer',
  'x',
  'y',
  'label',
  'cityname',
  'path',
  'recordInfo',
  'md5',
  'cdnurl',
  'voice',
  'thumbpath',
]);

const degrees = (contents: Loose, key: string): number | undefined => {
  const value = numberAt(contents, key);
  return value === 0 ? undefined : value;
};

class JsonReading {
  readonly stream: ChatStream;
  readonly #people: ChatlogPeople;
  readonly #ctx: ReadContext;
  readonly #zone: string;
  readonly #media: AssetWords;
  #place: Place;
  #lastAt: Moment = utcMoment(0, 's');

  constructor(
    input: ExportInput,
    lookup: MediaLookup,
    setup: {readonly options: ReadOptions; readonly ctx: ReadContext},
  ) {
    this.#ctx = setup.ctx;
    this.#zone = setup.options.zone;
    this.#place = {path: input.path};
    this.stream = new ChatStream(setup.ctx, {owner: setup.options.owner});
    this.#people = new ChatlogPeople(this.stream);
    const missing = (path: string): void =>
      setup.ctx.report({kind: 'media-missing', place: this.#place, sample: path.slice(0, 200)});
    this.#media = {lookup, bases: [folderOf(input.path)], missing};
  }

  #moment(record: Loose): Moment {
    const at = parseIso(stringAt(record, 'time') ?? '', this.#zone);
    if (at)
      this.#lastAt =
        at.precision === 'ms' && at.epochMs % 1000 === 0 ? {...at, precision: 's'} : at;
    else this.#ctx.report({kind: 'time-not-understood', place: this.#place});
    return this.#lastAt;
  }

  #reply(refer: Loose): Reference {
    const name = stringAt(refer, 'senderName') ?? stringAt(refer, 'sender');
    const at = parseIso(stringAt(refer, 'time') ?? '', this.#zone);
    const isReal = at !== undefined && at.epochMs > 0;
    return {quote: given({name, at: isReal ? at : undefined, text: stringAt(refer, 'content')})};
  }

  /** Go's own names for what stands in a merged forward. */
  #items(info: Loose | undefined, depth = 0): readonly BundleItem[] {
    const list = recordsAt(recordAt(info ?? {}, 'DataList') ?? {}, 'DataItems');
    return list.map((item) => {
      const kind = recordKinds.get(Number(idAt(item, 'DataType') ?? 1)) ?? 'text';
      const words = stringAt(item, 'DataDesc') ?? stringAt(item, 'DataTitle') ?? '';
      const nested = depth < 10 ? recordAt(item, 'RecordInfo') : undefined;
      const facts: WechatFacts =
        kind === 'forward'
          ? {
              kind,
              title: stringAt(item, 'DataTitle') ?? words,
              items: this.#items(nested, depth + 1),
            }
          : factsOfContent(kind, words);
      const at = localMoment(stringAt(item, 'SourceTime') ?? '', this.#zone);
      return {...given({name: stringAt(item, 'SourceName'), at}), body: partsOf(facts, {format})};
    });
  }

  #facts(record: Loose): WechatFacts {
    const type = numberAt(record, 'type') ?? 0;
    const subtype = numberAt(record, 'subType') ?? 0;
    const kind = kindOfCodes(type, subtype);
    const content =
      typeof valueAt(record, 'content') === 'string' ? String(valueAt(record, 'content')) : '';
    const contents = recordAt(record, 'contents') ?? {};
    if (kind === 'unknown')
      this.#ctx.report({
        kind: 'unknown-kind',
        place: this.#place,
        detail: `Type ${type}, subType ${subtype}.`,
      });
    const shown = decodeWechatXml(content) ?? factsOfContent(kind, content);
    const refer = recordAt(contents, 'refer');
    const place = {
      latitude: degrees(contents, 'x'),
      longitude: degrees(contents, 'y'),
      name: stringAt(contents, 'label') ?? stringAt(contents, 'cityname'),
    };
    return {
      ...shown,
      word: `${type}/${subtype}`,
      ...given({
        title: stringAt(contents, 'title') ?? shown.title,
        description: stringAt(contents, 'desc') ?? shown.description,
        url: stringAt(contents, 'url') ?? shown.url,
        reply: refer ? this.#reply(refer) : shown.reply,
        items: recordAt(contents, 'recordInfo')
          ? this.#items(recordAt(contents, 'recordInfo'))
          : shown.items,
        location:
          kind === 'location'
            ? given({...place, name: place.name ?? shown.location?.name})
            : shown.location,
        media: roleOfKind(kind) ? this.#mediaFacts(contents, shown) : shown.media,
      }),
    };
  }

  #mediaFacts(contents: Loose, shown: WechatFacts) {
    const isFile = shown.kind === 'file';
    return {
      ...shown.media,
      ...given({
        md5: stringAt(contents, 'md5') ?? stringAt(contents, 'rawmd5'),
        name: isFile ? (stringAt(contents, 'title') ?? shown.media?.name) : shown.media?.name,
        url: stringAt(contents, 'cdnurl') ?? shown.media?.url,
      }),
    };
  }

  #asset(record: Loose, facts: WechatFacts): Asset | undefined {
    const contents = recordAt(record, 'contents') ?? {};
    const path = stringAt(contents, 'path');
    return path === undefined || roleOfKind(facts.kind) === undefined
      ? undefined
      : assetAtPath(path, this.#media);
  }

  take(record: Loose, place: Place): void {
    this.#place = place;
    const at = this.#moment(record);
    const chat = this.#people.chat(
      stringAt(record, 'talker') ?? 'chat',
      stringAt(record, 'talkerName'),
      isTrue(record, 'isChatRoom'),
    );
    const facts = this.#facts(record);
    const sender = stringAt(record, 'sender');
    const isLine = sender === undefined || sender === systemSender || facts.kind === 'system';
    const from = isLine
      ? undefined
      : this.#people.person(sender, stringAt(record, 'senderName'), isTrue(record, 'isSelf'));
    const contents = recordAt(record, 'contents') ?? {};
    const id = this.#people.id(chat, [
      at.epochMs,
      sender,
      numberAt(record, 'type'),
      numberAt(record, 'subType'),
      stringAt(record, 'content'),
      stringAt(contents, 'md5'),
    ]);
    const asset = this.#asset(record, facts);
    const entry = entryFromFacts(facts, {id, at, from}, {format, asset});
    const isText = numberAt(record, 'type') === 1;
    const own = {
      ...leftover(record, known),
      ...restOfFacts(facts, asset),
      ...given({
        seq: valueAt(record, 'seq') as Json | undefined,
        type: isText ? undefined : numberAt(record, 'type'),
        subType: isText ? undefined : numberAt(record, 'subType'),
        contents: leftover(contents, knownContents),
        voice: stringAt(contents, 'voice'),
        thumbpath: stringAt(contents, 'thumbpath'),
      }),
    };
    this.stream.entry(chat, {...entry, extras: {[format]: own}}, place);
  }
}

/** Memory: the people. */
export async function* readJson(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {source, path} = input;
  const reading = new JsonReading(input, new MediaLookup(await source.list()), {options, ctx});
  for await (const event of jsonEvents({source, path, items: ['[]'], bigNumbers: 'string'}, ctx)) {
    if (event.type !== 'items') continue;
    for (const [index, value] of event.values.entries()) {
      const place = {path, byte: event.bytes[index] ?? 0, record: String(event.first + index)};
      if (isLoose(value)) reading.take(value, place);
      else ctx.report({kind: 'record-not-understood', place, detail: 'A message is no object.'});
    }
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
  const rest = reading.stream.end();
  if (rest) yield rest;
}
