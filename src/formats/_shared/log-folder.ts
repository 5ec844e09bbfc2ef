// Folders that hold nothing but logs of one kind: such a folder is one export, whatever it is called. Looks at names only.

/** The highest folder around this file in which every file is such a log; undefined where the file is alone among others. */
export const logFolder = (
  path: string,
  paths: readonly string[],
  isLog: (path: string) => boolean,
): string | undefined => {
  let root: string | undefined;
  for (let end = path.lastIndexOf('/'); ; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end + 1);
    const inside = paths.filter((other) => other.startsWith(folder));
    if (!inside.every(isLog)) return root;
    if (inside.length > 1) root = folder;
    if (end < 0) return root;
  }
};
