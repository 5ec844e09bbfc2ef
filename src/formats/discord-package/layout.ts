// Where the files of a package lie: the folder of the messages, and what is beside it. Looks at paths only.

import {channelPath, idOf} from './shapes.ts';

export type ChannelFiles = {
  readonly id: string;
  readonly info: string;
  /** `messages.json` or `messages.csv`. */
  readonly messages?: string;
};

export type Layout = {
  /** The folder of the messages, with its slash. */
  readonly folder: string;
  /** The package's own folder, with its slash. */
  readonly root: string;
  readonly channels: readonly ChannelFiles[];
};

const parentOf = (folder: string): string => folder.replace(/[^/]*\/$/, '');

/** Of the package that a channel's file belongs to; undefined for any other file. */
export const layoutOf = (path: string, paths: readonly string[]): Layout | undefined => {
  const match = channelPath.exec(path);
  if (!match) return undefined;
  const folder = match[1] ?? '';
  const all = new Set(paths);
  const channels = paths.flatMap((info): ChannelFiles[] => {
    const found = channelPath.exec(info);
    if (!found || (found[1] ?? '') !== folder) return [];
    const base = info.slice(0, info.lastIndexOf('/') + 1);
    const messages = [`${base}messages.json`, `${base}messages.csv`].find((one) => all.has(one));
    return [{id: idOf(found[2] ?? ''), info, ...(messages === undefined ? {} : {messages})}];
  });
  return {folder, root: parentOf(folder), channels};
};

/** `account/user.json` in whatever language: the one `user.json` of that depth. */
export const userPath = ({root}: Layout, paths: readonly string[]): string | undefined =>
  paths.find(
    (path) => path.startsWith(root) && /^[^/]+\/user\.json$/i.test(path.slice(root.length)),
  );

/** `servers/index.json`: the index that is not the messages'. */
export const serversPath = ({root, folder}: Layout, paths: readonly string[]): string | undefined =>
  paths.find(
    (path) =>
      path.startsWith(root) &&
      !path.startsWith(folder) &&
      /^[^/]+\/index\.json$/i.test(path.slice(root.length)),
  );
