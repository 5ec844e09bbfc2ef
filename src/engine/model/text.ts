// Plain text of bodies: what search, previews and text writers see. Placeholders are bracketed English words.

import type {Entry, Inline, Part} from './archive.ts';
import {assertNever} from './assert-never.ts';

export const inlinesText = (inlines: readonly Inline[]): string => {
  let text = '';
  for (const inline of inlines) {
    switch (inline.kind) {
      case 'plain':
      case 'code-block':
      case 'mention':
      case 'emoji':
        text += inline.text;
        break;
      case 'styled':
        text += inlinesText(inline.inlines);
        break;
      case 'url':
        text += inline.inlines ? inlinesText(inline.inlines) : inline.url;
        break;
      default:
        assertNever(inline);
    }
  }
  return text;
};

const joined = (...pieces: readonly (string | undefined)[]): string =>
  pieces.filter((piece) => piece !== undefined && piece !== '').join(' ');

/** The text of one part, for reading and searching; `[role]` stands for media. */
export const partText = (part: Part): string => {
  switch (part.kind) {
    case 'text':
      return inlinesText(part.inlines);
    case 'media':
      return joined(
        `[${part.role}]`,
        part.emoji,
        part.asset.name,
        part.transcript,
        part.caption && inlinesText(part.caption),
      );
    case 'location':
      return joined(
        '[location]',
        part.name,
        part.address,
        coordinates(part.latitude, part.longitude),
        part.url,
      );
    case 'contact':
      return joined('[contact]', part.name, ...(part.phones ?? []), ...(part.emails ?? []));
    case 'poll':
      return joined('[poll]', part.question, ...part.options.map((option) => `/ ${option.text}`));
    case 'link':
      return joined(`[${part.card ?? 'link'}]`, part.title, part.description, part.url);
    case 'transfer':
      return joined(`[${part.role}]`, part.amount, part.currency, part.note, part.state);
    case 'bundle':
      return joined(
        '[forwarded messages]',
        part.title,
        ...part.items.map((item) => `\n${item.name ?? ''}: ${bodyText(item.body)}`),
      );
    case 'raw':
      return part.text;
    default:
      return assertNever(part);
  }
};

const coordinates = (
  latitude: number | undefined,
  longitude: number | undefined,
): string | undefined =>
  latitude === undefined || longitude === undefined ? undefined : `${latitude},${longitude}`;

export const bodyText = (body: readonly Part[]): string => {
  const only = body.length === 1 ? body[0] : undefined;
  return only ? partText(only) : body.map(partText).join('\n');
};

/** The text of an entry as a person would read it in a list. */
export const entryText = (entry: Entry): string => {
  switch (entry.kind) {
    case 'message':
      return bodyText(entry.body);
    case 'call':
      return (
        entry.text ??
        joined(`[${entry.medium === 'unknown' ? 'call' : `${entry.medium} call`}]`, entry.outcome)
      );
    case 'notice':
      return entry.text;
    case 'removed':
      return entry.body ? bodyText(entry.body) : (entry.text ?? '[removed]');
    default:
      return assertNever(entry);
  }
};
