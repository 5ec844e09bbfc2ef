// format.json: which version this vault is and its id. Clear text, two copies, no secrets.
import {toHex} from './bytes.ts';
import {readChecked, writeChecked} from './checked-json.ts';
import {formatVersion} from './limits.ts';

export const formatNames = ['format.json', 'format.json.2'] as const;
export const formatMagic = 'chatark-vault';

export type VaultFormat = {
  readonly vaultId: string;
  readonly createdMs: number;
  /** Set when this program may read but not write: an unknown write feature. */
  readonly isReadOnly: boolean;
};

export type ReadFormat =
  | {readonly kind: 'ok'; readonly format: VaultFormat}
  | {readonly kind: 'damaged'}
  | {readonly kind: 'newer'};

export const writeFormat = (vaultId: Uint8Array, createdMs: number): Uint8Array =>
  writeChecked({
    magic: formatMagic,
    formatVersion,
    minReader: formatVersion,
    minWriter: formatVersion,
    vaultId: toHex(vaultId),
    createdMs,
    features: {read: [], write: []},
  });

const isStringList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

export const readFormat = (bytes: Uint8Array): ReadFormat => {
  const json = readChecked(bytes, formatMagic);
  if (json === undefined) return {kind: 'damaged'};
  const {minReader, minWriter, vaultId, createdMs, features} = json;
  if (typeof minReader !== 'number' || typeof minWriter !== 'number') return {kind: 'damaged'};
  if (typeof features !== 'object' || features === null) return {kind: 'damaged'};
  const {read, write} = features as Record<string, unknown>;
  if (!isStringList(read) || !isStringList(write)) return {kind: 'damaged'};
  // Version 1 knows no features yet, so every feature is a newer one
  if (minReader > formatVersion || read.length > 0) return {kind: 'newer'};
  if (typeof vaultId !== 'string' || !/^[0-9a-f]{32}$/.test(vaultId)) return {kind: 'damaged'};
  if (typeof createdMs !== 'number') return {kind: 'damaged'};
  const isReadOnly = minWriter > formatVersion || write.length > 0;
  return {kind: 'ok', format: {vaultId, createdMs, isReadOnly}};
};
