// How mentions and emoji stand in a message's text: flattened, as the exporter does it by default.

import {writeDiscordMarkdown} from '../_shared/discord-markdown-write.ts';
import type {MarkdownNames} from '../_shared/discord-markdown-write.ts';
import {plain} from '../../engine/model/build.ts';
import type {PersonId} from '../../engine/model/archive.ts';

type NameBook = {nameOf(id: PersonId): string | undefined};

const nobody: MarkdownNames = {mention: ({text}) => text, emoji: ({text}) => text};

const escaped = (text: string): string => writeDiscordMarkdown([plain(text)], nobody);

/** `idOf`: the id to write for a mention whose words are not the person's name. */
export const namesFor = (
  people: NameBook,
  idOf: (id: PersonId) => string = (id) => id,
): MarkdownNames => ({
  mention: ({text, person, everyone}) => {
    if (everyone === true) return text === '@here' ? '@here' : '@everyone';
    if (person === undefined) return /^<[@#]&?!?\d+>$/.test(text) ? text : escaped(text);
    return text === `@${people.nameOf(person) ?? ''}` ? text : `<@${idOf(person)}>`;
  },
  emoji: ({text}) => text,
});
