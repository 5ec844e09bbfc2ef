// Small constructors that readers share, so that absent fields are left out and bodies are never empty.

import type {
  ArchiveEvent,
  Conversation,
  ConversationId,
  Entry,
  Inline,
  Part,
  Person,
} from './archive.ts';

export const plain = (text: string): Inline => ({kind: 'plain', text});

/** A text part; the empty string gives a part without inlines. */
export const textPart = (text: string): Part => ({
  kind: 'text',
  inlines: text === '' ? [] : [plain(text)],
});

export const personEvent = (person: Person): ArchiveEvent => ({type: 'person', person});

export const conversationEvent = (conversation: Conversation): ArchiveEvent => ({
  type: 'conversation',
  conversation,
});

export const entryEvent = (conversation: ConversationId, entry: Entry): ArchiveEvent => ({
  type: 'entry',
  conversation,
  entry,
});

type Defined<T> = {[Key in keyof T]: Exclude<T[Key], undefined>};

/**
 * Drops the keys whose value is undefined, which `exactOptionalPropertyTypes` wants:
 * `{kind: 'media', ...given({width: record.width})}`.
 */
export const given = <T extends object>(fields: T): Partial<Defined<T>> => {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) result[key] = value;
  return result as Partial<Defined<T>>;
};
