// Reads Pidgin and Finch logs: one file, or the folders of accounts and buddies, each conversation's files in the order of time.

import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {readHead} from '../../engine/convert/recognize.ts';
import {decodeHead} from '../../engine/io/decode.ts';
import {readLines} from '../../engine/io/lines.ts';
import type {SourceEntry} from '../../engine/io/source.ts';
import type {
  ConversationId,
  Entry,
  EventBatch,
  Extras,
  Inline,
  Moment,
  PersonId,
} from '../../engine/model/archive.ts';
import {plain} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {htmlInlines} from '../_shared/html-inlines.ts';
import {LogClock} from './clock.ts';
import {systemEvent} from './events.ts';
import {conversationOf, parseHeader, placeOf, startOfHeader, startOfName} from './header.ts';
import type {LogHeader, LogPlace, Start} from './header.ts';
import {parseHtmlLine, parseSystemLogLine, parseTextLine, withoutHtmlEnd} from './lines.ts';
import type {LogEntry} from './lines.ts';
import {logRoot} from './recognize.ts';

type LogFile = {
  readonly path: string;
  readonly header: LogHeader | undefined;
  readonly place: LogPlace;
  readonly isHtml: boolean;
  readonly start: Start;
};

/** What libpurple colours the sender of a message that went out. */
const sentColour = '#16569e';

/** Styles that arrive as CSS: `<span style='font-weight: bold;'>`. */
const spanRule: Parameters<typeof htmlInlines>[1] = ({name, attributes}, content) => {
  if (name !== 'span') return undefined;
  const style = attributes.get('style') ?? '';
  let inlines = content();
  if (/text-decoration: ?[^;]*underline/.test(style))
    inlines = [{kind: 'styled', style: 'underline', inlines}];
  if (/text-decoration: ?[^;]*line-through/.test(style))
    inlines = [{kind: 'styled', style: 'strike', inlines}];
  if (/font-style: ?italic/.test(style)) inlines = [{kind: 'styled', style: 'italic', inlines}];
  if (/font-weight: ?bold/.test(style)) inlines = [{kind: 'styled', style: 'bold', inlines}];
  return inlines;
};

class LogReader {
  readonly stream: ChatStream;
  readonly #ctx: ReadContext;
  readonly #options: ReadOptions;
  readonly #ids = new Map<ConversationId, IdMaker>();
  #owner: string | undefined;

  constructor(options: ReadOptions, ctx: ReadContext) {
    this.#ctx = ctx;
    this.#options = options;
    this.stream = new ChatStream(ctx, {owner: options.owner});
  }

  async *readFile(file: LogFile, input: ExportInput): AsyncIterable<EventBatch> {
    const conversation = conversationOf(file.place);
    if (!this.stream.hasConversation(conversation.id)) this.stream.conversation(conversation);
    const clock = new LogClock(file.start, this.#options);
    const room = file.place.kind === 'group' ? file.place.target : undefined;
    let pending: LogEntry | undefined;
    const flush = (): void => {
      if (pending) this.#entry(pending, {file, clock, conversation: conversation.id});
      pending = undefined;
    };
    const lines = readLines(input.source.open(file.path), {
      onProgress: (bytes) => this.#ctx.advanced(bytes),
    });
    for await (const batch of lines) {
      throwIfCancelled(this.#ctx.signal);
      for (const {text, number} of batch) {
        const line =
          number === 1 || (file.isHtml && !pending) ? withoutHead(text, file.isHtml) : text;
        if (line === undefined) continue;
        const system = file.place.kind === 'unknown' ? parseSystemLogLine(line) : undefined;
        const found = file.isHtml ? parseHtmlLine(line, number) : parseTextLine(line, number, room);
        if (system) this.#systemLog(system, number, {file, clock, conversation: conversation.id});
        else if (found) {
          flush();
          pending = found;
        } else if (pending)
          pending = {...pending, text: `${pending.text}${file.isHtml ? '<br>' : '\n'}${line}`};
        else if (line.trim() !== '' && !/^<\/?(?:p|body|html)\b/i.test(line))
          this.#ctx.report({
            kind: 'line-not-understood',
            place: {path: file.path, line: number},
            sample: line.slice(0, 200),
          });
      }
      const full = this.stream.full();
      if (full) yield full;
    }
    flush();
  }

  #entry(
    found: LogEntry,
    {
      file,
      clock,
      conversation,
    }: {readonly file: LogFile; readonly clock: LogClock; readonly conversation: ConversationId},
  ): void {
    const place = {path: file.path, line: found.line};
    const at = clock.at(found.time);
    if (!at) {
      this.#ctx.report({kind: 'time-not-understood', place, sample: found.time});
      return;
    }
    const raw = file.isHtml ? withoutHtmlEnd(found.text) : found.text;
    const inlines = file.isHtml ? htmlInlines(raw, spanRule) : raw === '' ? [] : [plain(raw)];
    const name =
      found.name === undefined
        ? undefined
        : file.isHtml
          ? inlinesText(htmlInlines(found.name))
          : found.name;
    const id = this.#id(conversation, at, `${name ?? ''}\n${inlinesText(inlines)}`);
    const entry =
      found.kind === 'system'
        ? this.#notice({id, at}, inlines)
        : this.#message({id, at}, {found, name: name ?? '', inlines});
    if (found.kind !== 'system') this.#noteOwner(found, name ?? '', file);
    this.stream.entry(conversation, entry, place);
  }

  #message(
    base: {readonly id: string; readonly at: Moment},
    {
      found,
      name,
      inlines,
    }: {readonly found: LogEntry; readonly name: string; readonly inlines: readonly Inline[]},
  ): Entry {
    const automatic = /^(.*?) <AUTO-REPLY>$/.exec(name)?.[1];
    const isAction = found.kind === 'action' && inlines.length > 0;
    const facts = {
      ...(found.kind === 'action' ? {type: 'action'} : {}),
      ...(automatic === undefined ? {} : {autoReply: true}),
      ...(found.colour === '#ff0000' ? {type: 'error'} : {}),
      ...(found.colour === '#6c2585' ? {type: 'whisper'} : {}),
    };
    const extras: {readonly extras?: Extras} =
      Object.keys(facts).length > 0 ? {extras: {'pidgin-logs': facts}} : {};
    return {
      kind: 'message',
      ...base,
      from: this.#person(automatic ?? name),
      body: [
        {kind: 'text', inlines: isAction ? [{kind: 'styled', style: 'italic', inlines}] : inlines},
      ],
      ...extras,
    };
  }

  #notice(base: {readonly id: string; readonly at: Moment}, inlines: readonly Inline[]): Entry {
    const text = inlinesText(inlines);
    const {event, nick} = systemEvent(text, (name) => this.#person(name));
    return {
      kind: 'notice',
      ...base,
      ...(nick === undefined ? {} : {from: this.#person(nick)}),
      event,
      text,
    };
  }

  /** Lines of a system log carry their own date. */
  #systemLog(
    {text, date}: {readonly text: string; readonly date: string},
    line: number,
    {
      file,
      conversation,
    }: {readonly file: LogFile; readonly clock: LogClock; readonly conversation: ConversationId},
  ): void {
    const start = startOfHeader(date) ?? file.start;
    const offset = file.start.offset;
    const clock = new LogClock(
      {...start, ...(offset === undefined ? {} : {offset})},
      this.#options,
    );
    const at = clock.at(/\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?/.exec(date)?.[0] ?? '');
    if (!at) {
      this.#ctx.report({kind: 'time-not-understood', place: {path: file.path, line}, sample: date});
      return;
    }
    const plainText = inlinesText(htmlInlines(text));
    const id = this.#id(conversation, at, plainText);
    this.stream.entry(
      conversation,
      {kind: 'notice', id, at, event: {kind: 'other'}, text: plainText},
      {path: file.path, line},
    );
  }

  #id(conversation: ConversationId, at: Moment, key: string): string {
    const ids = this.#ids.get(conversation) ?? new IdMaker();
    this.#ids.set(conversation, ids);
    return ids.make(`${at.epochMs}\n${key}`);
  }

  #person(name: string): PersonId {
    return this.stream.person({id: name, name, ...(name === this.#owner ? {isOwner: true} : {})});
  }

  /** HTML logs colour what went out; else the account's own name tells. */
  #noteOwner(found: LogEntry, name: string, {place}: LogFile): void {
    if (this.#owner !== undefined || this.#options.owner !== undefined) return;
    const local = place.account.replace(/[@/].*$/, '');
    const isSent = found.colour === sentColour;
    const isAccount =
      [place.account, place.account.replace(/\/.*$/, ''), local].includes(name) &&
      name !== place.target;
    if (!isSent && !isAccount) return;
    this.#owner = name;
    this.stream.person({id: name, name, isOwner: true});
    const because = isSent
      ? 'the log colours these messages as sent'
      : `the account is ${place.account}`;
    this.#ctx.infer({what: 'owner', value: name, because});
  }
}

/** The first line of a text log is its header; that of an HTML log, on its first or second line, may hold the first entry behind it. */
const withoutHead = (line: string, isHtml: boolean): string | undefined => {
  if (!isHtml) return undefined;
  const end = /<\/h[13]>(?:<p>)?/i.exec(line);
  const rest = end ? line.slice(end.index + end[0].length) : line;
  return rest.trim() === '' || rest.startsWith('<!DOCTYPE') || rest.startsWith('<html')
    ? undefined
    : rest;
};

const fileOf = async (
  entry: SourceEntry,
  input: ExportInput,
  ctx: ReadContext,
): Promise<LogFile> => {
  const {path, modifiedMs} = entry;
  const header = parseHeader(decodeHead(await readHead(input.source, path)));
  const known = startOfName(path) ?? (header ? startOfHeader(header.date) : undefined);
  if (!known) {
    const detail =
      modifiedMs === undefined
        ? 'Nothing tells the day of this log.'
        : 'The day is that of the file itself.';
    ctx.report({kind: 'time-not-understood', place: {path}, detail});
  }
  const date = new Date(modifiedMs ?? 0);
  const fallback = {
    day: {year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate()},
  };
  return {
    path,
    header,
    place: placeOf(path, header),
    isHtml: /\.html?$/i.test(path),
    start: known ?? fallback,
  };
};

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
    const file = await fileOf(entry, input, ctx);
    if (file.header || entry.path === input.path) files.push(file);
    else ctx.report({kind: 'file-skipped', place: {path: entry.path}, detail: 'Not a Pidgin log.'});
  }
  const key = (file: LogFile): string => conversationOf(file.place).id;
  return files.toSorted((a, b) =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.path < b.path ? -1 : 1,
  );
};

/** Memory: names, and one entry. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const files = await logFiles(input, ctx);
  if (!files.some((file) => file.header))
    throw new ChatError('input-malformed', `${input.path} is no Pidgin log.`);
  const reader = new LogReader(options, ctx);
  for (const file of files) yield* reader.readFile(file, input);
  const rest = reader.stream.end();
  if (rest) yield rest;
}
