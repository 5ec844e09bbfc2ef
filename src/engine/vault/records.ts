// Files that are one sealed block each (index, snapshot, tomb, check): named by their SHA-256, read with bounds.
import {createHash} from 'node:crypto';
import {ChatError, isChatError} from '../errors.ts';
import {blockPrefix, openBlock, sealBlock, type BlockTools} from './block.ts';
import {DamagedError, damaged} from './bytes.ts';
import {maxSealed, type RecordKind} from './kinds.ts';
import type {Storage} from './storage.ts';

export type RecordFolder = 'index' | 'snapshots' | 'tombs' | 'checks';

const folders = {index: 'index', snapshot: 'snapshots', tomb: 'tombs', check: 'checks'} as const;

export type StoredRecordKind = Exclude<RecordKind, 'footer'>;

export const folderOf = (kind: StoredRecordKind): RecordFolder => folders[kind];

/** Writes and reads back: a record counts only when the storage gives the same bytes again. Gives the name. */
export const putRecord = async (
  storage: Storage,
  tools: BlockTools,
  {kind, plain}: {readonly kind: StoredRecordKind; readonly plain: Uint8Array},
): Promise<string> => {
  const bytes = await sealBlock(tools, {kind, plain, lengths: [plain.length]});
  const name = createHash('sha256').update(bytes).digest('hex');
  const path = `${folderOf(kind)}/${name}`;
  await storage.put(path, bytes);
  const again = await storage.get(path, {start: 0, length: bytes.length + 1});
  if (Buffer.compare(again, bytes) !== 0) {
    throw new ChatError(
      'storage-unreachable',
      `${path} reads back differently than it was written.`,
      {
        hint: 'The disk or its connection is faulty; the backup was not completed.',
      },
    );
  }
  return name;
};

/** Throws DamagedError when the file is not what its name and the keys say. */
export const getRecord = async (
  storage: Storage,
  tools: BlockTools,
  {kind, name}: {readonly kind: StoredRecordKind; readonly name: string},
): Promise<Uint8Array> => {
  const limit = blockPrefix + maxSealed(kind);
  const bytes = await storage.get(`${folderOf(kind)}/${name}`, {start: 0, length: limit + 1});
  if (bytes.length > limit) damaged('a file that is too large');
  if (createHash('sha256').update(bytes).digest('hex') !== name)
    damaged('content does not fit the name');
  return openBlock(tools, bytes, {expected: kind}).plain;
};

export type ListedRecord = {readonly name: string; readonly size: number};

/** Names in the folder that can be records; others are ignored (they are not ours). */
export const listRecords = async (
  storage: Storage,
  kind: StoredRecordKind,
): Promise<readonly ListedRecord[]> => {
  const prefix = `${folderOf(kind)}/`;
  const files = await storage.list(prefix);
  return files
    .map(({name, size}) => ({name: name.slice(prefix.length), size}))
    .filter(({name}) => /^[0-9a-f]{64}$/.test(name));
};

/** The record's content, 'damaged', or 'missing' (it was removed since the listing). */
export const tryRecord = async (
  storage: Storage,
  tools: BlockTools,
  which: {readonly kind: StoredRecordKind; readonly name: string},
): Promise<Uint8Array | 'damaged' | 'missing'> => {
  try {
    return await getRecord(storage, tools, which);
  } catch (error) {
    if (error instanceof DamagedError) return 'damaged';
    if (isChatError(error) && error.code === 'not-found') return 'missing';
    throw error;
  }
};

export const parseJsonObject = (bytes: Uint8Array): Record<string, unknown> => {
  let value: unknown;
  try {
    value = JSON.parse(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'),
    );
  } catch {
    return damaged('not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) damaged('not an object');
  return value as Record<string, unknown>;
};
