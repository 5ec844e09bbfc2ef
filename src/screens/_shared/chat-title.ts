// What a chat is called on the screen.

import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import type {Lane, LaneChat} from '../../engine/vault/lane/read-lane.ts';

/** Safe to show. A direct chat without a title is called by its other member. */
export const chatTitle = (lane: Lane, chat: LaneChat): string => {
  const {title, members, id} = chat.conversation;
  if (title !== undefined && title !== '') return sanitizeLine(title);
  const persons = lane.personsOf(chat.export);
  const other = members
    .map((member) => persons.get(member))
    .find((person) => person && !person.isOwner && person.name);
  return sanitizeLine(other?.name ?? id);
};
