// One entry as lines for people: time, sender, text, and what hangs on it. For pipes and `less`, not for parsing: that is `--json`.

import type {Entry, Message, Person} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {bodyText, entryText} from '../../engine/model/text.ts';
import {formatClock, formatDay} from '../../engine/model/time.ts';
import {sanitizeLine, sanitizeText} from '../terminal/sanitize.ts';

export type Names = (person: string | undefined) => string;

export const namesFrom =
  (persons: ReadonlyMap<string, Person>): Names =>
  (id) => {
    if (id === undefined) return '';
    const person = persons.get(id);
    return person?.name ?? person?.handles?.[0]?.value ?? id;
  };

const indented = (text: string): string => sanitizeText(text).split('\n').join('\n    ');

const marks = (message: Message): string => {
  const edited = message.edits && message.edits.length > 0 ? ' (edited)' : '';
  const pinned = message.isPinned ? ' (pinned)' : '';
  const status =
    message.status === 'failed' || message.status === 'draft' ? ` (${message.status})` : '';
  return `${edited}${pinned}${status}`;
};

const context = (message: Message, names: Names): string[] => {
  const lines: string[] = [];
  const quote = message.replyTo?.quote;
  if (message.replyTo) {
    const who = quote?.name ?? names(quote?.person);
    const what =
      quote?.text ?? (message.replyTo.entry === undefined ? '' : `#${message.replyTo.entry}`);
    lines.push(`↪ ${sanitizeLine([who, what].filter((piece) => piece !== '').join(': '))}`);
  }
  if (message.forwardedFrom) {
    const {name, person, conversation} = message.forwardedFrom;
    lines.push(
      `⇒ forwarded from ${sanitizeLine(name ?? (names(person) || (conversation ?? 'unknown')))}`,
    );
  }
  return lines;
};

const reactions = (message: Message, names: Names): string[] => {
  if (!message.reactions || message.reactions.length === 0) return [];
  const each = message.reactions.map(({emoji, count, by}) => {
    const people = by && by.length > 0 ? ` ${by.map(({person}) => names(person)).join(', ')}` : '';
    return sanitizeLine(`${emoji}${count > 1 ? `×${count}` : ''}${people}`);
  });
  return [`  ${each.join('  ')}`];
};

const messageLines = (message: Message, names: Names): string[] => {
  const above = context(message, names);
  const body = indented(bodyText(message.body));
  const who = sanitizeLine(names(message.from));
  const first =
    above.length > 0
      ? `${who}: ${above.join(' ')}${marks(message)}\n    ${body}`
      : `${who}: ${body}${marks(message)}`;
  return [first, ...reactions(message, names)];
};

/** Text of an entry without its time; may hold several lines, the further ones indented. */
export const entryLines = (entry: Entry, names: Names): string[] => {
  switch (entry.kind) {
    case 'message':
      return messageLines(entry, names);
    case 'call': {
      const duration =
        entry.durationSeconds === undefined ? '' : ` ${Math.round(entry.durationSeconds)} s`;
      return [`${sanitizeLine(names(entry.from))}: ☎ ${sanitizeLine(entryText(entry))}${duration}`];
    }
    case 'notice':
      return [
        `— ${indented(entry.text === '' ? `${names(entry.from)} ${entry.event.kind}` : entry.text)}`,
      ];
    case 'removed':
      return [`${sanitizeLine(names(entry.from))}: ✕ ${indented(entryText(entry))}`];
    default:
      return assertNever(entry);
  }
};

/** `2024-05-03 18:22:01 Ana: hi` */
export const entryLine = (entry: Entry, names: Names, zone?: string): string =>
  `${formatDay(entry.at, zone)} ${formatClock(entry.at, zone)} ${entryLines(entry, names).join('\n')}`;
