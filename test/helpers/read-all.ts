// Runs a reader to its end and keeps everything that it says.

import type {FoundExport} from '../../src/engine/convert/recognize.ts';
import {findExports} from '../../src/engine/convert/recognize.ts';
import {createRegistry} from '../../src/engine/convert/registry.ts';
import type {Format, Inference, ReadContext, ReadOptions} from '../../src/engine/convert/format.ts';
import type {Source} from '../../src/engine/io/source.ts';
import type {ArchiveEvent} from '../../src/engine/model/archive.ts';
import {encodeLine} from '../../src/engine/model/canonical.ts';
import {ProblemLog} from '../../src/engine/model/problem.ts';
import type {Problem} from '../../src/engine/model/problem.ts';

export type Heard = {
  readonly events: ArchiveEvent[];
  readonly problems: readonly Problem[];
  readonly inferences: readonly Inference[];
};

export const makeContext = (signal: AbortSignal = new AbortController().signal) => {
  const log = new ProblemLog();
  const inferences: Inference[] = [];
  const ctx: ReadContext = {
    signal,
    report: log.report,
    advanced: () => undefined,
    infer: (inference) => inferences.push(inference),
  };
  return {ctx, log, inferences};
};

export const optionsFor = (format: Format, options: Partial<ReadOptions> = {}): ReadOptions => ({
  zone: format.reader?.defaultZone ?? 'UTC',
  ...options,
});

export const find = async (formats: readonly Format[], source: Source) => {
  const log = new ProblemLog();
  const findings = await findExports(source, createRegistry(formats), {
    signal: new AbortController().signal,
    report: log.report,
  });
  return {...findings, problems: log.summary().samples};
};

export const readExport = async (
  found: FoundExport,
  options: Partial<ReadOptions> = {},
): Promise<Heard> => {
  const {ctx, log, inferences} = makeContext();
  const events: ArchiveEvent[] = [];
  const input = {source: found.source, path: found.path};
  for await (const batch of found.format.reader.read(input, optionsFor(found.format, options), ctx))
    events.push(...batch);
  return {events, problems: log.summary().samples, inferences};
};

export const asLines = (events: readonly ArchiveEvent[]): string =>
  events.map((event) => `${encodeLine(event)}\n`).join('');
