// Reads IRC logs: one file, or a folder of them, window by window and day by day.

import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {readHead} from '../../engine/convert/recognize.ts';
import {decodeHead} from '../../engine/io/decode.ts';
import {readLines} from '../../engine/io/lines.ts';
import type {Line} from '../../engine/io/lines.ts';
import type {SourceEntry} from '../../engine/io/source.ts';
import type {Conversation, EventBatch, PersonId} from '../../engine/model/archive.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {LogClock, dayBefore} from './clock.ts';
import type {Day} from './clock.ts';
import {decodeLine} from './decode-line.ts';
import {entryOfLine} from './entry.ts';
import {parseLine} from './lines.ts';
import type {Dialect, ParsedLine} from './lines.ts';
import {conversationOf, placeOf} from './place.ts';
import type {LogPlace} from './place.ts';
import {guessDialect, logRoot} from './recognize.ts';

type LogFile = {
  readonly path: string;
  readonly dialect: Dialect;
  readonly place: LogPlace;
  readonly modifiedMs?: number;
};

type Window = {
  readonly conversation: Conversation;
  readonly ids: IdMaker;
  /** Nicks of the other one in a query: it may have changed its nick. */
  readonly partners: Set<string>;
  hasPartner: boolean;
  /** Who else speaks in a query. */
  other?: string;
};

const nameWords = (target: string): string[] => {
  const name = target.toLowerCase();
  return [name, ...name.split(/[-_. ]+/)];
};

class LogReader {
  readonly stream: ChatStream;
  readonly #ctx: ReadContext;
  readonly #options: ReadOptions;
  readonly #windows = new Map<string, Window>();
  #owner: string | undefined;

  constructor(options: ReadOptions, ctx: ReadContext) {
    this.#ctx = ctx;
    this.#options = options;
    this.stream = new ChatStream(ctx, {owner: options.owner});
  }

  async *readFile(file: LogFile, input: ExportInput): AsyncIterable<EventBatch> {
    const window = this.#window(file);
    const clock = new LogClock(this.#options.zone, file.place.day);
    // Lines before the first one that tells the day; at most a day's worth.
    let undated: {readonly parsed: ParsedLine; readonly line: Line}[] = [];
    let hasGuess = false;
    const lines = readLines(input.source.open(file.path), {
      encoding: 'windows-1252',
      onProgress: (bytes) => this.#ctx.advanced(bytes),
    });
    for await (const batch of lines) {
      throwIfCancelled(this.#ctx.signal);
      for (const line of batch) {
        const {text, isGuess} = decodeLine(
          line.number === 1 ? line.text.replace(/^ï»¿/, '') : line.text,
        );
        if (isGuess && !hasGuess) this.#guessed(file, line);
        hasGuess ||= isGuess;
        const parsed = parseLine(text, file.dialect);
        if (!parsed) {
          this.#report('line-not-understood', file, {line, sample: text});
        } else if (parsed.kind === 'date') {
          if (!clock.knowsDay) undated = this.#date(undated, parsed, {file, window, clock});
          if (parsed.word !== 'closed') clock.setDay(parsed.date);
        } else if (parsed.kind !== 'blank') {
          const needsDay = parsed.time.month === undefined || file.dialect === 'hexchat';
          if (needsDay && !clock.knowsDay && undated.length < 100_000) undated.push({parsed, line});
          else this.#line(parsed, line, {file, window, clock});
        }
      }
      const full = this.stream.full();
      if (full) yield full;
    }
    if (undated.length > 0) this.#withoutDay(undated, {file, window, clock});
  }

  /** The first day that the log tells: lines before a change of day are of the day before. */
  #date(
    undated: readonly {readonly parsed: ParsedLine; readonly line: Line}[],
    date: Extract<ParsedLine, {kind: 'date'}>,
    to: {readonly file: LogFile; readonly window: Window; readonly clock: LogClock},
  ): [] {
    to.clock.setDay(date.word === 'changed' ? dayBefore(date.date) : date.date);
    for (const {parsed, line} of undated)
      if (parsed.kind !== 'date' && parsed.kind !== 'blank') this.#line(parsed, line, to);
    return [];
  }

  /** Nothing in the log tells a day: the file's own date is the last resort. */
  #withoutDay(
    undated: readonly {readonly parsed: ParsedLine; readonly line: Line}[],
    to: {readonly file: LogFile; readonly window: Window; readonly clock: LogClock},
  ): void {
    const {modifiedMs, path} = to.file;
    const date = new Date(modifiedMs ?? 0);
    const day: Day = {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
    };
    this.#ctx.report({
      kind: 'time-not-understood',
      place: {path},
      detail:
        modifiedMs === undefined
          ? 'Nothing tells the day of these lines.'
          : 'The day is that of the file itself.',
    });
    to.clock.setDay(day);
    for (const {parsed, line} of undated)
      if (parsed.kind !== 'date' && parsed.kind !== 'blank') this.#line(parsed, line, to);
  }

  #line(
    parsed: Extract<ParsedLine, {kind: 'said' | 'event' | 'other'}>,
    line: Line,
    {
      file,
      window,
      clock,
    }: {readonly file: LogFile; readonly window: Window; readonly clock: LogClock},
  ): void {
    const place = {path: file.path, line: line.number};
    const time = clock.at(parsed.time);
    if (!time) {
      this.#report('time-not-understood', file, {line, sample: line.text});
      return;
    }
    if (time.isRolled)
      this.#ctx.report({
        kind: 'time-suspicious',
        place,
        detail: 'Midnight passed without a line that says so.',
      });
    const {conversation, ids} = window;
    const nick =
      parsed.kind === 'said'
        ? parsed.nick
        : parsed.kind === 'event'
          ? parsed.event.nick
          : (parsed.by ?? '');
    const id = ids.make(`${time.moment.epochMs}\n${parsed.kind}\n${nick}\n${parsed.text}`);
    if (parsed.kind === 'other') this.#notePartner(parsed.text, window);
    if (parsed.kind === 'said') this.#noteOwner(parsed.nick, window);
    if (parsed.kind === 'event' && parsed.event.name === 'nick')
      this.#renamed(parsed.event.nick, parsed.event.to, window);
    const entry = entryOfLine(parsed, {id, at: time.moment, person: (name) => this.#person(name)});
    this.stream.entry(conversation.id, entry, place);
  }

  #person(nick: string): PersonId {
    return this.stream.person({
      id: nick,
      name: nick,
      ...(nick === this.#owner ? {isOwner: true} : {}),
    });
  }

  /** Whether one person has both nicks, only the network knew; each becomes an alias of the other. */
  #renamed(from: string, to: string | undefined, {partners}: Window): void {
    if (to === undefined) return;
    if (partners.has(from.toLowerCase())) partners.add(to.toLowerCase());
    this.stream.person({id: from, name: from, aliases: [to]});
    this.stream.person({id: to, name: to, aliases: [from]});
  }

  #notePartner(text: string, {partners}: Window): void {
    const partner = /^Irssi: Starting query in \S+ with (\S+)$/.exec(text)?.[1];
    if (partner !== undefined) partners.add(partner.toLowerCase());
  }

  /** In a query there are two: once both have spoken, the one that it is not called after is the owner. */
  #noteOwner(nick: string, window: Window): void {
    const {conversation, partners} = window;
    const isKnown = this.#owner !== undefined || this.#options.owner !== undefined;
    if (isKnown || conversation.kind !== 'direct') return;
    if (partners.has(nick.toLowerCase())) window.hasPartner = true;
    else window.other ??= nick;
    if (!window.hasPartner || window.other === undefined) return;
    this.#owner = window.other;
    this.stream.person({id: window.other, name: window.other, isOwner: true});
    this.#ctx.infer({
      what: 'owner',
      value: window.other,
      because: `speaks in the query with ${conversation.title ?? conversation.id}`,
    });
  }

  #window(file: LogFile): Window {
    const conversation = conversationOf(file.place);
    const known = this.#windows.get(conversation.id);
    if (known) return known;
    const window: Window = {
      hasPartner: false,
      conversation,
      ids: new IdMaker(),
      // Names of files may hold more than the nick.
      partners: new Set(nameWords(file.place.target)),
    };
    this.#windows.set(conversation.id, window);
    this.stream.conversation(conversation);
    return window;
  }

  #guessed({path}: LogFile, {number}: Line): void {
    const detail = 'Some lines are no UTF-8; they are read as Windows-1252.';
    this.#ctx.report({kind: 'encoding-guessed', place: {path, line: number}, detail});
  }

  #report(
    kind: 'line-not-understood' | 'time-not-understood',
    {path}: LogFile,
    {line, sample}: {readonly line: Line; readonly sample: string},
  ): void {
    this.#ctx.report({
      kind,
      place: {path, line: line.number, byte: line.byte},
      sample: sample.slice(0, 200),
    });
  }
}

const fileOf = async (entry: SourceEntry, input: ExportInput): Promise<LogFile | undefined> => {
  const head = decodeHead(await readHead(input.source, entry.path));
  const guess = guessDialect(head, entry.path);
  if (!guess) return undefined;
  const {dialect} = guess;
  const place = placeOf(entry.path, dialect);
  return {
    path: entry.path,
    dialect,
    place,
    ...(entry.modifiedMs === undefined ? {} : {modifiedMs: entry.modifiedMs}),
  };
};

/** All logs of the folder, each window's in the order of their days. */
const logFiles = async (input: ExportInput, ctx: ReadContext): Promise<LogFile[]> => {
  const entries = await input.source.list();
  const root = logRoot(
    input.path,
    entries.map(({path}) => path),
  );
  const chosen = entries.filter(({path}) =>
    root === undefined ? path === input.path : path.startsWith(root),
  );
  const files: LogFile[] = [];
  for (const entry of chosen) {
    throwIfCancelled(ctx.signal);
    const file = await fileOf(entry, input);
    if (file) files.push(file);
    else if (entry.size > 0)
      ctx.report({kind: 'file-skipped', place: {path: entry.path}, detail: 'Not an IRC log.'});
  }
  // Equal windows stay together; paths are sorted, so days come in order.
  const key = ({place: {network, target}}: LogFile): string => `${network ?? ''}/${target}`;
  return files.toSorted((a, b) =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.path < b.path ? -1 : 1,
  );
};

/** Memory: nicks, windows, and the lines before the first date of a file. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const files = await logFiles(input, ctx);
  if (files.length === 0) throw new ChatError('input-malformed', `${input.path} is no IRC log.`);
  for (const dialect of new Set(files.map((file) => file.dialect)))
    ctx.infer({what: 'dialect', value: dialect, because: 'the form of the first lines'});
  const reader = new LogReader(options, ctx);
  for (const file of files) yield* reader.readFile(file, input);
  const rest = reader.stream.end();
  if (rest) yield rest;
}
