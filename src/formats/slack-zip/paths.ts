// Parts of source paths. No I/O.

/** `a/b/c.json` → `a/b/`; `c.json` → ``. */
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `C0123ABCD.json.gz` → `C0123ABCD`. */
export const stemOf = (path: string): string => nameOf(path).replace(/\.[^.]+(?:\.gz)?$/, '');
