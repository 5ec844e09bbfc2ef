// Reads QCE's text: names for people, files by name only, replies as they are quoted.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {
  Asset,
  Entry,
  EventBatch,
  MediaRole,
  Moment,
  Part,
  Reference,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {readSystemLine} from '../_shared/chinese-notice.ts';
import {assetAtPath, baseName, folderOf} from '../_shared/content-reference.ts';
import {inferZone, localMoment} from '../_shared/local-time.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {textLines} from '../_shared/text-lines.ts';
import {TextBlocks} from './blocks.ts';
import type {TextMessage} from './blocks.ts';

const format = 'qq-shuakami-txt';

const roles: Readonly<Record<string, MediaRole>> = {
  image: 'image',
  video: 'video',
  audio: 'voice',
  voice: 'voice',
  file: 'file',
};

const mark = /^\s*\[(?:图片|文件|语音|视频|音频|表情|动画表情)(?:[\s:：][^\]\n]{0,300})?\]\s*/;
const system: ReadonlySet<string> = new Set(['系统消息', '系统', 'System']);

/** `01-02 11:04 阿丽 - 你好`; the time has no year and is not used. */
const replyOf = (printed: string | undefined): Reference | undefined => {
  if (printed === undefined) return undefined;
  const match = /^(?:\d{2}-\d{2} \d{2}:\d{2} )?(.{0,80}?)\s?- (.{0,4000})$/su.exec(printed);
  if (!match) return {quote: {text: printed}};
  return {quote: given({name: match[1] === '' ? undefined : match[1], text: match[2]})};
};

class TextReading {
  readonly stream: ChatStream;
  readonly #input: ExportInput;
  readonly #zone: string;
  readonly #ctx: ReadContext;
  readonly #lookup: MediaLookup;
  readonly #ids = new IdMaker();
  #conversation: string | undefined;
  #lastAt: Moment = utcMoment(0, 's');
  count = 0;

  constructor(
    input: ExportInput,
    lookup: MediaLookup,
    setup: {readonly options: ReadOptions; readonly ctx: ReadContext},
  ) {
    this.#input = input;
    this.#zone = setup.options.zone;
    this.#ctx = setup.ctx;
    this.#lookup = lookup;
    this.stream = new ChatStream(setup.ctx, {owner: setup.options.owner});
  }

  announce(heading: ReadonlyMap<string, string>): string {
    if (this.#conversation !== undefined) return this.#conversation;
    const title = heading.get('聊天名称') || baseName(this.#input.path).replace(/\.txt$/i, '');
    const type = heading.get('聊天类型') ?? '';
    this.#conversation = this.stream.conversation({
      id: title,
      kind: /群/.test(type) ? 'group' : type === '' ? 'unknown' : 'direct',
      title,
      platform: 'qq',
      members: [],
    });
    return this.#conversation;
  }

  #asset(name: string, place: {readonly path: string; readonly line: number}): Asset {
    const missing = (file: string): void =>
      this.#ctx.report({kind: 'media-missing', place, sample: file});
    const folder = folderOf(this.#input.path);
    const bases = ['images', 'videos', 'audios', 'files'].map(
      (kind) => `${folder === '' ? '' : `${folder}/`}resources/${kind}`,
    );
    return assetAtPath(name, {lookup: this.#lookup, bases, missing});
  }

  #body(
    message: TextMessage,
    place: {readonly path: string; readonly line: number},
  ): readonly Part[] {
    let {text} = message;
    if (message.reply !== undefined) text = text.replace(/^\[回复[^\n]{0,2000}\]\n?/, '');
    for (const _ of message.resources) text = text.replace(mark, '');
    const media = message.resources.map(({type, name}): Part => {
      const role = Object.hasOwn(roles, type) ? (roles[type] ?? 'file') : 'file';
      return {kind: 'media', role, asset: this.#asset(name, place)};
    });
    return text.trim() === '' && media.length > 0 ? media : [textPart(text), ...media];
  }

  take(message: TextMessage, heading: ReadonlyMap<string, string>): void {
    this.count++;
    const place = {path: this.#input.path, line: message.line};
    const conversation = this.announce(heading);
    const at = localMoment(message.time, this.#zone);
    if (at) this.#lastAt = at;
    else this.#ctx.report({kind: 'time-not-understood', place, sample: message.time});
    const id = this.#ids.make([message.time, message.name, message.text].join('\u0000'));
    const stem = {id, at: this.#lastAt};
    this.stream.entry(conversation, this.#entry(message, stem, place), place);
  }

  #entry(
    message: TextMessage,
    stem: {id: string; at: Moment},
    place: {readonly path: string; readonly line: number},
  ): Entry {
    if (system.has(message.name)) {
      const said = readSystemLine(message.text);
      return said.kind === 'recalled'
        ? {kind: 'removed', ...stem, removedBy: 'unknown', text: message.text}
        : {kind: 'notice', ...stem, event: said.event, text: message.text};
    }
    const from = this.stream.person({id: message.name, name: message.name});
    const own = given({
      title: message.title,
      mentions: message.mentions.length === 0 ? undefined : message.mentions,
    });
    return {
      kind: 'message',
      ...stem,
      from,
      body: this.#body(message, place),
      ...given({replyTo: replyOf(message.reply)}),
      ...(Object.keys(own).length === 0 ? {} : {extras: {[format]: own}}),
    };
  }
}

/** Memory: the names. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  inferZone(ctx, options.zone);
  const lookup = new MediaLookup(await input.source.list());
  const reading = new TextReading(input, lookup, {options, ctx});
  const blocks = new TextBlocks();
  for await (const lines of textLines(input, ctx)) {
    for (const line of lines) {
      const message = blocks.push(line);
      if (message) reading.take(message, blocks.heading);
    }
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
  const last = blocks.finish();
  if (last) reading.take(last, blocks.heading);
  reading.announce(blocks.heading);
  const said = blocks.total ?? Number(blocks.heading.get('消息总数') ?? 0);
  if (said > reading.count) {
    const detail = `The export says that it holds ${said} messages; ${reading.count} were found.`;
    ctx.report({kind: 'export-incomplete', place: {path: input.path}, detail});
  }
  const rest = reading.stream.end();
  if (rest) yield rest;
}
