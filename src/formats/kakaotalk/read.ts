// Reads KakaoTalk's exports: text of telephones and computers, and the table (csv) of computers. One pass.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import {peek} from '../../engine/io/bytes.ts';
import {readCsv} from '../../engine/io/csv.ts';
import {decodeBytes, detectEncoding, headBytes} from '../../engine/io/decode.ts';
import {readLines} from '../../engine/io/lines.ts';
import type {Line} from '../../engine/io/lines.ts';
import type {EventBatch, Moment} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {parseIso} from '../../engine/model/time.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {DayClock} from '../_shared/day-clock.ts';
import {foldMarks} from '../_shared/invisible-marks.ts';
import {inferZone} from '../_shared/local-time.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {Chat, sentenceOf} from './chat.ts';
import type {Facts, Said} from './chat.ts';
import {parseDay, parseHead} from './grammar.ts';
import type {Day, Head} from './grammar.ts';
import {savedPattern, titles} from './words.table.ts';

export const factsOf = (line: string): Facts | undefined => {
  const text = foldMarks(line).trim();
  for (const {pattern, kind} of titles) {
    const match = pattern.exec(text);
    if (match) return {kind, ...(match[1] ? {title: match[1].trim()} : {}), extras: {title: text}};
  }
  return undefined;
};

type Open = {readonly head: Head; readonly line: number; readonly lines: string[]; size: number};

const largestBody = 4 * 1024 * 1024;

/** Cuts lines into messages. Memory: one message. */
class Cutter {
  readonly #clock: DayClock;
  readonly #path: string;
  readonly #ctx: ReadContext;
  readonly #emit: (said: Said) => void;
  #day: Day | undefined;
  #open: Open | undefined;
  layout: Head['layout'] | undefined;

  constructor(
    zone: string,
    path: string,
    {ctx, emit}: {ctx: ReadContext; emit: (said: Said) => void},
  ) {
    this.#clock = new DayClock(zone);
    this.#path = path;
    this.#ctx = ctx;
    this.#emit = emit;
  }

  take(line: Line): void {
    const day = parseDay(line.text);
    if (day) {
      this.finish();
      this.#day = day;
      return;
    }
    const head = parseHead(line.text, this.#day);
    if (head) this.#begin(head, line);
    else this.#continue(line);
  }

  #begin(head: Head, line: Line): void {
    this.finish();
    if (head.text === undefined) {
      this.#day = head.time;
      return;
    }
    this.layout ??= head.layout;
    this.#open = {head, line: line.number, lines: [head.text], size: 0};
  }

  #continue(line: Line): void {
    const open = this.#open;
    if (!open) {
      if (line.text.trim() === '') return;
      const place = {path: this.#path, line: line.number};
      this.#ctx.report({kind: 'line-not-understood', place, sample: line.text.slice(0, 200)});
      return;
    }
    // Computers print no clock before what the app says: only its words tell it from a text that goes on.
    if (open.head.layout === 'bracket' && sentenceOf(line.text)) {
      const {author: _none, ...rest} = open.head;
      this.finish();
      this.#open = {head: rest, line: line.number, lines: [line.text], size: 0};
      return;
    }
    open.size += line.text.length + 1;
    if (open.size < largestBody) open.lines.push(line.text);
  }

  finish(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    const {head, lines, line} = open;
    const place = {path: this.#path, line};
    if (open.size >= largestBody)
      this.#ctx.report({kind: 'record-too-large', place, detail: 'Its end is left out.'});
    while (lines.length > 1 && lines.at(-1) === '') lines.pop();
    const at = this.#clock.moment(head.time, 'min');
    this.#emit({at, text: lines.join('\n'), place, ...given({author: head.author})});
  }
}

type Task = {
  readonly input: ExportInput;
  readonly options: ReadOptions;
  readonly ctx: ReadContext;
  readonly stream: ChatStream;
  readonly media: MediaLookup;
};

/** Old files of computers are in CP949. */
const encodingOf = async (input: ExportInput, ctx: ReadContext) => {
  const {head, chunks} = await peek(input.source.open(input.path), headBytes);
  const encoding = detectEncoding(head, {candidates: ['cp949']});
  if (encoding.name !== 'utf-8')
    ctx.infer({what: 'encoding', value: encoding.name, because: encoding.because});
  return {chunks, encoding, onProgress: (bytes: number) => ctx.advanced(bytes)};
};

async function* readText({input, options, ctx, stream, media}: Task): AsyncGenerator<EventBatch> {
  const {chunks, ...lineOptions} = await encodingOf(input, ctx);
  const {path} = input;
  let facts: Facts = {kind: 'unknown'};
  let chat: Chat | undefined;
  const emit = (said: Said): void => {
    chat ??= new Chat(stream, facts, {ctx, media, path});
    chat.add(said);
  };
  const cutter = new Cutter(options.zone, path, {ctx, emit});
  for await (const lines of readLines(chunks, lineOptions)) {
    for (const line of lines) {
      if (line.number > 3 || chat) cutter.take(line);
      else if (line.number === 1) facts = factsOf(line.text) ?? facts;
      else if (savedPattern.test(line.text))
        facts = {...facts, extras: {...facts.extras, saved: line.text.trim()}};
      else cutter.take(line);
    }
    const batch = stream.full();
    if (batch) yield batch;
  }
  cutter.finish();
  chat ??= new Chat(stream, facts, {ctx, media, path});
  const {layout = 'dated'} = cutter;
  ctx.infer({what: 'dialect', value: layout, because: 'how the lines of messages begin'});
  sayOmitted(chat, ctx);
}

const sayOmitted = ({omitted}: Chat, ctx: ReadContext): void => {
  if (omitted === 0) return;
  const because = `words stand for files that were not exported: ${omitted}`;
  ctx.infer({what: 'completeness', value: 'some media left out', because});
};

/** `KakaoTalk_Chat_Team_2024-01-02-10-00-00.csv` names the chat. */
const titleOfTable = (path: string): string | undefined =>
  /(?:^|\/)KakaoTalk_Chat_(.{1,200})_\d{4}-\d\d-\d\d[-\d]*\.csv$/.exec(path)?.[1];

async function* readTable({input, options, ctx, stream, media}: Task): AsyncGenerator<EventBatch> {
  const {chunks, ...csvOptions} = await encodingOf(input, ctx);
  const {path} = input;
  const facts: Facts = {kind: 'unknown', ...given({title: titleOfTable(path)})};
  const chat = new Chat(stream, facts, {ctx, media, path});
  let last: Moment | undefined;
  const onError = (fault: {line: number; message: string}): void =>
    ctx.report({kind: 'record-damaged', place: {path, line: fault.line}, detail: fault.message});
  ctx.infer({what: 'dialect', value: 'table', because: 'the columns Date, User and Message'});
  for await (const rows of readCsv(chunks, {...csvOptions, delimiter: ',', onError})) {
    throwIfCancelled(ctx.signal);
    for (const {cells, line} of rows) {
      const [date = '', user = '', text = ''] = cells;
      if (date === 'Date' && user === 'User') continue;
      const place = {path, line};
      const at = parseIso(date, options.zone);
      const isDated = date.trim() !== '';
      if (!at && (isDated || !last)) {
        const detail = last ? 'The time of the row before it is taken.' : 'The row is left out.';
        ctx.report({kind: 'time-not-understood', place, detail, sample: date});
      }
      last = at ?? last;
      if (!last) continue;
      const author = user === '' || isSystem(user, text) ? undefined : user;
      const said = {at: last, text, place, ...given({author})};
      if (isDated) chat.add(said);
      else chat.removed(said);
    }
    const batch = stream.full();
    if (batch) yield batch;
  }
  sayOmitted(chat, ctx);
}

/** The table names somebody for the app's own sentences as well: the one who did it, or the exporting person. */
const isSystem = (user: string, text: string): boolean => {
  const known = sentenceOf(text);
  return known !== undefined && (known.who === user || known.sentence.kind === 'members-removed');
};

/** Memory: people, three table entries per file beside the text, one message. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const head = await peek(input.source.open(input.path, {length: 64}), 64);
  const isTable = /^\ufeff?"?Date"?,/.test(decodeBytes(head.head, 'utf-8'));
  const media = new MediaLookup(await input.source.list());
  const stream = new ChatStream(ctx, {owner: options.owner});
  inferZone(ctx, options.zone);
  yield* (isTable ? readTable : readText)({input, options, ctx, stream, media});
  const rest = stream.end();
  if (rest) yield rest;
}
