// Opens what a person named: files, folders, archives; archives inside folders; archives in several parts as one tree.

import {basename, join} from 'node:path';
import {ChatError} from '../errors.ts';
import type {ReportProblem} from '../model/problem.ts';
import {openSource} from './open-source.ts';
import type {Source} from './source.ts';
import {unionSource} from './union-source.ts';

/** A source and where it is on this computer. */
export type Input = {readonly source: Source; readonly location: string};

const archiveName = /\.(?:zip|tar|tgz|tar\.gz|json\.gz)$/i;
/** `takeout-20240101T000000Z-001.zip`, `mydata~17-2.zip`, `facebook-ana_3.zip`: the same thing in parts. */
const partName = /^(.*)[-_](\d{1,3})(\.zip)$/i;

/** `x-1.zip` → `x.zip`: the one input that the parts of an archive become; undefined for what is no part. */
export const wholeOfPart = (location: string): string | undefined => {
  const match = partName.exec(location);
  return match ? `${match[1]}${match[3]}` : undefined;
};

/** Parts become one tree unless a path stands in two of them with different content sizes: then they are exports in their own right. */
const arePartsOfOne = async (inputs: readonly Input[]): Promise<boolean> => {
  const seen = new Map<string, number>();
  for (const {source} of inputs) {
    for (const {path, size} of await source.list()) {
      if ((seen.get(path) ?? size) !== size) return false;
      seen.set(path, size);
    }
  }
  return true;
};

const joinParts = async (inputs: readonly Input[]): Promise<Input[]> => {
  const families = new Map<string, Input[]>();
  for (const input of inputs) {
    const key = wholeOfPart(input.location) ?? input.location;
    families.set(key, [...(families.get(key) ?? []), input]);
  }
  const joined: Input[] = [];
  for (const [key, members] of families) {
    const [first] = members;
    if (first && members.length > 1 && (await arePartsOfOne(members))) {
      joined.push({
        location: key,
        source: unionSource(
          members.map(({source}) => source),
          first.source.label,
        ),
      });
    } else joined.push(...members);
  }
  return joined;
};

export type OpenInputsOptions = {
  readonly report: ReportProblem;
  /** A named archive that cannot be looked into is a problem, not an error: for a backup, which keeps any bytes. */
  readonly keepsDamaged?: boolean;
};

const archiveTrouble: ReadonlySet<string> = new Set([
  'input-malformed',
  'input-encrypted',
  'input-limit',
]);

const openOrReport = async (
  location: string,
  path: string,
  report: ReportProblem,
  isTolerable: (error: ChatError) => boolean,
): Promise<Source | undefined> => {
  try {
    return await openSource(location, {onProblem: report});
  } catch (error) {
    if (!(error instanceof ChatError) || !isTolerable(error)) throw error;
    report({kind: 'file-unreadable', place: {path}, detail: error.message});
    return undefined;
  }
};

/** An archive inside a folder that cannot be opened is a problem; one that was named by hand is an error. */
const nestedArchives = async (
  folder: string,
  source: Source,
  report: ReportProblem,
): Promise<Input[]> => {
  const inputs: Input[] = [];
  for (const {path} of await source.list()) {
    if (!archiveName.test(path)) continue;
    const location = join(folder, path);
    const archive = await openOrReport(location, path, report, () => true);
    if (archive) inputs.push({location, source: archive});
  }
  return inputs;
};

const isFolderOf = (source: Source): boolean => 'isFolder' in source && source.isFolder === true;

/** Order: as named; archives of a folder after the folder itself. Throws what `openSource` throws for a path that was named. */
export const openInputs = async (
  paths: readonly string[],
  options: OpenInputsOptions,
): Promise<Input[]> => {
  const inputs: Input[] = [];
  for (const location of paths) {
    const source = await openOrReport(
      location,
      basename(location),
      options.report,
      ({code}) => options.keepsDamaged === true && archiveTrouble.has(code),
    );
    if (!source) continue;
    inputs.push({source, location});
    if (isFolderOf(source))
      inputs.push(...(await nestedArchives(location, source, options.report)));
  }
  return joinParts(inputs);
};
