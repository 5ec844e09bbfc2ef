// Where a vault's files live: the one interface between the vault and a folder, a server or memory.

export type StoredFile = {readonly name: string; readonly size: number};

export type StorageCapabilities = {
  /** `put` with `ifAbsent` is atomic against other writers. */
  readonly atomicPutIfAbsent: boolean;
  /** Files can be removed. */
  readonly removable: boolean;
};

/**
 * Names are relative, `/` between parts, characters `[A-Za-z0-9._-]` only.
 *
 * - `put` is atomic and durable: after it resolves the file is there whole and survives a power cut; if it throws or
 *   the process dies the name is absent or holds its former content, never a part. Writing the same bytes again is allowed.
 *   With `ifAbsent` it resolves `false` and changes nothing when the name exists.
 * - `get` reads the whole file or a range; a range past the end gives fewer bytes. Missing: throws `not-found`.
 * - `list(prefix)` gives every complete file whose name starts with the prefix, in name order; never temporary files.
 * - `remove` of a missing name is not an error.
 * - Failures are ChatError: `storage-unreachable`, `no-space`, `no-permission`, `not-found`. Retrying is the caller's business
 *   (a retrying decorator), not the implementation's.
 */
export interface Storage {
  readonly label: string;
  list(prefix: string): Promise<readonly StoredFile[]>;
  stat(name: string): Promise<StoredFile | undefined>;
  get(name: string, range?: {readonly start: number; readonly length: number}): Promise<Uint8Array>;
  put(name: string, content: Uint8Array, options?: {readonly ifAbsent?: boolean}): Promise<boolean>;
  remove(name: string): Promise<void>;
  capabilities(): StorageCapabilities;
  /** Bytes free for new files; undefined where the storage cannot tell. */
  freeSpace(): Promise<number | undefined>;
  close(): Promise<void>;
}
