// Reads QQ's MHT: first where the pictures stand, then the rows of the page as they stream by.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import {scanHtml} from '../../engine/io/html-stream.ts';
import {extensionFor} from '../../engine/io/mime.ts';
import type {Asset, EventBatch, Inline, Moment, Part} from '../../engine/model/archive.ts';
import {given, plain, textPart} from '../../engine/model/build.ts';
import type {Place} from '../../engine/model/problem.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {inferZone, localMoment} from '../_shared/local-time.ts';
import {parseQqSender, QqChats} from '../_shared/qq-sections.ts';
import {partsOf, pictureId} from './parts.ts';
import type {Parts} from './parts.ts';
import {RowCutter} from './rows.ts';
import type {BodyPiece, Row} from './rows.ts';

const format = 'qq-mht';

class RowReading {
  readonly stream: ChatStream;
  readonly #chats: QqChats;
  readonly #parts: Parts;
  readonly #path: string;
  readonly #zone: string;
  readonly #ctx: ReadContext;
  #group: string | undefined;
  #day = '';
  #row = 0;
  #isFirstInChat = true;
  #lastAt: Moment = utcMoment(0, 's');

  constructor(
    input: ExportInput,
    parts: Parts,
    setup: {readonly options: ReadOptions; readonly ctx: ReadContext},
  ) {
    const {options, ctx} = setup;
    this.stream = new ChatStream(ctx, {owner: options.owner});
    this.#chats = new QqChats(this.stream, {format, ctx, owner: options.owner});
    this.#parts = parts;
    this.#path = input.path;
    this.#zone = options.zone;
    this.#ctx = ctx;
  }

  take(row: Row): void {
    const place = {path: this.#path, record: `row ${++this.#row}`};
    switch (row.kind) {
      case 'group':
        this.#group = row.text;
        break;
      case 'chat':
        this.#chats.begin(this.#group, row.text);
        this.#isFirstInChat = true;
        break;
      case 'day':
        this.#day = row.text;
        break;
      case 'odd':
        this.#ctx.report({kind: 'record-not-understood', place, sample: row.text.slice(0, 200)});
        break;
      case 'message':
        this.#message(row, place);
        break;
      default:
        row satisfies never;
    }
  }

  #message(row: Extract<Row, {kind: 'message'}>, place: Place): void {
    if (!this.#chats.isOpen) this.#chats.begin(this.#group, 'QQ');
    const printedTime = `${this.#day} ${row.time}`;
    const at = localMoment(printedTime, this.#zone);
    if (at) this.#lastAt = at;
    else this.#ctx.report({kind: 'time-not-understood', place, sample: printedTime.slice(0, 100)});
    // The colour of a section's first row may belong to the section before it.
    const isOwn = this.#isFirstInChat ? undefined : row.isOwn;
    this.#isFirstInChat = false;
    const body = this.#body(row.body, place);
    const text = row.body
      .map((piece) => (piece.kind === 'image' ? piece.src : piece.text))
      .join('');
    const sender = parseQqSender(row.sender);
    this.#chats.message(
      {at: this.#lastAt, printedTime, sender, body, text, ...given({isOwn})},
      place,
    );
  }

  #body(pieces: readonly BodyPiece[], place: Place): readonly Part[] {
    const parts: Part[] = [];
    let inlines: Inline[] = [];
    const flush = (isLast: boolean): void => {
      const trimmed = trimEnds(inlines, isLast);
      if (trimmed.length > 0) parts.push({kind: 'text', inlines: trimmed});
      inlines = [];
    };
    for (const piece of pieces) {
      if (piece.kind === 'text') {
        const text = plain(piece.text);
        inlines.push(
          piece.style === undefined ? text : {kind: 'styled', style: piece.style, inlines: [text]},
        );
      } else if (piece.kind === 'link')
        inlines.push(
          piece.text === piece.url
            ? {kind: 'url', url: piece.url}
            : {kind: 'url', url: piece.url, inlines: [plain(piece.text)]},
        );
      else {
        flush(true);
        parts.push({kind: 'media', role: 'image', asset: this.#asset(piece.src, place)});
      }
    }
    flush(true);
    return parts.length === 0 ? [textPart('')] : parts;
  }

  #asset(src: string, place: Place): Asset {
    if (/^https?:\/\//i.test(src)) return {id: src, presence: 'remote', url: src};
    const part = this.#parts.pictures.get(src.toLowerCase());
    if (!part) {
      this.#ctx.report({kind: 'media-missing', place, sample: src.slice(0, 200)});
      return {id: src.slice(0, 300), presence: 'absent'};
    }
    const extension = part.mime === undefined ? undefined : extensionFor(part.mime);
    const name = extension === undefined ? src : src.replace(/\.dat$/i, `.${extension}`);
    return {
      id: pictureId(src),
      name,
      ...given({mime: part.mime}),
      bytes: part.bytes,
      presence: 'included',
    };
  }

  end(): void {
    this.#chats.end();
  }
}

/** QQ ends every text with a line break. */
const trimEnds = (inlines: readonly Inline[], isLast: boolean): readonly Inline[] => {
  const last = inlines.at(-1);
  if (!isLast || last?.kind !== 'plain') return inlines;
  const text = last.text.replace(/\n+$/, '');
  const rest = inlines.slice(0, -1);
  return text === '' ? rest : [...rest, plain(text)];
};

/** Memory: an entry per picture, the people, one row. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {source, path} = input;
  const parts = await partsOf(source, path, ctx.signal);
  if (!parts.page) throw new ChatError('input-malformed', 'The MHT file holds no page.');
  inferZone(ctx, options.zone);
  const reading = new RowReading(input, parts, {options, ctx});
  const cutter = new RowCutter();
  const page = source.open(path, parts.page);
  for await (const events of scanHtml(page, {
    encoding: 'utf-8',
    onProgress: (bytes) => ctx.advanced(bytes),
  })) {
    throwIfCancelled(ctx.signal);
    for (const event of events) {
      const row = cutter.push(event);
      if (row) reading.take(row);
    }
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
  if (parts.isCut)
    ctx.report({
      kind: 'input-truncated',
      place: {path},
      detail: 'The last part of the file is missing.',
    });
  reading.end();
  const rest = reading.stream.end();
  if (rest) yield rest;
}
