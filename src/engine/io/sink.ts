// What writers and restores write to. A sink makes files appear whole or not at all.

export interface SinkFile {
  /** Resolves when the sink can take more: awaiting it is the back-pressure. Strings are written as UTF-8. */
  write(chunk: string | Uint8Array): Promise<void>;
  /** Makes the file appear under its name. */
  close(): Promise<void>;
  /** Leaves nothing behind. Safe to call after `close` (then it does nothing) and more than once. */
  abort(): Promise<void>;
}

/**
 * - `create` refuses a path that leaves the target (`..`, absolute, drive letters, links) with `usage`; parts that a file system
 *   cannot hold are made safe and the name really used is `SinkFile`'s business, not the caller's.
 * - Whether an existing file is replaced, kept or refused (`target-exists`) is decided when the sink is made.
 * - A full disk is `no-space`, whatever the sink.
 */
export interface Sink {
  create(path: string, options?: {readonly modifiedMs?: number}): Promise<SinkFile>;
}
