// How verbs speak: lines for people, or one JSON object per line. Results go to stdout, progress and trouble to stderr.

import type {ChatError} from '../../engine/errors.ts';
import type {Problem} from '../../engine/model/problem.ts';
import {severityOf} from '../../engine/model/problem.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | {readonly [key: string]: JsonValue | undefined};

export type JsonRecord = {
  readonly type: 'status' | 'item' | 'problem' | 'error' | 'summary';
  readonly [key: string]: JsonValue | undefined;
};

export interface Output {
  readonly isJson: boolean;
  /** A line of the result. Ignored in JSON mode. Resolves when stdout can take more. */
  line(text?: string): Promise<void>;
  /** A record of the result. Ignored unless in JSON mode. */
  json(record: JsonRecord): Promise<void>;
  /** Text as it is, in both modes (a converted file on stdout). */
  raw(text: string | Uint8Array): Promise<void>;
  /** A passing remark on stderr: progress, hints. Silent with `--quiet`. */
  note(text: string): void;
  /** Overwrites the last progress line on a terminal; says nothing elsewhere. */
  progress(text: string): void;
  problem(problem: Problem): Promise<void>;
  error(error: ChatError): Promise<void>;
}

export type OutputOptions = {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & {readonly isTTY?: boolean};
  readonly isJson: boolean;
  readonly isQuiet: boolean;
};

/** One line. DEL and C1 are legal in JSON, and some terminals obey them. */
const jsonLine = (value: object): string =>
  `${JSON.stringify(value).replace(/[\u007f-\u009f]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)}\n`;

/** Where a problem is, as people write it: `path:12`. */
export const placeText = (problem: Problem): string => {
  const {path = '', line, byte, record} = problem.place;
  const spot = line !== undefined ? `:${line}` : byte !== undefined ? ` at byte ${byte}` : '';
  return sanitizeLine(`${path}${spot}${record === undefined ? '' : ` (${record})`}`);
};

export const problemText = (problem: Problem): string => {
  const detail = problem.detail === undefined ? '' : `: ${sanitizeLine(problem.detail)}`;
  const sample = problem.sample === undefined ? '' : ` «${sanitizeLine(problem.sample)}»`;
  return `${severityOf(problem.kind)} ${problem.kind} ${placeText(problem)}${detail}${sample}`;
};

export const createOutput = (options: OutputOptions): Output => {
  const {stdout, stderr, isJson, isQuiet} = options;
  let hasProgress = false;
  const send = (stream: NodeJS.WritableStream, content: string | Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      // A closed pipe (`| head`) is answered by the error listener in main, not here.
      if (stream.write(content)) resolve();
      else stream.once('drain', resolve);
    });
  const clear = (): string => {
    const before = hasProgress ? '\r\u001b[K' : '';
    hasProgress = false;
    return before;
  };
  return {
    isJson,
    line: async (content = '') => (isJson ? undefined : send(stdout, `${content}\n`)),
    json: async (record) => (isJson ? send(stdout, jsonLine(record)) : undefined),
    raw: (content) => send(stdout, content),
    note: (content) => {
      if (!isQuiet) stderr.write(`${clear()}${content}\n`);
    },
    progress: (content) => {
      if (isQuiet || stderr.isTTY !== true) return;
      stderr.write(`\r\u001b[K${content}`);
      hasProgress = true;
    },
    problem: async (problem) => {
      const {place, ...rest} = problem;
      if (isJson)
        await send(
          stdout,
          jsonLine({type: 'problem', severity: severityOf(problem.kind), ...rest, place}),
        );
      else if (!isQuiet) stderr.write(`${clear()}${problemText(problem)}\n`);
    },
    error: async (error) => {
      const {code, message, hint, details} = error;
      if (isJson) {
        await send(
          stdout,
          jsonLine({type: 'error', code, message, hint, exitCode: error.exitCode, details}),
        );
      }
      stderr.write(
        `${clear()}chatark: ${sanitizeLine(message)}\n${hint === undefined ? '' : `         ${sanitizeLine(hint)}\n`}`,
      );
    },
  };
};
