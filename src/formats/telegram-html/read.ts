// Reads Telegram Desktop's HTML export: the pages of a chat, or of all chats of an account. A fallback: JSON knows more.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {Chunks} from '../../engine/io/bytes.ts';
import {scanHtml} from '../../engine/io/html-stream.ts';
import type {ArchiveEvent, EventBatch} from '../../engine/model/archive.ts';
import {HtmlPieces, hasClass, lineOf} from '../_shared/html-tree.ts';
import type {HtmlNode} from '../_shared/html-tree.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {Account} from './account.ts';
import {ChatReader} from './chat.ts';
import {Clock} from './clock.ts';
import {pagesOf} from './pages.ts';
import {People} from './people.ts';

const classOf = (attributes: {readonly [name: string]: string}): string =>
  ` ${attributes['class'] ?? ''} `;

const isPiece = (name: string, attributes: {readonly [name: string]: string}): boolean => {
  const classes = classOf(attributes);
  return (
    (name === 'div' && / (?:message|page_header|entry|personal_info) /.test(classes)) ||
    (name === 'a' && / (?:pagination|entry) /.test(classes))
  );
};

const tailLength = 64;

/** Does the page end as Telegram ends it? Watches the bytes go by. */
class Tail {
  #text = '';

  async *watch(chunks: Chunks): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#text = (this.#text + Buffer.from(chunk.subarray(-tailLength)).toString('latin1')).slice(
        -tailLength,
      );
      yield chunk;
    }
  }

  get isWhole(): boolean {
    return /<\/html>\s*$/i.test(this.#text);
  }
}

type Walk = {
  readonly input: ExportInput;
  readonly ctx: ReadContext;
};

/** The pieces of one page, in order. */
async function* pieces({input, ctx}: Walk, path: string): AsyncGenerator<HtmlNode[]> {
  const tail = new Tail();
  const tree = new HtmlPieces(isPiece);
  const chunks = tail.watch(input.source.open(path));
  for await (const batch of scanHtml(chunks, {
    encoding: 'utf-8',
    onProgress: (bytes) => ctx.advanced(bytes),
  })) {
    throwIfCancelled(ctx.signal);
    const list: HtmlNode[] = [];
    for (const event of batch) {
      const piece = tree.push(event);
      if (piece) list.push(piece);
    }
    if (list.length > 0) yield list;
  }
  if (tail.isWhole) return;
  ctx.report({kind: 'input-truncated', place: {path}, detail: 'The page ends in the middle.'});
}

export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const entries = await input.source.list();
  const walk: Walk = {input, ctx};
  let events: ArchiveEvent[] = [];
  const push = (event: ArchiveEvent): void => void events.push(event);
  const people = new People(push, options.owner);
  const clock = newClock(options, ctx);
  const media = new MediaLookup(entries);
  const account = new Account(people, ctx);
  const paths = entries.map((entry) => entry.path);
  for (const path of account.lists(input.path, paths)) {
    for await (const list of pieces(walk, path)) for (const node of list) account.take(node, path);
  }
  for (const pages of pagesOf(input.path, paths)) {
    const chat = new ChatReader({
      people,
      clock,
      media,
      push,
      ctx,
      facts: account.chatAt(pages[0] ?? ''),
    });
    for (const [index, path] of pages.entries()) {
      chat.open(path, index);
      for await (const list of pieces(walk, path)) {
        for (const node of list) takePiece(chat, node);
        if (events.length > 0) {
          yield events;
          events = [];
        }
      }
    }
    chat.close();
  }
  if (events.length > 0) yield events;
}

const takePiece = (chat: ChatReader, node: HtmlNode): void => {
  if (hasClass(node, 'page_header')) chat.header(lineOf(node) ?? '');
  else if (hasClass(node, 'pagination'))
    chat.pagination(node.attributes['href'] ?? '', lineOf(node) ?? '');
  else if (hasClass(node, 'message')) chat.message(node);
};

const newClock = (options: ReadOptions, ctx: ReadContext): Clock =>
  new Clock(options.zone, (printed, use) => {
    if (use === 'zone') {
      const because =
        printed === undefined
          ? 'the pages print no offset'
          : 'the pages print the offset of its standard time beside local clocks';
      ctx.infer({what: 'zone', value: options.zone, because});
    } else if (printed !== undefined) {
      const sign = printed < 0 ? '-' : '+';
      const size = Math.abs(printed);
      const value = `UTC${sign}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
      const because =
        'printed in the pages; in summer it may be an hour off, choose the zone to set it right';
      ctx.infer({what: 'zone', value, because});
    }
  });
