// A Markdown page: a heading per day, a paragraph per message. All text of people is escaped.

import type {Entry, Message, Part} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {formatClock, formatDay} from '../../engine/model/time.ts';
import type {Page, PageWriter} from '../_shared/chat-pages.ts';
import {isSafeLink} from '../_shared/html-text.ts';
import {markdownBlocks, markdownLine, markdownLink} from '../_shared/markdown-text.ts';
import {
  callWords,
  forwardWords,
  mediaWords,
  momentWords,
  otherWords,
  removedWords,
  replyWords,
  tailWords,
} from '../_shared/page-text.ts';

type MediaPart = Extract<Part, {kind: 'media'}>;

const quoted = (text: string): string => text.replace(/^/gm, '> ');
const emphasized = (text: string): string => `*${markdownLine(text)}*`;

const shownAsImage = (part: MediaPart): boolean =>
  part.role === 'image' || part.role === 'sticker' || part.role === 'animation';

/** Pictures are shown, other files linked; what is only online is linked and never loaded. */
const mediaBlock = async (part: MediaPart, page: Page): Promise<string> => {
  const path = await page.media.place(part.asset);
  const label = markdownLine(mediaWords(part, undefined, page));
  if (path !== undefined) {
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    const link = markdownLink(markdownLine(part.asset.name ?? path), encoded);
    return shownAsImage(part)
      ? `!${link}`
      : `${markdownLine(page.words.media[part.role])}: ${link}`;
  }
  const {url} = part.asset;
  return url !== undefined && isSafeLink(url) ? markdownLink(label, url) : label;
};

const paragraphs = (text: string): string => markdownBlocks([{kind: 'plain', text}]).join('\n\n');

const linkBlock = (part: Extract<Part, {kind: 'link'}>): string => {
  const title = markdownLine(part.title ?? part.url);
  const head = isSafeLink(part.url) ? markdownLink(title, part.url) : title;
  const site = part.site === undefined ? '' : ` (${markdownLine(part.site)})`;
  const description = part.description === undefined ? '' : `  \n${paragraphs(part.description)}`;
  return quoted(`${head}${site}${description}`);
};

const partBlocks = async (part: Part, page: Page): Promise<readonly string[]> => {
  switch (part.kind) {
    case 'text':
      return markdownBlocks(part.inlines);
    case 'media':
      return [await mediaBlock(part, page), ...(part.caption ? markdownBlocks(part.caption) : [])];
    case 'link':
      return [linkBlock(part)];
    case 'bundle': {
      const items: string[] = [`**${markdownLine(part.title ?? page.words.bundle)}**`];
      for (const item of part.items) {
        const when = item.at ? ` ${momentWords(item.at, page)}` : '';
        const head = `**${markdownLine(item.name ?? '')}**${when}`;
        items.push(head.replace(/^\*{4}\s*/, ''), ...(await bodyBlocks(item.body, page)));
      }
      return [quoted(items.filter((item) => item !== '').join('\n\n'))];
    }
    case 'poll': {
      const [head = '', ...options] = otherWords(part, page).split('\n- ');
      return [
        [markdownLine(head), ...options.map((option) => `- ${markdownLine(option)}`)].join('\n'),
      ];
    }
    default:
      return [paragraphs(otherWords(part, page))];
  }
};

const bodyBlocks = async (body: readonly Part[], page: Page): Promise<readonly string[]> => {
  const blocks: string[] = [];
  for (const part of body) blocks.push(...(await partBlocks(part, page)));
  return blocks.filter((block) => block !== '');
};

const messageBlocks = async (message: Message, page: Page): Promise<readonly string[]> => {
  const forward = forwardWords(message, page);
  const reply = replyWords(message, page);
  const tail = tailWords(message, page);
  const before: string[] = [];
  for (const edit of message.edits ?? []) {
    if (!edit.before) continue;
    const old = await bodyBlocks(edit.before, page);
    before.push(quoted([`*${page.words.before}:*`, ...old].join('\n\n')));
  }
  return [
    ...(forward === undefined ? [] : [emphasized(forward)]),
    ...(reply === undefined ? [] : [quoted(markdownLine(reply))]),
    ...(await bodyBlocks(message.body, page)),
    ...(tail.length > 0 ? [emphasized(tail.join(' · '))] : []),
    ...before,
  ];
};

/** Who and when on a line of its own, then the blocks. */
const entryBlocks = async (entry: Entry, page: Page): Promise<readonly string[]> => {
  const clock = entry.at.precision === 'day' ? '' : formatClock(entry.at, page.options.zone);
  const who = entry.from === undefined ? '' : page.names.of(entry.from);
  const line = (text: string): string =>
    emphasized([clock, who, text].filter((piece) => piece !== '').join(' · '));
  switch (entry.kind) {
    case 'message':
      return [`**${markdownLine(who)}** ${clock}`.trim(), ...(await messageBlocks(entry, page))];
    case 'call':
      return [line(callWords(entry, page))];
    case 'notice':
      return [line(entry.text === '' ? entry.event.kind : entry.text)];
    case 'removed':
      return [
        line(removedWords(entry, page)),
        ...(entry.body ? await bodyBlocks(entry.body, page) : []),
      ];
    default:
      return assertNever(entry);
  }
};

class MarkdownPage implements PageWriter {
  readonly #page: Page;
  #day: string | undefined;
  #count = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  start(): string {
    const {words, conversation, names, options, title} = this.#page;
    const facts = [
      words.kind[conversation.kind],
      conversation.platform,
      `${words.timesIn} ${options.zone}`,
    ];
    const people = conversation.members.map((id) => {
      const person = names.person(id);
      const more = [
        person?.isOwner ? words.you : undefined,
        person?.isBot ? words.bot : undefined,
        ...new Set([
          ...(person?.handles ?? []).map(({value}) => value),
          ...(person?.aliases ?? []),
        ]),
      ].filter((fact) => fact !== undefined);
      return `- ${markdownLine(names.of(id))}${more.length > 0 ? ` (${markdownLine(more.join(', '))})` : ''}`;
    });
    const blocks = [
      `# ${markdownLine(title)}`,
      markdownLine(facts.filter((fact) => fact !== undefined).join(' · ')),
      ...(conversation.topic === undefined
        ? []
        : [markdownLine(`${words.topic}: ${conversation.topic}`)]),
      ...(people.length > 0 ? [people.join('\n')] : []),
    ];
    return `${blocks.join('\n\n')}\n`;
  }

  async entry(entry: Entry): Promise<string> {
    const day = formatDay(entry.at, this.#page.options.zone);
    const ruler = day === this.#day ? '' : `\n## ${day}\n`;
    this.#day = day;
    this.#count++;
    return `${ruler}\n${(await entryBlocks(entry, this.#page)).join('\n\n')}\n`;
  }

  end(): string {
    const {words, options, generator} = this.#page;
    const facts = `${this.#count} ${words.entries} · ${words.source}: ${options.label} · ${words.madeBy} ${generator}`;
    return `\n---\n\n${markdownLine(facts)}\n`;
  }
}

export const markdownPage = (page: Page): PageWriter => new MarkdownPage(page);
