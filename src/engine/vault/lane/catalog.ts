// The catalogue of a snapshot's message lane: which exports, persons, conversations and segments there are. One JSON object per line.

import type {Conversation, Person} from '../../model/archive.ts';
import {
  conversationType,
  encodeConversation,
  encodePerson,
  personType,
} from '../../model/canonical.ts';
import {SchemaError} from '../../model/schema.ts';
import {DamagedError, damaged, fromHex, toHex} from '../bytes.ts';

/** One export that was understood. Conversations and persons belong to the export last named. */
export type ExportLine = {
  readonly type: 'export';
  readonly path: string;
  readonly format: string;
  readonly label: string;
  /** Zone of local times, and whatever else the reading was told. */
  readonly options: {
    readonly zone: string;
    readonly dateOrder?: 'dmy' | 'mdy' | 'ymd';
    readonly owner?: string;
  };
  /** Equal when the same reader would read the same bytes the same way. */
  readonly fingerprint: string;
  readonly entries: number;
  readonly problems: number;
};

export type SegmentLine = {
  readonly type: 'segment';
  readonly count: number;
  /** Earliest and latest epochMs. */
  readonly first: number;
  readonly last: number;
  /** Chunk ids whose bytes, one after the other, are the columns and the texts. */
  readonly columns: readonly Uint8Array[];
  readonly texts: readonly Uint8Array[];
  readonly columnsBytes: number;
  readonly textsBytes: number;
};

export type ConversationLine = {
  readonly type: 'conversation';
  readonly conversation: Conversation;
  readonly entries: number;
  readonly first?: number;
  readonly last?: number;
};

/** Order: an export, its persons, then each conversation followed by its segments in the order of time. */
export type CatalogLine =
  ExportLine | {readonly type: 'person'; readonly person: Person} | ConversationLine | SegmentLine;

export const encodeCatalogLine = (line: CatalogLine): string => {
  switch (line.type) {
    case 'export':
      return JSON.stringify(line);
    case 'person':
      return `{"type":"person","person":${encodePerson(line.person)}}`;
    case 'conversation': {
      const {entries, first, last} = line;
      const span =
        first === undefined || last === undefined ? '' : `,"first":${first},"last":${last}`;
      return `{"type":"conversation","conversation":${encodeConversation(line.conversation)},"entries":${entries}${span}}`;
    }
    case 'segment':
      return JSON.stringify({
        ...line,
        columns: line.columns.map(toHex),
        texts: line.texts.map(toHex),
      });
    default:
      return line satisfies never;
  }
};

type Fields = Readonly<Record<string, unknown>>;

const whole = (value: unknown): number =>
  Number.isSafeInteger(value) ? (value as number) : damaged('not a whole number');
const text = (value: unknown): string =>
  typeof value === 'string' ? value : damaged('not a text');
const ids = (value: unknown): Uint8Array[] => {
  if (!Array.isArray(value)) return damaged('not a list of ids');
  return value.map((id: unknown) =>
    typeof id === 'string' && /^[0-9a-f]{32}$/.test(id) ? fromHex(id) : damaged('not an id'),
  );
};

const exportLine = (fields: Fields): ExportLine => {
  const {zone, dateOrder, owner} = fields['options'] as Fields;
  return {
    type: 'export',
    path: text(fields['path']),
    format: text(fields['format']),
    label: text(fields['label']),
    options: {
      zone: text(zone),
      ...(dateOrder === 'dmy' || dateOrder === 'mdy' || dateOrder === 'ymd' ? {dateOrder} : {}),
      ...(typeof owner === 'string' ? {owner} : {}),
    },
    fingerprint: text(fields['fingerprint']),
    entries: whole(fields['entries']),
    problems: whole(fields['problems']),
  };
};

const conversationLine = (fields: Fields): ConversationLine => ({
  type: 'conversation',
  conversation: conversationType.decode(fields['conversation'], 'conversation') as Conversation,
  entries: whole(fields['entries']),
  ...(fields['first'] === undefined
    ? {}
    : {first: whole(fields['first']), last: whole(fields['last'])}),
});

/** Throws DamagedError. */
export const decodeCatalogLine = (json: string): CatalogLine => {
  try {
    const fields = JSON.parse(json) as Fields;
    switch (fields['type']) {
      case 'export':
        return exportLine(fields);
      case 'person':
        return {type: 'person', person: personType.decode(fields['person'], 'person') as Person};
      case 'conversation':
        return conversationLine(fields);
      case 'segment':
        return {
          type: 'segment',
          count: whole(fields['count']),
          first: whole(fields['first']),
          last: whole(fields['last']),
          columns: ids(fields['columns']),
          texts: ids(fields['texts']),
          columnsBytes: whole(fields['columnsBytes']),
          textsBytes: whole(fields['textsBytes']),
        };
      default:
        return damaged('a catalogue line of an unknown kind');
    }
  } catch (error) {
    if (
      error instanceof SyntaxError ||
      error instanceof SchemaError ||
      error instanceof TypeError
    ) {
      throw new DamagedError(`a catalogue line: ${error.message}`);
    }
    throw error;
  }
};
