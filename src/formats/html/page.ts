// The frame of a page: head with its policy, title, people, days, foot. Everything that the page needs is in it.

import type {Entry, Person} from '../../engine/model/archive.ts';
import {formatDay} from '../../engine/model/time.ts';
import type {Page, PageWriter} from '../_shared/chat-pages.ts';
import {escapeHtml} from '../_shared/html-text.ts';
import {entryHtml} from './entries.ts';
import {script, scriptHash} from './script.table.ts';
import {styleHash, styleSheet} from './style.table.ts';

/** Nothing from the net, no script but ours, no style but ours; pictures and sounds only from beside the page. */
const policy = [
  "default-src 'none'",
  "img-src 'self' file:",
  "media-src 'self' file:",
  `style-src 'sha256-${styleHash}'`,
  `script-src 'sha256-${scriptHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const personLine = (person: Person, {names, words}: Page): string => {
  const facts = [
    person.isOwner ? words.you : '',
    person.isBot ? words.bot : '',
    ...(person.handles ?? []).map(({value}) => value),
    person.aliases && person.aliases.length > 0
      ? `${words.alsoCalled} ${person.aliases.join(', ')}`
      : '',
  ].filter((fact) => fact !== '');
  const note =
    facts.length > 0 ? ` <span class="note">${escapeHtml(facts.join(' · '))}</span>` : '';
  return `<li><bdi>${escapeHtml(names.of(person.id))}</bdi>${note}</li>`;
};

const peopleHtml = (page: Page): string => {
  const people = page.conversation.members.flatMap((id) => page.names.person(id) ?? []);
  if (people.length === 0) return '';
  const lines = people.map((person) => personLine(person, page)).join('\n');
  return `<details class="people"><summary>${escapeHtml(page.words.people)} (${people.length})</summary><ul>\n${lines}\n</ul></details>\n`;
};

const headHtml = (page: Page): string => {
  const {words, options, conversation} = page;
  const title = escapeHtml(page.title);
  const {topic, kind, platform} = conversation;
  const facts = [words.kind[kind], platform, `${words.timesIn} ${options.zone}`]
    .filter((fact) => fact !== undefined)
    .join(' · ');
  return `<!doctype html>
<html lang="${options.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="generator" content="${escapeHtml(page.generator)}">
<title>${title}</title>
<style>${styleSheet}</style>
</head>
<body>
<h1 dir="auto">${title}</h1>
<p class="facts">${escapeHtml(facts)}</p>
${topic === undefined ? '' : `<p class="facts" dir="auto">${escapeHtml(`${words.topic}: ${topic}`)}</p>\n`}${peopleHtml(page)}<form class="bar" id="bar" role="search" hidden><input type="search" id="query" aria-label="${escapeHtml(words.search)}" placeholder="${escapeHtml(words.search)}"><input type="date" id="day" aria-label="${escapeHtml(words.goTo)}" title="${escapeHtml(words.goTo)}"><output class="note" id="count" data-word="${escapeHtml(words.found)}"></output></form>
<main>
`;
};

/** Messages of one person within five minutes belong together. */
const closeMs = 300_000;

class HtmlPage implements PageWriter {
  readonly #page: Page;
  #day: string | undefined;
  #last: Entry | undefined;
  #count = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  start(): string {
    return headHtml(this.#page);
  }

  async entry(entry: Entry): Promise<string> {
    const day = formatDay(entry.at, this.#page.options.zone);
    const isNewDay = day !== this.#day;
    const last = isNewDay ? undefined : this.#last;
    const isNext =
      last?.kind === 'message' &&
      entry.kind === 'message' &&
      last.from === entry.from &&
      entry.at.epochMs - last.at.epochMs < closeMs;
    this.#count++;
    this.#last = entry;
    return this.#dayHtml(day, isNewDay) + (await entryHtml(entry, {day, isNext}, this.#page));
  }

  end(): string {
    const {words, options, generator} = this.#page;
    const facts = `${this.#count} ${words.entries} · ${words.source}: ${options.label} · ${words.madeBy} ${generator}`;
    return `${this.#day === undefined ? '' : '</section>\n'}</main>
<footer>${escapeHtml(facts)}</footer>
<script>${script}</script>
</body>
</html>
`;
  }

  /** Entries come in the order of time, so each day comes once (or again with an own anchor, were it not so). */
  #dayHtml(day: string, isNew: boolean): string {
    if (!isNew) return '';
    const close = this.#day === undefined ? '' : '</section>\n';
    this.#day = day;
    return `${close}<section class="day" id="d-${day}"><h2>${day}</h2>\n`;
  }
}

export const htmlPage = (page: Page): PageWriter => new HtmlPage(page);
