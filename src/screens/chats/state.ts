// The list of chats of one or several backups: what is shown, in which order, under which filter. Pure.

import {chatTitle} from '../_shared/chat-title.ts';
import type {Lane, LaneChat} from '../../engine/vault/lane/read-lane.ts';

export type ChatRow = {
  readonly lane: Lane;
  readonly chat: LaneChat;
  /** Position in `lane.chats`: what a route names. */
  readonly index: number;
  readonly title: string;
};

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Newest activity first; chats without entries last. */
export const chatRows = (lanes: readonly Lane[], filter: string): ChatRow[] => {
  const needle = folded(filter.trim());
  return lanes
    .flatMap((lane) =>
      lane.chats.map((chat, index) => ({lane, chat, index, title: chatTitle(lane, chat)})),
    )
    .filter(({title}) => needle === '' || folded(title).includes(needle))
    .sort((a, b) => (b.chat.last ?? -Infinity) - (a.chat.last ?? -Infinity) || a.index - b.index);
};
