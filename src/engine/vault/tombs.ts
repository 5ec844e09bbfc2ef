// tombs/: packs that may be deleted after a time. Here: writing and honouring; the deleting is prune's.
import type {BlockTools} from './block.ts';
import {DamagedError} from './bytes.ts';
import {listRecords, parseJsonObject, putRecord, tryRecord} from './records.ts';
import type {Storage} from './storage.ts';

export type Tomb = {readonly after: number; readonly packs: readonly string[]};

export const isPackName = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

export const writeTomb = (storage: Storage, tools: BlockTools, tomb: Tomb): Promise<string> => {
  const plain = Buffer.from(JSON.stringify({after: tomb.after, packs: tomb.packs}), 'utf8');
  return putRecord(storage, tools, {kind: 'tomb', plain});
};

const parseTomb = (bytes: Uint8Array): Tomb | undefined => {
  try {
    const {after, packs} = parseJsonObject(bytes);
    if (typeof after !== 'number' || !Array.isArray(packs)) return undefined;
    return {after, packs: packs.filter(isPackName)};
  } catch (error) {
    if (error instanceof DamagedError) return undefined;
    throw error;
  }
};

export type TombReport = {
  readonly tombs: ReadonlyMap<string, Tomb>;
  readonly damaged: readonly string[];
};

/** A damaged tomb dooms nothing: its packs stay, which is the safe side. */
export const readTombs = async (
  storage: Storage,
  tools: BlockTools,
  known: ReadonlyMap<string, Tomb> = new Map(),
): Promise<TombReport> => {
  const tombs = new Map<string, Tomb>();
  const damagedNames: string[] = [];
  for (const {name} of await listRecords(storage, 'tomb')) {
    const before = known.get(name);
    const bytes =
      before === undefined ? await tryRecord(storage, tools, {kind: 'tomb', name}) : 'missing';
    const tomb = before ?? (typeof bytes === 'string' ? undefined : parseTomb(bytes));
    if (tomb !== undefined) tombs.set(name, tomb);
    else if (bytes !== 'missing') damagedNames.push(name);
  }
  return {tombs, damaged: damagedNames};
};
