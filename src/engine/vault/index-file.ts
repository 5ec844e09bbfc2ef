// index/: which packs exist and what their footers say, so that opening a vault reads a few files and not every pack.
import type {BlockTools} from './block.ts';
import {ByteReader, ByteWriter, damaged, fromHex, toHex} from './bytes.ts';
import {putRecord} from './records.ts';
import type {Storage} from './storage.ts';

export type IndexEntry = {
  readonly name: string;
  readonly size: number;
  /** The footer's chunk. */
  readonly footer: Uint8Array;
};

export const encodeIndex = (entries: readonly IndexEntry[]): Uint8Array => {
  const out = new ByteWriter(64 * 1024).varint(entries.length);
  for (const entry of entries) {
    out
      .bytes(fromHex(entry.name))
      .varint(entry.size)
      .varint(entry.footer.length)
      .bytes(entry.footer);
  }
  return out.view();
};

/** Throws DamagedError. The footers are views; their content is checked when it is added to the index in memory. */
export function* decodeIndex(bytes: Uint8Array): Generator<IndexEntry> {
  const reader = new ByteReader(bytes);
  const count = reader.varint();
  if (count > reader.left / 34) damaged('an impossible number of packs');
  for (let i = 0; i < count; i++) {
    const name = toHex(reader.take(32));
    const size = reader.varint();
    yield {name, size, footer: reader.take(reader.varint())};
  }
  reader.end();
}

/** As few files as the size limit of one allows. Gives their names. */
export const writeIndex = async (
  storage: Storage,
  tools: BlockTools,
  entries: readonly IndexEntry[],
): Promise<readonly string[]> => {
  const perFile = 8 * 1024 * 1024;
  const names: string[] = [];
  let batch: IndexEntry[] = [];
  let bytes = 0;
  const write = async (): Promise<void> => {
    if (batch.length > 0)
      names.push(await putRecord(storage, tools, {kind: 'index', plain: encodeIndex(batch)}));
    batch = [];
    bytes = 0;
  };
  for (const entry of entries) {
    if (bytes > 0 && bytes + entry.footer.length > perFile) await write();
    batch.push(entry);
    bytes += entry.footer.length + 48;
  }
  await write();
  return names;
};
