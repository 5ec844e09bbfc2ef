// The text of a message: Discord's markdown, with the mentions and emoji that the exporter flattened to `@Name` and `:name:`.

import type {Asset, Inline, PersonId} from '../../engine/model/archive.ts';
import {parseDiscordMarkdown} from '../_shared/discord-markdown.ts';
import type {InlineWriter} from '../_shared/inline-writer.ts';
import {idAt, recordsAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import type {People} from './people.ts';

export type ContentContext = {
  readonly people: People;
  asset(url: string): Asset;
};

type Name = {readonly text: string; readonly inline: Inline};

/** More names than this in one message are no mentions of a person's text. */
const maxNames = 200;

const mentionNames = (record: Loose, people: People): Name[] =>
  recordsAt(record, 'mentions').flatMap((user) => {
    const person = people.see(user);
    const name = stringAt(user, 'nickname') ?? stringAt(user, 'name');
    if (person === undefined || name === undefined) return [];
    const text = `@${name}`;
    return [{text, inline: {kind: 'mention' as const, text, person}}];
  });

const emojiNames = (record: Loose, ctx: ContentContext): Name[] =>
  recordsAt(record, 'inlineEmojis').flatMap((emoji) => {
    const id = idAt(emoji, 'id');
    const name = stringAt(emoji, 'name');
    if (id === undefined || name === undefined) return [];
    const text = `:${name}:`;
    const url = stringAt(emoji, 'imageUrl');
    return [
      {
        text,
        inline: {
          kind: 'emoji' as const,
          text,
          id,
          ...(url === undefined ? {} : {asset: ctx.asset(url)}),
        },
      },
    ];
  });

/** `@Ann` is not in `@Anna`; scripts without spaces may go on at once. */
const endsThere = (text: string, at: number, name: string): boolean =>
  name.endsWith(':') ||
  !/[A-Za-z0-9_]/.test(name.at(-1) ?? '') ||
  !/[A-Za-z0-9_]/.test(text.charAt(at + name.length));

/** Puts names into running text. The longest name that fits wins: `@Ann` must not be taken for `@An`. */
const findNames = (names: readonly Name[]) => {
  const sorted = names.slice(0, maxNames).toSorted((a, b) => b.text.length - a.text.length);
  const signs = new Set(sorted.map((name) => name.text.charAt(0)));
  return (text: string, into: InlineWriter): void => {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      if (!signs.has(text.charAt(at))) continue;
      const name = sorted.find(
        (one) => text.startsWith(one.text, at) && endsThere(text, at, one.text),
      );
      if (!name) continue;
      into.plain(text.slice(from, at));
      into.inline(name.inline);
      at += name.text.length - 1;
      from = at + 1;
    }
    into.plain(text.slice(from));
  };
};

export const readContent = (
  content: string,
  record: Loose,
  ctx: ContentContext,
): readonly Inline[] => {
  const names = [...mentionNames(record, ctx.people), ...emojiNames(record, ctx)];
  if (content === '') return [];
  return parseDiscordMarkdown(content, {
    user: (id) => {
      const person = ctx.people.byId(id);
      if (person === undefined) return {kind: 'mention', text: `<@${id}>`};
      return {kind: 'mention', text: `@${ctx.people.nameOf(person) ?? id}`, person};
    },
    named: (sign, id) => ({kind: 'mention', text: sign === '#' ? `<#${id}>` : `<@&${id}>`}),
    ...(names.length > 0 ? {text: findNames(names)} : {}),
  });
};

export const mentionedPersons = (record: Loose, people: People): PersonId[] =>
  recordsAt(record, 'mentions')
    .map((user) => people.see(user))
    .filter((id) => id !== undefined);
