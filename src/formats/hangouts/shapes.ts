// Pieces of Hangouts.json that several parts of the reader look at. Keys as Google wrote them.

import {idAt, recordAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

/** `{gaia_id, chat_id}`; both are the same number in almost all exports. */
export const participantId = (id: Loose | undefined): string | undefined =>
  id && (idAt(id, 'chat_id') ?? idAt(id, 'gaia_id'));

/** The facts of a conversation stand in an object inside of an object of the same name. */
export const factsOf = (element: Loose): Loose | undefined => {
  const outer =
    recordAt(element, 'conversation') ??
    recordAt(recordAt(element, 'conversation_state') ?? {}, 'conversation');
  if (!outer) return undefined;
  return recordAt(outer, 'conversation') ?? outer;
};

export const conversationIdOf = (element: Loose, facts: Loose | undefined): string | undefined => {
  const places = [
    facts && recordAt(facts, 'id'),
    recordAt(element, 'conversation_id'),
    recordAt(recordAt(element, 'conversation') ?? {}, 'conversation_id'),
    facts && recordAt(facts, 'conversation_id'),
  ];
  return places.map((place) => place && idAt(place, 'id')).find((id) => id !== undefined);
};
