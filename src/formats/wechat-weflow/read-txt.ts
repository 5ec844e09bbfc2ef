// WeFlow TXT: `time 'Name'`, the text, an empty line. My name is 我 in talks of two.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {Asset, EventBatch, Moment} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {assetAtPath, baseName, folderOf, referenceKind} from '../_shared/content-reference.ts';
import {BlockCutter} from '../_shared/head-blocks.ts';
import type {Block} from '../_shared/head-blocks.ts';
import {inferZone, localMoment} from '../_shared/local-time.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {textLines} from '../_shared/text-lines.ts';
import {factsOfContent, splitQuoteText} from '../_shared/wechat-content.ts';
import {kindOfWord} from '../_shared/wechat-codes.table.ts';
import type {WechatKind} from '../_shared/wechat-codes.table.ts';
import {entryFromFacts, roleOfKind} from '../_shared/wechat-facts.ts';
import type {WechatFacts} from '../_shared/wechat-facts.ts';
import {headPattern} from './recognize.ts';

const format = 'wechat-weflow';

type Head = {readonly at: Moment; readonly printed: string; readonly name: string};

const matchHead =
  (zone: string) =>
  (line: string): Head | undefined => {
    const match = headPattern.exec(line);
    const at = match?.[1] === undefined ? undefined : localMoment(match[1], zone);
    return match && at ? {at, printed: match[1] ?? '', name: match[2] ?? ''} : undefined;
  };

/** `群聊_`, `私聊_` and a range of days are WeFlow's own additions to the chat's name. */
const titleOf = (path: string): {readonly title: string; readonly isGroup: boolean | undefined} => {
  const stem = baseName(path).replace(/\.(?:txt|csv)$/i, '');
  const match = /^(群聊|私聊|公众号|其他)_(.+)$/su.exec(stem);
  const title = (match?.[2] ?? stem).replace(/_(?:\d{8}-(?:\d{8}|至今)|截至-\d{8}|全部时间)$/, '');
  return {title, isGroup: match?.[1] === undefined ? undefined : match[1] === '群聊'};
};

const folders: readonly (readonly [RegExp, WechatKind])[] = [
  [/(?:^|[/\\])images?[/\\]/i, 'image'],
  [/(?:^|[/\\])voices?[/\\]/i, 'voice'],
  [/(?:^|[/\\])videos?[/\\]/i, 'video'],
  [/(?:^|[/\\])emojis?[/\\]/i, 'sticker'],
  [/(?:^|[/\\])files?[/\\]/i, 'file'],
];

const factsOfText = (text: string): WechatFacts => {
  const first = text.split('\n', 1)[0] ?? '';
  const byFolder =
    referenceKind(first) === 'path' ? folders.find(([pattern]) => pattern.test(first)) : undefined;
  if (byFolder) return factsOfContent(byFolder[1], text);
  const label = /^\s*[[【]([^\]】\n]{1,12})[\]】]/u.exec(text)?.[1];
  const kind = label === undefined ? undefined : kindOfWord(label);
  if (kind !== undefined && kind !== 'text') return factsOfContent(kind, text);
  const quote = splitQuoteText(text);
  return quote.reply ? quote : {kind: 'text', text};
};

class TxtReading {
  readonly stream: ChatStream;
  readonly #input: ExportInput;
  readonly #ctx: ReadContext;
  readonly #lookup: MediaLookup;
  readonly #ids = new IdMaker();
  readonly #names = new Set<string>();
  readonly #chat: {readonly title: string; readonly isGroup: boolean | undefined};

  constructor(
    input: ExportInput,
    lookup: MediaLookup,
    setup: {readonly options: ReadOptions; readonly ctx: ReadContext},
  ) {
    this.#input = input;
    this.#ctx = setup.ctx;
    this.#lookup = lookup;
    this.stream = new ChatStream(setup.ctx, {owner: setup.options.owner});
    this.#chat = titleOf(input.path);
    this.announce();
  }

  announce(): void {
    const {title, isGroup} = this.#chat;
    const isMany =
      isGroup ?? (this.#names.size > 2 || (this.#names.size > 1 && !this.#names.has('我')));
    this.stream.conversation({
      id: title,
      kind: isMany ? 'group' : 'direct',
      title,
      platform: 'wechat',
      members: [],
    });
  }

  take({head, body, line, isCut}: Block<Head>): void {
    const place = {path: this.#input.path, line};
    if (isCut) this.#ctx.report({kind: 'record-too-large', place, detail: 'Its end is left out.'});
    const {name, at, printed} = head;
    const facts = factsOfText(body);
    const isSystem = name === '系统消息' || name === '';
    if (!isSystem) this.#names.add(name);
    const isOwner = name === '我' ? true : undefined;
    const from = isSystem ? undefined : this.stream.person({id: name, name, ...given({isOwner})});
    const id = this.#ids.make([printed, name, body].join('\u0000'));
    const path = roleOfKind(facts.kind) ? facts.media?.url : undefined;
    const missing = (file: string): void =>
      this.#ctx.report({kind: 'media-missing', place, sample: file});
    const folder = folderOf(place.path);
    const words = {lookup: this.#lookup, bases: [folder, folderOf(folder)], missing};
    const asset: Asset | undefined =
      path === undefined || /^https?:/i.test(path) ? undefined : assetAtPath(path, words);
    const shown: WechatFacts = isSystem ? {kind: 'system', text: body} : facts;
    this.stream.entry(
      this.#chat.title,
      entryFromFacts(shown, {id, at, from}, {format, asset}),
      place,
    );
  }
}

/** Memory: the names. */
export async function* readTxt(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  inferZone(ctx, options.zone);
  ctx.infer({what: 'dialect', value: 'txt', because: 'the beginning of the file'});
  const reading = new TxtReading(input, new MediaLookup(await input.source.list()), {options, ctx});
  const cutter = new BlockCutter(matchHead(options.zone));
  for await (const lines of textLines(input, ctx)) {
    for (const line of lines) {
      const {done} = cutter.push(line);
      if (done) reading.take(done);
    }
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
  const last = cutter.border();
  if (last) reading.take(last);
  reading.announce();
  const rest = reading.stream.end();
  if (rest) yield rest;
}
