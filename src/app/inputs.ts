// From the paths that a person named to recognised exports, ready to read. Shared by every verb and screen that opens files.

import {basename} from 'node:path';
import {exportEvents} from '../engine/convert/convert.ts';
import type {EventSource} from '../engine/convert/convert.ts';
import type {ReadOptions} from '../engine/convert/format.ts';
import {findExports} from '../engine/convert/recognize.ts';
import type {FoundExport, RefusedExport} from '../engine/convert/recognize.ts';
import type {ReadableFormat, Registry} from '../engine/convert/registry.ts';
import {ChatError} from '../engine/errors.ts';
import {openInputs} from '../engine/io/open-inputs.ts';
import type {Input} from '../engine/io/open-inputs.ts';
import type {ReportProblem} from '../engine/model/problem.ts';

/** Where a file of an input is, for people: `~/chats/Ana.zip/_chat.txt`. */
export type Located<T> = T & {readonly location: string};

export type OpenedExports = {
  readonly inputs: readonly Input[];
  readonly exports: readonly Located<FoundExport>[];
  readonly refused: readonly Located<RefusedExport>[];
  /** Locations of files that no format knows. */
  readonly unknown: readonly string[];
  close(): Promise<void>;
};

export type OpenExportsOptions = {
  readonly registry: Registry;
  readonly signal: AbortSignal;
  readonly report: ReportProblem;
  /** `--from FORMAT` */
  readonly only?: ReadableFormat;
  /** See `OpenInputsOptions`. */
  readonly keepsDamaged?: boolean;
};

const locate = (input: Input, path: string): string =>
  basename(input.location) === path
    ? input.location
    : `${input.location.replace(/\/$/, '')}/${path}`;

export const openExports = async (
  paths: readonly string[],
  options: OpenExportsOptions,
): Promise<OpenedExports> => {
  const inputs = await openInputs(paths, options);
  const close = async (): Promise<void> => {
    for (const {source} of inputs) await source.close();
  };
  try {
    const exports: Located<FoundExport>[] = [];
    const refused: Located<RefusedExport>[] = [];
    const unknown: string[] = [];
    const owners = new Map(inputs.map((input) => [input.location, input]));
    const covered: string[] = [];
    for (const input of inputs) {
      // Archives that are parts of an export in their folder (slackdump's channels) are read by that export's reader.
      if (covered.some((prefix) => input.location.startsWith(prefix))) continue;
      const findings = await findExports(input.source, options.registry, options);
      for (const {covers} of findings.exports)
        if (covers !== undefined) covered.push(`${input.location.replace(/\/+$/, '')}/${covers}`);
      exports.push(
        ...findings.exports.map((found) => ({...found, location: locate(input, found.path)})),
      );
      refused.push(
        ...findings.refused.map((found) => ({...found, location: locate(input, found.path)})),
      );
      // An archive in a folder is looked into as an input of its own.
      unknown.push(
        ...findings.unknown
          .map((path) => locate(input, path))
          .filter((location) => (owners.get(location) ?? input) === input),
      );
    }
    return {inputs, exports, refused, unknown, close};
  } catch (error) {
    await close();
    throw error;
  }
};

/** Throws why there is nothing to read, when there is nothing. */
export const requireExports = (opened: OpenedExports): readonly Located<FoundExport>[] => {
  if (opened.exports.length > 0) return opened.exports;
  const [refusal] = opened.refused;
  if (refusal) {
    throw new ChatError('format-refused', `${refusal.location}: ${refusal.because}`, {
      hint: refusal.hint,
    });
  }
  throw new ChatError('format-unknown', 'No export that ChatArk can read was found here.', {
    hint: 'If you know what it is, name it with --from FORMAT. A backup keeps such files too, byte for byte.',
  });
};

export type Overrides = {
  readonly zone?: string;
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd';
  readonly owner?: string;
};

export const readOptions = (
  format: ReadableFormat,
  overrides: Overrides,
  systemZone: string,
): ReadOptions => ({
  zone: overrides.zone ?? format.reader.defaultZone ?? systemZone,
  ...(overrides.dateOrder === undefined ? {} : {dateOrder: overrides.dateOrder}),
  ...(overrides.owner === undefined ? {} : {owner: overrides.owner}),
});

/** A name for people: the export's file or folder, without what every export is called. */
export const labelOf = (found: Located<FoundExport>): string => {
  const parts = found.location.split('/').filter((part) => part !== '');
  const generic =
    /^(?:_chat\.txt|result\.json|messages?(?:_\d+)?\.(?:json|html?)|manifest\.json|index\.(?:json|html)|channels\.json|main\.jsonl)$/i;
  const last = parts.at(-1) ?? found.source.label;
  return generic.test(last) ? (parts.at(-2) ?? last) : last;
};

export const eventsOf = (
  found: Located<FoundExport>,
  overrides: Overrides,
  systemZone: string,
): EventSource =>
  exportEvents(found, readOptions(found.format, overrides, systemZone), labelOf(found));
