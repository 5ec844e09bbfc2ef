// chatlog's text answer. Its times shrink to `MM-DD HH:MM:SS` or `HH:MM:SS` when the query stays in one year or day: the rest is guessed
// from the file's name or age, and that is said.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {EventBatch, Moment} from '../../engine/model/archive.ts';
import {formatDay, utcMoment} from '../../engine/model/time.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {baseName} from '../_shared/content-reference.ts';
import {BlockCutter} from '../_shared/head-blocks.ts';
import type {Block} from '../_shared/head-blocks.ts';
import {inferZone, localMoment} from '../_shared/local-time.ts';
import {silentContext} from '../_shared/quiet-context.ts';
import {textLines} from '../_shared/text-lines.ts';
import {entryFromFacts} from '../_shared/wechat-facts.ts';
import {factsOfBody} from './body.ts';
import {ChatlogPeople, format, systemSender} from './people.ts';
import {headPattern} from './recognize.ts';

/** `YYYY-MM-DD` that stands in for what was not printed, and why. */
type Calendar = {readonly day: string; readonly because: string; readonly isKnown: boolean};

const calendarOf = async (input: ExportInput, zone: string): Promise<Calendar> => {
  const named = /(\d{4})-(\d{2})-(\d{2})/.exec(baseName(input.path))?.[0];
  if (named !== undefined)
    return {day: named, because: 'a day in the name of the file', isKnown: true};
  const entry = (await input.source.list()).find(({path}) => path === input.path);
  if (entry?.modifiedMs !== undefined) {
    const day = formatDay(utcMoment(entry.modifiedMs), zone);
    return {day, because: 'the day on which the file was saved', isKnown: true};
  }
  return {day: '1970-01-01', because: 'neither the file’s name nor its age tells', isKnown: false};
};

type Head = {
  readonly name: string | undefined;
  readonly sender: string;
  readonly chat: string | undefined;
  readonly chatName: string | undefined;
  readonly date: string;
  readonly clock: string;
};

const matchHead = (line: string): Head | undefined => {
  const match = headPattern.exec(line);
  if (!match) return undefined;
  return {
    name: match[1],
    sender: match[2] ?? '我',
    chatName: match[3],
    chat: match[4],
    date: (match[5] ?? '').trim(),
    clock: match[6] ?? '',
  };
};

type Peer = {readonly id: string; readonly name: string | undefined};

type Setup = {
  readonly options: ReadOptions;
  readonly ctx: ReadContext;
  readonly peer: Peer | undefined;
};

class TextReading {
  readonly stream: ChatStream;
  readonly #people: ChatlogPeople;
  readonly #input: ExportInput;
  readonly #options: ReadOptions;
  readonly #ctx: ReadContext;
  readonly #calendar: Calendar;
  #hasSaid = false;
  #lastAt: Moment = utcMoment(0, 's');
  /** The other side of a talk of two, where the heads do not name the chat. */
  readonly #peer: Peer | undefined;

  constructor(input: ExportInput, calendar: Calendar, setup: Setup) {
    this.#input = input;
    this.#options = setup.options;
    this.#ctx = setup.ctx;
    this.#calendar = calendar;
    this.#peer = setup.peer;
    this.stream = new ChatStream(setup.ctx, {owner: setup.options.owner});
    this.#people = new ChatlogPeople(this.stream);
  }

  #moment({date, clock}: Head, line: number): Moment {
    const {day} = this.#calendar;
    const full = date.length === 10 ? date : date === '' ? day : `${day.slice(0, 5)}${date}`;
    if (full !== date) this.#sayCalendar(date, line);
    const at = localMoment(`${full} ${clock}`, this.#options.zone);
    if (at) this.#lastAt = at;
    else
      this.#ctx.report({
        kind: 'time-not-understood',
        place: {path: this.#input.path, line},
        sample: `${date} ${clock}`,
      });
    return this.#lastAt;
  }

  #sayCalendar(date: string, line: number): void {
    if (this.#hasSaid) return;
    this.#hasSaid = true;
    const {day, because, isKnown} = this.#calendar;
    this.#ctx.infer({what: 'calendar', value: date === '' ? day : day.slice(0, 4), because});
    this.#ctx.report({
      kind: isKnown ? 'time-suspicious' : 'time-not-understood',
      place: {path: this.#input.path, line},
      detail: `The times are printed without ${date === '' ? 'their day' : 'their year'}; ${isKnown ? 'it is taken from' : 'a stand-in is used,'} ${because}.`,
    });
  }

  #chat(head: Head): string {
    if (head.chat !== undefined) return this.#people.chat(head.chat, head.chatName);
    if (this.#peer) return this.#people.chat(this.#peer.id, this.#peer.name);
    const title = baseName(this.#input.path)
      .replace(/\.\w+$/, '')
      .replace(/_\d{4}-\d{2}-\d{2}.*$/, '');
    return this.#people.chat(title, title);
  }

  take({head, body, line, isCut}: Block<Head>): void {
    const place = {path: this.#input.path, line};
    if (isCut) this.#ctx.report({kind: 'record-too-large', place, detail: 'Its end is left out.'});
    const at = this.#moment(head, line);
    const chat = this.#chat(head);
    const isLine = head.sender === systemSender;
    const isMine = head.sender === '我';
    const name = isMine ? '我' : head.name;
    const from = isLine ? undefined : this.#people.person(head.sender, name, isMine);
    const id = this.#people.id(chat, [head.date, head.clock, head.sender, body]);
    this.stream.entry(chat, entryFromFacts(factsOfBody(body), {id, at, from}, {format}), place);
  }
}

async function* blocks(
  input: ExportInput,
  ctx: ReadContext,
): AsyncGenerator<readonly Block<Head>[]> {
  const cutter = new BlockCutter<Head>(matchHead);
  for await (const lines of textLines(input, ctx)) {
    const found: Block<Head>[] = [];
    for (const line of lines) {
      const {done} = cutter.push(line);
      if (done) found.push(done);
    }
    if (found.length > 0) yield found;
  }
  const last = cutter.border();
  if (last) yield [last];
}

/** One sender besides me: then it is a talk of two with that one. */
const peerOf = async (input: ExportInput, ctx: ReadContext): Promise<Peer | undefined> => {
  let peer: Peer | undefined;
  for await (const batch of blocks(input, silentContext(ctx))) {
    for (const {head} of batch) {
      if (head.sender === '我' || head.sender === systemSender) continue;
      if (peer && peer.id !== head.sender) return undefined;
      peer = {id: head.sender, name: head.name};
    }
  }
  return peer;
};

/** Memory: the people. */
export async function* readText(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  inferZone(ctx, options.zone);
  const peer = await peerOf(input, ctx);
  const calendar = await calendarOf(input, options.zone);
  const reading = new TextReading(input, calendar, {options, ctx, peer});
  for await (const batch of blocks(input, ctx)) {
    for (const block of batch) reading.take(block);
    const events = reading.stream.full();
    if (events) yield events;
  }
  const rest = reading.stream.end();
  if (rest) yield rest;
}
