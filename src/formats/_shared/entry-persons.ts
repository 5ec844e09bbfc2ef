// All persons that an entry refers to, so that a reader can announce them before it. Reads the model, changes nothing.

import type {Entry, Inline, Part, PersonId} from '../../engine/model/archive.ts';

function* ofInlines(inlines: readonly Inline[]): IterableIterator<PersonId> {
  for (const inline of inlines) {
    if (inline.kind === 'mention' && inline.person !== undefined) yield inline.person;
    else if (inline.kind === 'styled') yield* ofInlines(inline.inlines);
    else if (inline.kind === 'url' && inline.inlines) yield* ofInlines(inline.inlines);
  }
}

function* ofParts(parts: readonly Part[]): IterableIterator<PersonId> {
  for (const part of parts) {
    if (part.kind === 'text') yield* ofInlines(part.inlines);
    else if (part.kind === 'media' && part.caption) yield* ofInlines(part.caption);
    else if (part.kind === 'contact' && part.person !== undefined) yield part.person;
    else if (part.kind === 'poll') for (const {voters} of part.options) yield* voters ?? [];
    else if (part.kind === 'bundle') for (const {body} of part.items) yield* ofParts(body);
  }
}

function* ofRelations(entry: Extract<Entry, {kind: 'message'}>): IterableIterator<PersonId> {
  const quoted = entry.replyTo?.quote?.person;
  if (quoted !== undefined) yield quoted;
  if (entry.forwardedFrom?.person !== undefined) yield entry.forwardedFrom.person;
  for (const {by} of entry.reactions ?? []) for (const {person} of by ?? []) yield person;
  for (const {before} of entry.edits ?? []) if (before) yield* ofParts(before);
}

/** May give a person more than once. */
export function* personsOf(entry: Entry): IterableIterator<PersonId> {
  if (entry.from !== undefined) yield entry.from;
  switch (entry.kind) {
    case 'message':
      yield* ofParts(entry.body);
      yield* ofRelations(entry);
      return;
    case 'call':
      yield* entry.participants ?? [];
      return;
    case 'notice':
      if ('members' in entry.event) yield* entry.event.members ?? [];
      if (entry.event.kind === 'poked' && entry.event.target !== undefined)
        yield entry.event.target;
      return;
    case 'removed':
      yield* ofParts(entry.body ?? []);
      return;
    default:
      entry satisfies never;
  }
}
