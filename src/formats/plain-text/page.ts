// The lines of a plain text page. Control characters of chat text are made visible, so that printing the file in a terminal is safe.

import type {Entry} from '../../engine/model/archive.ts';
import {formatClock, formatDay} from '../../engine/model/time.ts';
import type {Page, PageWriter} from '../_shared/chat-pages.ts';
import {entryWords} from '../_shared/entry-words.ts';
import {visibleControls} from '../_shared/visible-controls.ts';

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
    const text = visibleControls(indented(await entryWords(entry, this.#page)));
    this.#count++;
    return `[${day}${clock}] ${text}\n`;
  }

  end(): string {
    const {words, options, generator} = this.#page;
    return `\n${visibleControls(`${this.#count} ${words.entries} · ${words.source}: ${options.label} · ${words.madeBy} ${generator}`)}\n`;
  }
}

export const textPage = (page: Page): PageWriter => new TextPage(page);
