// What readers and the vault read from: a tree of files that can be opened again and again. Not a file system.

export type SourceEntry = {
  /** Relative to the source, `/` between the parts, never absolute, never with `..`. Unique in the source. */
  readonly path: string;
  /** Bytes, uncompressed. */
  readonly size: number;
  readonly modifiedMs?: number;
};

export type ReadRange = {
  /** Bytes to skip. */
  readonly start?: number;
  /** Bytes to read at most. */
  readonly length?: number;
};

/**
 * A file, a folder, a zip, a tar.gz, or several of them seen as one tree. Read only.
 *
 * - `list` is stable: the same order (by path, code units) at each call, directories are not listed.
 * - `open` may be called any number of times, also at the same time; each call starts at the beginning of
 *   the file (or at `range.start`). Chunks are never empty; a consumer may keep them. Stopping the iteration early
 *   releases what is held.
 * - `open` throws `not-found` for a path that is not listed, `input-encrypted` for an encrypted zip entry,
 *   `input-malformed` for a damaged one, `input-limit` where a limit against zip bombs is passed.
 */
export interface Source {
  /** What the person knows it as: the file or folder name. For display, sanitise first. */
  readonly label: string;
  list(): Promise<readonly SourceEntry[]>;
  open(path: string, range?: ReadRange): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}
