// A message as signal-export has it in both of its files. No reading here.

import type {JsonObject, Moment} from '../../engine/model/archive.ts';

export const formatId = 'signal-export';

/** The name of the exporting person in every language. */
export const ownerName = 'Me';

export type FileRef = {
  readonly name: string;
  /** Relative to the chat's folder; empty: the export has not taken it. */
  readonly path: string;
  readonly missing?: string;
};

export type ExportRecord = {
  /** As printed. */
  readonly date: string;
  readonly at: Moment;
  readonly sender: string;
  readonly text: string;
  readonly quote: string;
  readonly sticker?: {readonly emoji: string; readonly path?: string; readonly id?: string};
  readonly reactions: readonly (readonly [name: string, emoji: string])[];
  readonly files: readonly FileRef[];
  readonly isDeleted: boolean;
  readonly isCall: boolean;
  readonly extras?: {readonly [formatId]: JsonObject};
};
