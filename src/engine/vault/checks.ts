// checks/: what was verified when, and the damage that was found. Derived data: losing it costs only time.
import type {BlockTools} from './block.ts';
import {DamagedError} from './bytes.ts';
import {listRecords, parseJsonObject, putRecord, tryRecord} from './records.ts';
import type {Storage} from './storage.ts';
import {isPackName} from './tombs.ts';

export type Verdict = 'good' | 'damaged' | 'missing';

export type PackCheck = {
  readonly name: string;
  readonly atMs: number;
  /** How deep the check went, see verify.ts. */
  readonly level: number;
  readonly verdict: Verdict;
  /** Offsets of the blocks that did not open; absent: not known. */
  readonly blocks?: readonly number[];
};

const isVerdict = (value: unknown): value is Verdict =>
  value === 'good' || value === 'damaged' || value === 'missing';

const parseCheck = (value: unknown): PackCheck | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const {name, atMs, level, verdict, blocks} = value as Record<string, unknown>;
  if (!isPackName(name) || typeof atMs !== 'number' || typeof level !== 'number') return undefined;
  if (!isVerdict(verdict)) return undefined;
  const check = {name, atMs, level, verdict};
  if (!Array.isArray(blocks)) return check;
  return {
    ...check,
    blocks: blocks.filter((offset): offset is number => Number.isSafeInteger(offset)),
  };
};

export type CheckReport = {
  /** The newest verdict about each pack. */
  readonly checks: ReadonlyMap<string, PackCheck>;
  /** The files they came from. */
  readonly names: readonly string[];
  readonly damaged: readonly string[];
};

const parseChecks = (bytes: Uint8Array): readonly PackCheck[] | undefined => {
  try {
    const {packs} = parseJsonObject(bytes);
    if (!Array.isArray(packs)) return undefined;
    return packs.map(parseCheck).filter((check) => check !== undefined);
  } catch (error) {
    if (error instanceof DamagedError) return undefined;
    throw error;
  }
};

export const readChecks = async (storage: Storage, tools: BlockTools): Promise<CheckReport> => {
  const checks = new Map<string, PackCheck>();
  const names: string[] = [];
  const damagedNames: string[] = [];
  for (const {name} of await listRecords(storage, 'check')) {
    const bytes = await tryRecord(storage, tools, {kind: 'check', name});
    if (bytes === 'missing') continue;
    const parsed = bytes === 'damaged' ? undefined : parseChecks(bytes);
    if (parsed === undefined) {
      damagedNames.push(name);
      continue;
    }
    names.push(name);
    for (const check of parsed) {
      const other = checks.get(check.name);
      if (other === undefined || isNewer(check, other)) checks.set(check.name, check);
    }
  }
  return {checks, names, damaged: damagedNames};
};

/** At the same instant, bad news wins. */
const isNewer = (a: PackCheck, b: PackCheck): boolean =>
  a.atMs > b.atMs || (a.atMs === b.atMs && a.verdict !== 'good');

/** Adds to what is recorded; the record that replaces the older ones is durable before they are removed. */
export const recordChecks = async (
  storage: Storage,
  tools: BlockTools,
  fresh: readonly PackCheck[],
): Promise<void> => {
  const {checks, names, damaged} = await readChecks(storage, tools);
  const merged = new Map(checks);
  for (const check of fresh) merged.set(check.name, check);
  const packs = [...merged.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const atMs = packs.reduce((latest, check) => Math.max(latest, check.atMs), 0);
  const plain = Buffer.from(JSON.stringify({atMs, packs}), 'utf8');
  const written = await putRecord(storage, tools, {kind: 'check', plain});
  for (const name of [...names, ...damaged]) {
    if (name !== written) await storage.remove(`checks/${name}`);
  }
};
