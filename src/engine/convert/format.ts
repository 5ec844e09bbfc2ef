// What a chat format is to the engine: an id, perhaps a reader, perhaps a writer. Formats are data in one list, never names in code.

import type {ReportProblem} from '../model/problem.ts';
import type {Asset, EventBatch} from '../model/archive.ts';
import type {Feature} from '../model/features.ts';
import type {Source} from '../io/source.ts';
import type {Sink} from '../io/sink.ts';

// ---- recognising

/**
 * A bounded look at one file of a source. `head` holds the first 64 KiB (fewer if the file is smaller); `text` is the same,
 * decoded (UTF-8, UTF-16 or a guess), BOM removed, a broken last character dropped.
 */
export type Sample = {
  readonly path: string;
  readonly size: number;
  readonly head: Uint8Array;
  readonly text: string;
  /** All paths of the source (at most 100,000), sorted. */
  readonly paths: readonly string[];
  has(path: string): boolean;
};

/**
 * - `certain`: the structure says so. No file may be `certain` for two formats; a file name alone is never enough.
 * - `possible`: it could be; shown to the person, taken only when nothing is certain.
 * - `refused`: recognised, and not readable for a reason that the person is told (`hint` says what to do instead).
 *
 * `covers`: a folder prefix (`''` = the whole source, else ending with `/`): every file below belongs to this export and is not
 * asked about again. Without it the export is this one file (media beside it may still be referred to).
 */
export type Recognition =
  | {readonly match: 'no'}
  | {readonly match: 'possible' | 'certain'; readonly because: string; readonly covers?: string}
  | {
      readonly match: 'refused';
      readonly because: string;
      readonly hint: string;
      readonly covers?: string;
    };

export const no: Recognition = {match: 'no'};

// ---- reading

/** One recognised export: a source and the file in it at which the reader starts. */
export type ExportInput = {
  readonly source: Source;
  /** The path that was recognised. Media paths in the export are relative to its folder unless the format says otherwise. */
  readonly path: string;
};

/** What the person can override; the same for every reader, so that screens and flags need not know the format. */
export type ReadOptions = {
  /** IANA zone or ±hh:mm for local times that have none; each format's default is its own (`Reader.defaultZone`), else this computer's. */
  readonly zone: string;
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd';
  /** The exporting person, by name or handle as it stands in the export. */
  readonly owner?: string;
};

export type InferenceKind =
  | 'dialect'
  | 'version'
  | 'date-order'
  | 'zone'
  | 'owner'
  | 'encoding'
  | 'calendar'
  | 'language'
  | 'completeness';

/** Something a reader decided that the export does not say outright, and from what evidence. */
export type Inference = {
  readonly what: InferenceKind;
  readonly value: string;
  readonly because: string;
};

export type ReadContext = {
  readonly signal: AbortSignal;
  readonly report: ReportProblem;
  /** For progress: bytes of the source consumed since the last call. Optional to call; be honest about the unit. */
  advanced(bytes: number): void;
  infer(inference: Inference): void;
};

/**
 * - `recognize` is pure and cheap.
 * - `read` yields while reading; memory is one record plus lookup tables that the format's NOTES.md names. It may be called again
 *   on the same input and then gives equal events, ids included. It stops within one chunk of `signal`.
 *   It throws ChatError only when nothing more can be read (`input-malformed` …); a bad record is `ctx.report` and the reading goes on.
 *   A cut-off file gives what came before the cut and an `input-truncated` problem.
 * - `openAsset` is for assets whose bytes are not simply the file `asset.id` in the source (base64 inside XML, MIME parts).
 *   Undefined: the default (`source.open(asset.id)`) applies.
 */
export interface Reader {
  readonly defaultZone?: string;
  recognize(sample: Sample): Recognition;
  read(input: ExportInput, options: ReadOptions, ctx: ReadContext): AsyncIterable<EventBatch>;
  openAsset?(input: ExportInput, asset: Asset, ctx: ReadContext): AsyncIterable<Uint8Array>;
}

// ---- writing

export type WriteContext = {
  readonly signal: AbortSignal;
  readonly report: ReportProblem;
  /** The bytes of an `included` asset; undefined when they cannot be had (already reported). */
  asset(asset: Asset): AsyncIterable<Uint8Array> | undefined;
  /** `chatark 0.1.0` */
  readonly generator: string;
  /** Milliseconds; only for fields in which the format demands the time of the export. */
  now(): number;
};

export type WriteOptions = {
  /** Zone for formats that print local time. */
  readonly zone: string;
  /** Label of what was read, for headers and titles. */
  readonly label: string;
  /** Id of the format that was read, where there was one. */
  readonly sourceFormat?: string;
  readonly lang: 'zh' | 'en';
};

/**
 * - `layout`: `file` = one output file for everything (`--out FILE`, `-`); `file-per-conversation` = one file each (a single
 *   conversation still goes to `--out FILE`); `folder` = several files or media beside the text.
 * - `needs: 'grouped'`: the engine delivers all persons first, then one conversation after the other: its final conversation event,
 *   then its entries in the order of time. Without it events come as the reader gave them.
 * - `holds`: what survives. What is used and not held is reported as loss by the engine, before and after; the writer does not
 *   report it again. A single record that it cannot write although the feature is held is a `not-representable` problem.
 * - `write` pulls: awaiting the sink is the back-pressure. It creates its files through the sink with names from `fileName`,
 *   and aborts them on error. Same events, same options → same bytes.
 */
export interface Writer {
  readonly extension: string;
  readonly layout: 'file' | 'file-per-conversation' | 'folder';
  readonly needs?: 'grouped';
  readonly holds: ReadonlySet<Feature>;
  /** Does it copy `included` media beside the text when the sink is a folder? */
  readonly copiesMedia: boolean;
  write(
    batches: AsyncIterable<EventBatch>,
    sink: Sink,
    options: WriteOptions,
    ctx: WriteContext,
  ): Promise<void>;
}

export type Platform = string;

export type Format = {
  /** Producer and container: `whatsapp-txt`. Never a version number. */
  readonly id: string;
  /** `WhatsApp chat export (txt, zip)` */
  readonly title: {readonly zh: string; readonly en: string};
  readonly platform: Platform;
  readonly reader?: Reader;
  readonly writer?: Writer;
};

export const defineFormat = (format: Format): Format => format;
