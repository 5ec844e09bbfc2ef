// Where the groups of a Google Chat takeout lie: `Groups/<DM|Space> <id>/messages.json`, whatever the folders are called. Paths only.

export type Group = {
  /** Ends with `/`, or is `''`. */
  readonly folder: string;
  readonly id: string;
  readonly messages: string | undefined;
  readonly facts: string | undefined;
};

export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const parentOf = (folder: string): string => folderOf(folder.slice(0, -1));

const nameOf = (folder: string): string => folder.split('/').at(-2) ?? '';

const messagesName = 'messages.json';
const factsName = 'group_info.json';

/**
 * The folder that the takeout fills: the parent of the folder of all groups where that is known (`Google Chat/`), else the folder
 * of all groups, else the group itself. Undefined: a file alone.
 */
export const coverOf = (path: string, paths: readonly string[]): string | undefined => {
  const folder = folderOf(path);
  const has = new Set(paths.filter((other) => other.startsWith(folder)));
  if (!has.has(`${folder}${factsName}`) || folder === '') return undefined;
  const groups = parentOf(folder);
  if (groups === '') return folder;
  const product = parentOf(groups);
  return product === '' ? groups : product;
};

/** `DM AAAA` → `AAAA`. */
const idOf = (folder: string): string => nameOf(folder).split(' ').at(-1) ?? '';

export const groupsBelow = (cover: string, paths: readonly string[]): readonly Group[] => {
  const groups = new Map<string, {messages?: string; facts?: string}>();
  for (const path of paths) {
    if (!path.startsWith(cover)) continue;
    const isMessages = path.endsWith(`/${messagesName}`);
    if (!isMessages && !path.endsWith(`/${factsName}`)) continue;
    const group = groups.get(folderOf(path)) ?? {};
    groups.set(folderOf(path), group);
    if (isMessages) group.messages = path;
    else group.facts = path;
  }
  return [...groups].map(([folder, {messages, facts}]) => ({
    folder,
    id: idOf(folder),
    messages,
    facts,
  }));
};

export const ownerFiles = (cover: string, paths: readonly string[]): readonly string[] =>
  paths.filter((path) => path.startsWith(cover) && /(?:^|\/)user_info\.json$/.test(path));

/** Names are cut to this many characters, the ending included. */
const maxName = 51;

const withCopy = (name: string, copy: number): string => {
  if (copy === 0) return name;
  const dot = name.lastIndexOf('.');
  return dot < 0 ? `${name}(${copy})` : `${name.slice(0, dot)}(${copy})${name.slice(dot)}`;
};

/** What the file of `export_name` may be called: as it is, cut, with signs that a zip cannot hold replaced; numbered from its second use on. */
export const fileNames = (exportName: string, copy: number): readonly string[] => {
  const dot = exportName.lastIndexOf('.');
  const ending = dot < 0 ? '' : exportName.slice(dot);
  const cut =
    exportName.length > maxName
      ? exportName.slice(0, Math.max(1, maxName - ending.length)) + ending
      : exportName;
  const names = [exportName, cut].map((name) => withCopy(name, copy));
  return [...new Set([...names, ...names.map((name) => name.replace(/[?%*:|"<>&=\\/]/g, '_'))])];
};
