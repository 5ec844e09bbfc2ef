// Reads QQ's text export: rulers and captions begin a chat, `time sender` after an empty line begins a message.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {Line} from '../../engine/io/lines.ts';
import type {EventBatch, Moment} from '../../engine/model/archive.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {BlockCutter} from '../_shared/head-blocks.ts';
import type {Block} from '../_shared/head-blocks.ts';
import {dateTimePattern, inferZone, momentFrom} from '../_shared/local-time.ts';
import {parseQqSender, QqChats, qqTextParts} from '../_shared/qq-sections.ts';
import type {QqSender, SectionFacts} from '../_shared/qq-sections.ts';
import {silentContext} from '../_shared/quiet-context.ts';
import {textLines} from '../_shared/text-lines.ts';

const format = 'qq-txt';

type Head = {readonly at: Moment; readonly printed: string; readonly sender: QqSender};

const headPattern = new RegExp(`^(${dateTimePattern})(?: (.{0,400}))?$`, 'i');
/** A log that somebody pasted stands in the past of the message around it. */
const slackMs = 24 * 3600 * 1000;

const matchHead =
  (zone: string) =>
  (line: string, previous: Head | undefined): Head | undefined => {
    const match = headPattern.exec(line);
    if (!match) return undefined;
    const at = momentFrom(match.slice(1), zone);
    if (!at || (previous && at.epochMs < previous.at.epochMs - slackMs)) return undefined;
    return {at, printed: match[1] ?? '', sender: parseQqSender(match[11] ?? '')};
  };

type Item =
  | {readonly type: 'section'; readonly group: string | undefined; readonly title: string}
  | {readonly type: 'message'; readonly block: Block<Head>}
  | {readonly type: 'odd'; readonly line: Line};

const caption = /^(消息分组|消息对象)[:：](.*)$/;

/** Follows the lines: rulers wait until the next line tells whether they belong to a caption or to a body. */
class Follower {
  readonly #cutter: BlockCutter<Head>;
  #ruler: Line | undefined;
  #group: string | undefined;
  #isInCaption = false;

  constructor(zone: string) {
    this.#cutter = new BlockCutter(matchHead(zone));
  }

  take(line: Line, items: Item[]): void {
    const ruler = this.#ruler;
    this.#ruler = undefined;
    const match = ruler || this.#isInCaption ? caption.exec(line.text) : null;
    if (match) return this.#caption(match, items);
    if (ruler && !this.#isInCaption) this.#plain(ruler, items);
    if (/^={16,}\s*$/.test(line.text)) this.#ruler = line;
    else {
      if (line.text.trim() !== '') this.#isInCaption = false;
      this.#plain(line, items);
    }
  }

  #caption(match: RegExpExecArray, items: Item[]): void {
    this.#flush(items);
    const text = (match[2] ?? '').trim();
    this.#isInCaption = true;
    if (match[1] === '消息分组') this.#group = text;
    else {
      items.push({type: 'section', group: this.#group, title: text});
      this.#group = undefined;
    }
  }

  #plain(line: Line, items: Item[]): void {
    const {done, isHead} = this.#cutter.push(line);
    if (done) items.push({type: 'message', block: done});
    if (
      !isHead &&
      !this.#cutter.isOpen &&
      line.text.trim() !== '' &&
      !line.text.startsWith('消息记录')
    )
      items.push({type: 'odd', line});
  }

  #flush(items: Item[]): void {
    const block = this.#cutter.border();
    if (block) items.push({type: 'message', block});
  }

  finish(items: Item[]): void {
    if (this.#ruler && !this.#isInCaption) this.#plain(this.#ruler, items);
    this.#flush(items);
  }
}

async function* itemsOf(
  input: ExportInput,
  zone: string,
  ctx: ReadContext,
): AsyncGenerator<readonly Item[]> {
  const follower = new Follower(zone);
  for await (const lines of textLines(input, ctx)) {
    const items: Item[] = [];
    for (const line of lines) follower.take(line, items);
    if (items.length > 0) yield items;
  }
  const items: Item[] = [];
  follower.finish(items);
  if (items.length > 0) yield items;
}

/** First pass: the names in each section, in file order. */
const survey = async (
  input: ExportInput,
  zone: string,
  ctx: ReadContext,
): Promise<SectionFacts[]> => {
  const sections: SectionFacts[] = [];
  for await (const items of itemsOf(input, zone, silentContext(ctx))) {
    for (const item of items) {
      if (item.type === 'section') sections.push({names: new Set(), hasIds: false});
      const facts = sections.at(-1);
      if (item.type !== 'message' || !facts || item.block.head.sender.isSystem) continue;
      facts.names.add(item.block.head.sender.name);
      if (item.block.head.sender.id !== undefined) facts.hasIds = true;
    }
  }
  return sections;
};

/** Memory: the people and the names in each chat. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const sections = await survey(input, options.zone, ctx);
  inferZone(ctx, options.zone);
  const stream = new ChatStream(ctx, {owner: options.owner});
  const chats = new QqChats(stream, {format, ctx, owner: options.owner});
  let section = 0;
  const {path} = input;
  for await (const items of itemsOf(input, options.zone, ctx)) {
    for (const item of items) {
      if (item.type === 'section') chats.begin(item.group, item.title, sections[section++]);
      else if (item.type === 'odd') {
        const sample = item.line.text.slice(0, 200);
        ctx.report({kind: 'line-not-understood', place: {path, line: item.line.number}, sample});
      } else {
        const {head, body, line, isCut} = item.block;
        const place = {path, line};
        if (isCut) ctx.report({kind: 'record-too-large', place, detail: 'Its end is left out.'});
        if (!chats.isOpen) chats.begin(undefined, 'QQ');
        const message = {at: head.at, printedTime: head.printed, sender: head.sender};
        chats.message({...message, body: qqTextParts(body), text: body}, place);
      }
    }
    const batch = stream.full();
    if (batch) yield batch;
  }
  chats.end();
  const rest = stream.end();
  if (rest) yield rest;
}
