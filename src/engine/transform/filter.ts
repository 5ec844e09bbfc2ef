// Keeps some conversations and a range of time; everything else of the stream passes through.

import type {ArchiveEvent, Conversation, EventBatch} from '../model/archive.ts';

export type Selection = {
  /** Conversation ids or titles; a title matches without regard to case, and by part of it. */
  readonly chats?: readonly string[];
  /** First instant kept. */
  readonly since?: number;
  /** First instant no longer kept. */
  readonly until?: number;
};

export const selectsAll = (selection: Selection): boolean =>
  selection.chats === undefined && selection.since === undefined && selection.until === undefined;

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Is this conversation named by one of `chats`? An exact id or title wins over parts of titles elsewhere only by the caller's choice. */
export const conversationMatches = (
  conversation: Conversation,
  chats: readonly string[],
): boolean => {
  const title = folded(conversation.title ?? '');
  return chats.some(
    (chat) => chat === conversation.id || (title !== '' && title.includes(folded(chat))),
  );
};

/** Persons always pass: leaving out one that is referred to would break the order rule. */
export async function* filterEvents(
  batches: AsyncIterable<EventBatch>,
  selection: Selection,
): AsyncIterable<EventBatch> {
  const {chats, since = -Infinity, until = Infinity} = selection;
  const kept = new Set<string>();
  const isKept = (event: ArchiveEvent): boolean => {
    switch (event.type) {
      case 'person':
        return true;
      case 'conversation':
        if (chats && !conversationMatches(event.conversation, chats))
          return kept.has(event.conversation.id);
        kept.add(event.conversation.id);
        return true;
      case 'entry':
        return (
          kept.has(event.conversation) &&
          event.entry.at.epochMs >= since &&
          event.entry.at.epochMs < until
        );
      default:
        return event satisfies never;
    }
  };
  if (selectsAll(selection)) return yield* batches;
  for await (const batch of batches) {
    const rest = batch.filter(isKept);
    if (rest.length > 0) yield rest;
  }
}
