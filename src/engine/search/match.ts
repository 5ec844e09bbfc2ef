// Does an entry fit a query? Pure; the text that is searched is what a person would read (model/text.ts).

import type {Conversation, Entry, Inline, Part, Person} from '../model/archive.ts';
import {assertNever} from '../model/assert-never.ts';
import {entryText} from '../model/text.ts';
import {fold} from './fold.ts';
import type {HasWord, Query, Term} from './query.ts';

/** An entry with what names it; `text` is folded and computed once. */
export type Subject = {
  readonly entry: Entry;
  readonly text: string;
  readonly sender: Person | undefined;
  readonly conversation: Conversation | undefined;
};

export const makeSubject = (
  entry: Entry,
  sender: Person | undefined,
  conversation: Conversation | undefined,
): Subject => ({
  entry,
  text: fold(entryText(entry)),
  sender,
  conversation,
});

const nameFits = (person: Person | undefined, name: string): boolean => {
  if (!person) return false;
  if (person.isOwner && (name === 'me' || name === '我')) return true;
  const names = [
    person.id,
    person.name ?? '',
    ...(person.aliases ?? []),
    ...(person.handles ?? []).map(({value}) => value),
  ];
  return names.some((each) => fold(each).includes(name));
};

const holdsLink = (inlines: readonly Inline[]): boolean =>
  inlines.some(
    (inline) => inline.kind === 'url' || (inline.kind === 'styled' && holdsLink(inline.inlines)),
  );

const partFits = (part: Part, what: HasWord): boolean => {
  switch (part.kind) {
    case 'media':
      return what === 'media' || what === part.role || (what === 'photo' && part.role === 'image');
    case 'text':
      return what === 'link' && holdsLink(part.inlines);
    case 'location':
    case 'contact':
    case 'poll':
    case 'transfer':
    case 'link':
      return what === part.kind;
    case 'bundle':
      return part.items.some(({body}) => body.some((inner) => partFits(inner, what)));
    case 'raw':
      return false;
    default:
      return assertNever(part);
  }
};

const hasFits = (entry: Entry, what: HasWord): boolean => {
  if (entry.kind !== 'message') return false;
  if (what === 'reply') return entry.replyTo !== undefined;
  if (what === 'reaction') return (entry.reactions?.length ?? 0) > 0;
  if (what === 'forward') return entry.forwardedFrom !== undefined;
  return (
    entry.body.some((part) => partFits(part, what)) ||
    (what === 'link' && /https?:\/\//.test(entryText(entry)))
  );
};

const termFits = (term: Term, subject: Subject): boolean => {
  switch (term.kind) {
    case 'text':
      return subject.text.includes(term.needle);
    case 'from':
      return nameFits(subject.sender, term.name);
    case 'in':
      return (
        subject.conversation !== undefined &&
        fold(subject.conversation.title ?? subject.conversation.id).includes(term.name)
      );
    case 'time':
      return subject.entry.at.epochMs >= term.from && subject.entry.at.epochMs < term.until;
    case 'has':
      return hasFits(subject.entry, term.what);
    case 'entry-kind':
      return subject.entry.kind === term.what;
    case 'not':
      return !termFits(term.term, subject);
    case 'any':
      return term.terms.some((inner) => termFits(inner, subject));
    default:
      return assertNever(term);
  }
};

export const matches = (query: Query, subject: Subject): boolean =>
  query.terms.every((term) => termFits(term, subject));
