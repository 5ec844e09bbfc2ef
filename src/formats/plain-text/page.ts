// The lines of a plain text page. Control characters of chat text are made visible, so that printing the file in a terminal is safe.

import type {Entry, Message, Part} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {formatClock, formatDay} from '../../engine/model/time.ts';
import {inlinesText} from '../../engine/model/text.ts';
import type {Inline} from '../../engine/model/archive.ts';
import type {Page, PageWriter} from '../_shared/chat-pages.ts';
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
} from '../_shared/page-text.ts';
import {visibleControls} from '../_shared/visible-controls.ts';

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

const entryText = async (entry: Entry, page: Page): Promise<string> => {
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

/** Lines after the first are indented: a line that begins with a bracket begins a message, whatever people write. */
const indented = (text: string): string => text.replaceAll('\n', '\n    ');

class TextPage implements PageWriter {
  readonly #page: Page;
  #count = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  start(): string {
    const {words, conversation, names, options, title} = this.#page;
    const people = conversation.members.map((id) => {
      const person = names.person(id);
      const facts = [
        person?.isOwner ? words.you : undefined,
        person?.isBot ? words.bot : undefined,
        ...new Set([
          ...(person?.handles ?? []).map(({value}) => value),
          ...(person?.aliases ?? []),
        ]),
      ].filter((fact) => fact !== undefined);
      return `  ${names.of(id)}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
    });
    const facts = [
      words.kind[conversation.kind],
      conversation.platform,
      `${words.timesIn} ${options.zone}`,
    ];
    const lines = [
      title,
      facts.filter((fact) => fact !== undefined).join(' · '),
      ...(conversation.topic === undefined ? [] : [`${words.topic}: ${conversation.topic}`]),
      ...(people.length > 0 ? [`${words.people}:`, ...people] : []),
    ];
    return `${lines.map((line) => visibleControls(indented(line))).join('\n')}\n\n`;
  }

  async entry(entry: Entry): Promise<string> {
    const {options} = this.#page;
    const day = formatDay(entry.at, options.zone);
    const clock = entry.at.precision === 'day' ? '' : ` ${formatClock(entry.at, options.zone)}`;
    const text = visibleControls(indented(await entryText(entry, this.#page)));
    this.#count++;
    return `[${day}${clock}] ${text}\n`;
  }

  end(): string {
    const {words, options, generator} = this.#page;
    return `\n${visibleControls(`${this.#count} ${words.entries} · ${words.source}: ${options.label} · ${words.madeBy} ${generator}`)}\n`;
  }
}

export const textPage = (page: Page): PageWriter => new TextPage(page);
