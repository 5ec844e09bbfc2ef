// Which files of a folder are one export of DiscordChatExporter: channels, threads, partitions, assets. Looks at names only.

import type {Sample} from '../../engine/convert/format.ts';

/** `Guild - Category - general [123] (after 2024-01-01) [part 2].json`, the exporter's own naming. */
const ownName = /\[(\d{15,21})\](?: \([^)]*\))?(?: \[part (\d{1,6})\])?\.json$/i;

const assetFolder = /(?:^|\/)(?:[^/]*_Files|media|assets|files)\//i;

export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const partOf = (path: string): number => Number(ownName.exec(path)?.[2] ?? 1);

const withoutPart = (path: string): string => path.replace(/ \[part \d{1,6}\](?=\.json$)/i, '');

/** The JSON files of the folder when everything in it is named by the exporter; undefined otherwise. */
const ownFolder = (paths: readonly string[], folder: string): readonly string[] | undefined => {
  const files: string[] = [];
  for (const path of paths) {
    if (!path.startsWith(folder)) continue;
    const rest = path.slice(folder.length);
    if (assetFolder.test(rest)) continue;
    if (rest.includes('/') || !ownName.test(rest)) return undefined;
    files.push(path);
  }
  return files;
};

/** Everything in the folder belongs to this export: the first file stands for it. */
export const coveredFolder = (sample: Sample): {readonly covers?: string} => {
  const folder = folderOf(sample.path);
  const files = ownFolder(sample.paths, folder);
  return files !== undefined && files[0] === sample.path ? {covers: folder} : {};
};

/** A further part of a file that stands beside it is read with that file. */
export const isLaterFile = (sample: Sample): boolean =>
  partOf(sample.path) > 1 && sample.has(withoutPart(sample.path));

/** By channel, then by part: a channel's files one after the other. */
export const filesOf = (
  anchor: string,
  paths: readonly string[],
): readonly (readonly string[])[] => {
  const folder = folderOf(anchor);
  const whole = ownFolder(paths, folder);
  const first = withoutPart(anchor);
  const own =
    whole !== undefined && whole[0] === anchor
      ? whole
      : paths.filter(
          (path) => path === anchor || (withoutPart(path) === first && partOf(path) > 1),
        );
  const byChannel = new Map<string, string[]>();
  for (const path of own) {
    const channel = ownName.exec(path)?.[1] ?? path;
    const known = byChannel.get(channel);
    if (known) known.push(path);
    else byChannel.set(channel, [path]);
  }
  return [...byChannel.values()].map((files) =>
    files.toSorted((a, b) => {
      const [firstA, firstB] = [withoutPart(a), withoutPart(b)];
      if (firstA !== firstB) return firstA < firstB ? -1 : 1;
      return partOf(a) - partOf(b);
    }),
  );
};
