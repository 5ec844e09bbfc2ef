// An entry as text for people: `Ana: see you {edited}`. Not made safe for any target; times are the page's business.

import type {Entry, Inline, Message, Part} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {inlinesText} from '../../engine/model/text.ts';
import type {Page} from './chat-pages.ts';
import {
  callWords,
  captionText,
  forwardWords,
  mediaWords,
  momentWords,
  otherWords,
  removedWords,
  replyWords,
  tailWords,
} from './page-text.ts';

/** A link shows its address behind its text. */
const linkedText = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => {
      if (inline.kind === 'styled') return linkedText(inline.inlines);
      if (inline.kind !== 'url' || !inline.inlines) return inlinesText([inline]);
      const text = inlinesText(inline.inlines);
      return text === inline.url ? text : `${text} (${inline.url})`;
    })
    .join('');

const partLines = async (part: Part, page: Page): Promise<string> => {
  switch (part.kind) {
    case 'text':
      return linkedText(part.inlines);
    case 'media': {
      const path = await page.media.place(part.asset);
      return [mediaWords(part, path, page), captionText(part)]
        .filter((text) => text !== '')
        .join('\n');
    }
    case 'bundle': {
      const items: string[] = [];
      for (const item of part.items) {
        const when = item.at ? `[${momentWords(item.at, page)}] ` : '';
        const body = await bodyLines(item.body, page);
        items.push(`${when}${item.name === undefined ? '' : `${item.name}: `}${body}`);
      }
      const head = `[${part.title ?? page.words.bundle}]`;
      return [head, ...items.map((item) => item.replace(/^/gm, '| '))].join('\n');
    }
    default:
      return otherWords(part, page);
  }
};

const bodyLines = async (body: readonly Part[], page: Page): Promise<string> => {
  const lines: string[] = [];
  for (const part of body) lines.push(await partLines(part, page));
  return lines.join('\n');
};

const editLines = async (message: Message, page: Page): Promise<string[]> => {
  const lines: string[] = [];
  for (const {before} of message.edits ?? [])
    if (before) lines.push(`(${page.words.before}: ${await bodyLines(before, page)})`);
  return lines;
};

const messageText = async (message: Message, page: Page): Promise<string> => {
  const body = await bodyLines(message.body, page);
  const tail = tailWords(message, page);
  const marked = tail.length > 0 ? `${body}${body === '' ? '' : ' '}{${tail.join(', ')}}` : body;
  const reply = replyWords(message, page);
  const forward = forwardWords(message, page);
  const head = [
    forward === undefined ? '' : `[${forward}]`,
    reply === undefined ? '' : `[${reply}]`,
  ];
  const lines = [...head, marked, ...(await editLines(message, page))];
  return lines.filter((line) => line !== '').join('\n');
};

/** Who, and everything that was said. */
export const entryWords = async (entry: Entry, page: Page): Promise<string> => {
  const who = entry.from === undefined ? undefined : page.names.of(entry.from);
  switch (entry.kind) {
    case 'message':
      return `${who ?? ''}: ${await messageText(entry, page)}`;
    case 'call':
      return `* ${who ?? ''}: ${callWords(entry, page)}`;
    case 'notice':
      return `* ${who === undefined ? '' : `${who}: `}${entry.text === '' ? entry.event.kind : entry.text}`;
    case 'removed': {
      const body = entry.body ? await bodyLines(entry.body, page) : '';
      const text = `* ${who === undefined ? '' : `${who}: `}${removedWords(entry, page)}`;
      return body === '' ? text : `${text}\n${body}`;
    }
    default:
      return assertNever(entry);
  }
};
