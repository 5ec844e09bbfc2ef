// An entry as rows of the screen: day rulers, who and when, the words wrapped, what hangs on them. All text is made safe here.

import type {Format} from '../../app/i18n/format.ts';
import type {Strings} from '../../app/i18n/strings.ts';
import {sanitizeLine, sanitizeText} from '../../app/terminal/sanitize.ts';
import {textWidth} from '../../app/terminal/width.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import type {Theme} from '../../app/theme.ts';
import {span} from '../../app/ui/spans.ts';
import type {Span} from '../../app/ui/spans.ts';
import type {Entry, Message, Part, Person} from '../../engine/model/archive.ts';
import {inlinesText} from '../../engine/model/text.ts';

export type Look = {
  readonly text: Strings['browse'];
  readonly format: Format;
  readonly theme: Theme;
  readonly zone: string;
  /** Columns for the text, pointer not counted. */
  readonly width: number;
  readonly persons: ReadonlyMap<string, Person>;
  /** Colour number of each person. */
  readonly colours: ReadonlyMap<string, number>;
  /** Folded words to mark. */
  readonly needles: readonly string[];
  /** An entry that is at hand, by its id: the target of an answer. */
  readonly find?: (id: string) => Entry | undefined;
};

export type Row = readonly Span[];

const indent = '  ';
const quarterHourMs = 15 * 60_000;
/** Rows of one entry; a longer one is cut and its details show the rest. */
const maxRows = 400;

const nameOf = (id: string | undefined, {persons, text}: Look): string => {
  const person = id === undefined ? undefined : persons.get(id);
  return sanitizeLine(person?.name ?? person?.handles?.[0]?.value ?? id ?? text.unknownSender);
};

const bracketed = (...pieces: readonly (string | undefined)[]): string =>
  `[${pieces.filter((piece) => piece !== undefined && piece !== '').join(' ')}]`;

const seconds = (duration: number | undefined, format: Format): string | undefined =>
  duration === undefined ? undefined : format.duration(duration * 1000);

type MediaPart = Extract<Part, {kind: 'media'}>;

const mediaText = (part: MediaPart, {text, format}: Look): string => {
  const name =
    part.asset.presence === 'absent'
      ? text.mediaAbsent
      : (part.asset.name ?? part.asset.id.split('/').at(-1));
  const head = bracketed(
    text.media[part.role],
    part.emoji,
    seconds(part.durationSeconds, format),
    name,
  );
  const caption = part.caption ? inlinesText(part.caption) : '';
  return [head, part.transcript, caption]
    .filter((piece) => piece !== undefined && piece !== '')
    .join('\n');
};

const partText = (part: Part, look: Look): string => {
  const {text} = look;
  switch (part.kind) {
    case 'text':
      return inlinesText(part.inlines);
    case 'media':
      return mediaText(part, look);
    case 'location':
      return bracketed(
        text.location,
        part.name,
        part.address,
        part.latitude === undefined ? undefined : `${part.latitude},${part.longitude ?? ''}`,
      );
    case 'contact':
      return bracketed(text.contact, part.name, ...(part.phones ?? []));
    case 'poll':
      return [
        bracketed(text.poll, part.question),
        ...part.options.map(
          (option) => `  ${option.text}${option.votes === undefined ? '' : `  ${option.votes}`}`,
        ),
      ].join('\n');
    case 'link':
      return [bracketed(part.card ?? text.link, part.title), part.description, part.url]
        .filter((piece) => piece !== undefined && piece !== '')
        .join('\n');
    case 'transfer':
      return bracketed(
        part.role === 'red-packet'
          ? text.redPacket
          : part.role === 'payment'
            ? text.payment
            : text.transfer,
        part.amount,
        part.currency,
        part.note,
        part.state,
      );
    case 'bundle':
      return [
        bracketed(text.bundle, part.title),
        ...part.items.map(
          (item) =>
            `│ ${item.name ?? ''}: ${item.body.map((inner) => partText(inner, look)).join(' ')}`,
        ),
      ].join('\n');
    case 'raw':
      return part.text;
    default:
      return part satisfies never;
  }
};

export const bodyOf = (entry: Entry, look: Look): string => {
  const {text, format} = look;
  switch (entry.kind) {
    case 'message':
      return entry.body.map((part) => partText(part, look)).join('\n');
    case 'call':
      return bracketed(
        text.call[entry.medium],
        text.outcome[entry.outcome],
        seconds(entry.durationSeconds, format),
      );
    case 'notice':
      return entry.text;
    case 'removed':
      return entry.body
        ? entry.body.map((part) => partText(part, look)).join('\n')
        : `[${text.removedBy[entry.removedBy ?? 'unknown']}]`;
    default:
      return entry satisfies never;
  }
};

/** Marks every place where a searched word stands. */
const marked = (line: string, {needles, theme}: Look, paint?: (text: string) => string): Row => {
  const folded = line.toLowerCase();
  const spans: Span[] = [];
  let from = 0;
  while (from < line.length) {
    const next = needles
      .map((needle) => ({at: folded.indexOf(needle, from), length: needle.length}))
      .filter(({at}) => at >= 0)
      .sort((a, b) => a.at - b.at)[0];
    if (!next || folded.length !== line.length) break;
    if (next.at > from) spans.push(span(line.slice(from, next.at), paint));
    spans.push(span(line.slice(next.at, next.at + next.length), theme.match));
    from = next.at + next.length;
  }
  if (from < line.length || spans.length === 0) spans.push(span(line.slice(from), paint));
  return spans;
};

const wrapped = (text: string, look: Look, paint?: (text: string) => string): Row[] =>
  wrapText(sanitizeText(text), Math.max(4, look.width - indent.length), {maxLines: maxRows}).map(
    (line) => [span(indent), ...marked(line, look, paint)],
  );

/** What an answer answers: in the words that the export repeats, else from the chat itself. */
const replyText = ({quote, entry}: NonNullable<Message['replyTo']>, look: Look): string => {
  const target = entry === undefined ? undefined : look.find?.(entry);
  const person = quote?.person ?? target?.from;
  const who = quote?.name ?? (person === undefined ? '' : nameOf(person, look));
  const what =
    quote?.text ??
    (target ? bodyOf(target, look).slice(0, 300) : entry === undefined ? '' : look.text.earlier);
  return [who, what].filter((piece) => piece !== '').join(': ') || look.text.reply;
};

const above = (message: Message, look: Look): Row[] => {
  const {text, theme} = look;
  const rows: Row[] = [];
  const {replyTo, forwardedFrom} = message;
  const cut = (line: string): Row => [
    span(indent),
    span(wrapText(line, Math.max(4, look.width - 2), {maxLines: 1})[0] ?? '', theme.muted),
  ];
  if (replyTo) rows.push(cut(`↪ ${sanitizeLine(replyText(replyTo, look))}`));
  if (forwardedFrom)
    rows.push(
      cut(
        `⇒ ${sanitizeLine(text.forwarded(forwardedFrom.name ?? (forwardedFrom.person === undefined ? text.unknownSender : nameOf(forwardedFrom.person, look))))}`,
      ),
    );
  return rows;
};

const below = (message: Message, look: Look): Row[] => {
  const {text, theme} = look;
  const marks = [
    ...(message.reactions ?? []).map(
      ({emoji, count, by}) =>
        `${emoji}${count > 1 ? ` ${count}` : ''}${by && by.length > 0 && by.length <= 3 ? ` ${by.map(({person}) => nameOf(person, look)).join(', ')}` : ''}`,
    ),
    ...(message.edits && message.edits.length > 0 ? [`(${text.edited})`] : []),
    ...(message.isPinned ? [`(${text.pinned})`] : []),
  ];
  return marks.length === 0 ? [] : wrapped(marks.join('  '), look, theme.muted);
};

const header = (entry: Entry, look: Look): Row => {
  const {theme, format, zone, persons, text} = look;
  const person = entry.from === undefined ? undefined : persons.get(entry.from);
  const name = person?.isOwner
    ? `${nameOf(entry.from, look)} (${text.me})`
    : nameOf(entry.from, look);
  return [
    span(name, theme.person(look.colours.get(entry.from ?? '') ?? 0)),
    span(`  ${format.time(entry.at.epochMs, zone)}`, theme.muted),
  ];
};

const ruler = (entry: Entry, {theme, format, zone, width}: Look): Row => {
  const day = ` ${format.date(entry.at.epochMs, zone)} `;
  const side = Math.max(2, Math.floor((width - textWidth(day)) / 2));
  return [
    span(theme.symbols.rule.repeat(side) + day + theme.symbols.rule.repeat(side), theme.muted),
  ];
};

const isNewDay = (entry: Entry, previous: Entry | undefined, {format, zone}: Look): boolean =>
  previous === undefined ||
  format.date(previous.at.epochMs, zone) !== format.date(entry.at.epochMs, zone);

/** Someone who goes on talking is not named again. */
const goesOn = (entry: Entry, previous: Entry | undefined): boolean =>
  previous !== undefined &&
  previous.kind !== 'notice' &&
  previous.from === entry.from &&
  Math.abs(entry.at.epochMs - previous.at.epochMs) < quarterHourMs;

/** Rows of an entry; `previous` decides about the day ruler and the name. Never empty. */
export const entryRows = (
  entry: Entry,
  previous: Entry | undefined,
  look: Look,
): readonly Row[] => {
  const {theme} = look;
  const hasRuler = isNewDay(entry, previous, look);
  const top = hasRuler ? [ruler(entry, look)] : [];
  if (entry.kind === 'notice')
    return [
      ...top,
      ...wrapped(entry.text === '' ? entry.event.kind : entry.text, look, theme.muted),
    ];
  const name = !hasRuler && goesOn(entry, previous) ? [] : [header(entry, look)];
  const body = wrapped(
    bodyOf(entry, look),
    look,
    entry.kind === 'removed' ? theme.muted : undefined,
  );
  const words = body.length === 0 ? [[span(indent)]] : body;
  if (entry.kind !== 'message') return [...top, ...name, ...words];
  return [...top, ...name, ...above(entry, look), ...words, ...below(entry, look)];
};
