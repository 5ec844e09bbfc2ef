// From a storage and a secret to the master key: reads format.json and the key slots, says exactly why it does not open, mends copies.
import {ChatError, isChatError} from '../errors.ts';
import {fromHex} from './bytes.ts';
import {
  formatNames,
  readFormat,
  writeFormat,
  type ReadFormat,
  type VaultFormat,
} from './format-file.ts';
import {maxSlots, maxSmallJson} from './limits.ts';
import type {NoticeLog} from './notices.ts';
import {checkSecret, openSlot, readSlot, type KeySlot, type Secret} from './slots.ts';
import type {Storage} from './storage.ts';

/** Undefined: not there. */
const getSmall = async (storage: Storage, name: string): Promise<Uint8Array | undefined> => {
  try {
    return await storage.get(name, {start: 0, length: maxSmallJson + 1});
  } catch (error) {
    if (isChatError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
};

type Copy<Value> =
  {readonly bytes: Uint8Array; readonly value: Value} | 'damaged' | 'missing' | 'newer';

const readFormatCopy = async (storage: Storage, name: string): Promise<Copy<VaultFormat>> => {
  const bytes = await getSmall(storage, name);
  if (bytes === undefined) return 'missing';
  const read: ReadFormat = readFormat(bytes);
  return read.kind === 'ok' ? {bytes, value: read.format} : read.kind;
};

const readSlotCopy = async (storage: Storage, name: string): Promise<Copy<KeySlot>> => {
  const bytes = await getSmall(storage, name);
  if (bytes === undefined) return 'missing';
  const read = readSlot(bytes);
  if (read === undefined) return 'damaged';
  return 'newer' in read ? 'newer' : {bytes, value: read.slot};
};

export type LoadedSlot = {
  readonly id: string;
  readonly copies: readonly [Copy<KeySlot>, Copy<KeySlot>];
  readonly slot: KeySlot | undefined;
};

const firstGood = <Value>(
  copies: readonly Copy<Value>[],
): {bytes: Uint8Array; value: Value} | undefined => copies.find((copy) => typeof copy === 'object');

export const slotNames = (id: string): readonly [string, string] => [
  `keys/${id}.json`,
  `keys/${id}.json.2`,
];

export const loadSlots = async (storage: Storage): Promise<readonly LoadedSlot[]> => {
  const ids = new Set<string>();
  for (const {name} of await storage.list('keys/')) {
    const id = /^keys\/([0-9a-f]{16})\.json(?:\.2)?$/.exec(name)?.[1];
    if (id !== undefined && ids.size < maxSlots) ids.add(id);
  }
  const slots: LoadedSlot[] = [];
  for (const id of ids) {
    const [first, second] = slotNames(id);
    const copies = [
      await readSlotCopy(storage, first),
      await readSlotCopy(storage, second),
    ] as const;
    const good = firstGood(copies)?.value;
    slots.push({id, copies, slot: good?.slot === id ? good : undefined});
  }
  return slots;
};

const hasAny = async (storage: Storage, prefixes: readonly string[]): Promise<boolean> => {
  for (const prefix of prefixes) if ((await storage.list(prefix)).length > 0) return true;
  return false;
};

export type Clear = {
  readonly formats: readonly [Copy<VaultFormat>, Copy<VaultFormat>];
  readonly slots: readonly LoadedSlot[];
};

/** What can be known without a secret. Throws `no-vault`, `newer-format`, `vault-damaged`, `vault-locked` (no slot left). */
export const readClear = async (storage: Storage): Promise<Clear> => {
  const [first, second] = formatNames;
  const formats = [
    await readFormatCopy(storage, first),
    await readFormatCopy(storage, second),
  ] as const;
  const slots = await loadSlots(storage);
  if (formats.includes('newer') && firstGood(formats) === undefined) {
    throw new ChatError('newer-format', 'This vault was made by a newer version.', {
      hint: 'Update the program, then open it again.',
    });
  }
  const isBare = formats.every((copy) => copy === 'missing');
  if (isBare && !(await hasAny(storage, ['snapshots/', 'packs/']))) {
    throw new ChatError('no-vault', `There is no vault in ${storage.label}.`, {
      hint: 'Check the place, or make a vault there first.',
    });
  }
  if (slots.length === 0) {
    throw new ChatError('vault-locked', 'No key slot is left in this vault.', {
      hint: 'Copy the folder keys/ back from another copy of the vault.',
    });
  }
  return {formats, slots};
};

export type Unlocked = {
  readonly master: Uint8Array;
  readonly vaultId: Uint8Array;
  readonly isReadOnly: boolean;
  readonly clear: Clear;
};

type Tally = {wrong: number; needsKeyFile: number; damaged: number; newer: number};

const explain = (tally: Tally, secret: Secret): ChatError => {
  const name = 'passphrase' in secret ? 'passphrase' : 'recovery key';
  const other = 'passphrase' in secret ? 'recovery key' : 'passphrase';
  if (tally.needsKeyFile > 0 && tally.wrong === 0) {
    return new ChatError('vault-locked', 'This vault also needs its key file.', {
      hint: 'Give the key file that was chosen when the vault was made.',
    });
  }
  if (tally.wrong + tally.needsKeyFile > 0) {
    const wrong =
      secret.keyFile === undefined ? `Wrong ${name}.` : `Wrong ${name} or wrong key file.`;
    return new ChatError('wrong-passphrase', wrong, {
      hint:
        tally.damaged > 0
          ? `Another key slot is damaged: if you are sure of the ${name}, copy keys/ back from another copy of the vault.`
          : 'Try again; the vault itself is undamaged as far as can be seen.',
    });
  }
  if (tally.newer > 0) {
    return new ChatError('newer-format', 'The key slots were made by a newer version.', {
      hint: 'Update the program, then open it again.',
    });
  }
  if (tally.damaged > 0) {
    return new ChatError(
      'vault-damaged',
      `The key slot is damaged: the ${name} may well be right.`,
      {
        hint: `Open the vault with the ${other}, or copy the folder keys/ back from another copy of the vault.`,
      },
    );
  }
  return new ChatError('vault-locked', `This vault has no key slot for a ${name}.`, {
    hint: `Open it with the ${other}.`,
  });
};

/** Throws what `readClear` throws, and `wrong-passphrase`, `vault-damaged`, `vault-locked`. */
export const unlock = async (storage: Storage, secret: Secret): Promise<Unlocked> => {
  checkSecret(secret);
  const clear = await readClear(storage);
  const format = firstGood(clear.formats)?.value;
  const kind = 'passphrase' in secret ? 'passphrase' : 'recovery';
  const tally: Tally = {wrong: 0, needsKeyFile: 0, damaged: 0, newer: 0};
  for (const {slot, copies} of clear.slots) {
    if (slot === undefined || (format !== undefined && slot.vaultId !== format.vaultId)) {
      if (copies.includes('newer')) tally.newer++;
      else tally.damaged++;
      continue;
    }
    if (slot.kind !== kind) continue;
    const answer = await openSlot(slot, secret);
    if (answer.kind === 'open') {
      const vaultId = fromHex(slot.vaultId);
      return {master: answer.master, vaultId, isReadOnly: format?.isReadOnly ?? false, clear};
    }
    if (answer.kind === 'wrong') tally.wrong++;
    else if (answer.kind === 'needs-key-file') tally.needsKeyFile++;
    else tally.damaged++;
  }
  throw explain(tally, secret);
};

/** Writes lost or damaged copies of format.json and of key slots anew from the good ones. */
export const mendCopies = async (
  storage: Storage,
  {clear, vaultId}: Unlocked,
  {notices, nowMs}: {readonly notices: NoticeLog; readonly nowMs: number},
): Promise<void> => {
  const bytes = firstGood(clear.formats)?.bytes ?? writeFormat(vaultId, nowMs);
  for (const [i, name] of formatNames.entries()) {
    const copy = clear.formats[i];
    if (typeof copy === 'object' && Buffer.compare(copy.bytes, bytes) === 0) continue;
    await storage.put(name, bytes);
    notices.add('format-repaired', name);
  }
  for (const {id, copies, slot} of clear.slots) {
    const good = firstGood(copies);
    if (good === undefined || slot === undefined) {
      notices.add('slot-damaged', `keys/${id}.json`);
      continue;
    }
    for (const [i, name] of slotNames(id).entries()) {
      if (typeof copies[i] === 'object') continue;
      await storage.put(name, good.bytes);
      notices.add('slot-repaired', name);
    }
  }
};

/** Names of copies of format.json and of key slots that are damaged, missing or of another vault. Changes nothing. */
export const findBrokenCopies = async (
  storage: Storage,
  vaultId: string,
): Promise<readonly string[]> => {
  const broken: string[] = [];
  for (const name of formatNames) {
    const copy = await readFormatCopy(storage, name);
    if (typeof copy === 'string' || copy.value.vaultId !== vaultId) broken.push(name);
  }
  for (const {id, copies} of await loadSlots(storage)) {
    for (const [i, name] of slotNames(id).entries()) {
      const copy = copies[i];
      if (typeof copy !== 'object' || copy.value.vaultId !== vaultId || copy.value.slot !== id)
        broken.push(name);
    }
  }
  return broken;
};
