// Key slots: the master key wrapped under a passphrase or the recovery key. Tells a damaged slot from a wrong passphrase.
import {createHash, scrypt, timingSafeEqual} from 'node:crypto';
import {ChatError} from '../errors.ts';
import {DamagedError, damaged, equalBytes, fromHex, toHex, utf8} from './bytes.ts';
import {readChecked, writeChecked} from './checked-json.ts';
import {derive} from './keys.ts';
import {formatVersion, maxKeyFile, maxPassphrase} from './limits.ts';
import {parseRecoveryKey} from './recovery-key.ts';
import {nonceLength, portableSealer, seal, type SealInput} from './seal.ts';
import type {Randomness} from './environment.ts';

/** What a person opens a vault with. */
export type Secret =
  | {readonly passphrase: string; readonly keyFile?: Uint8Array}
  | {readonly recoveryKey: string; readonly keyFile?: Uint8Array};

export type ScryptCost = {readonly logN: number; readonly r: number; readonly p: number};

export const defaultCost: ScryptCost = {logN: 17, r: 8, p: 1};

export type SlotKind = 'passphrase' | 'recovery';

export type KeySlot = {
  readonly vaultId: string;
  readonly slot: string;
  readonly kind: SlotKind;
  readonly keyFile: boolean;
  readonly label: string;
  readonly createdMs: number;
  /** Absent for recovery slots: 256 random bits need no stretching. */
  readonly cost?: ScryptCost;
  readonly salt: string;
  readonly nonce: string;
  readonly wrapped: string;
  readonly commit: string;
};

export const slotMagic = 'chatark-key';

export const writeSlot = (slot: KeySlot): Uint8Array =>
  writeChecked({
    magic: slotMagic,
    formatVersion,
    vaultId: slot.vaultId,
    slot: slot.slot,
    kind: slot.kind,
    keyFile: slot.keyFile,
    label: slot.label,
    createdMs: slot.createdMs,
    kdf: slot.cost === undefined ? {name: 'none'} : {name: 'scrypt', ...slot.cost},
    salt: slot.salt,
    nonce: slot.nonce,
    wrapped: slot.wrapped,
    commit: slot.commit,
  });

export type ReadSlot = {readonly slot: KeySlot} | {readonly newer: true} | undefined;

const isCost = (value: unknown, from: number, to: number): value is number =>
  Number.isInteger(value) && (value as number) >= from && (value as number) <= to;

const readCost = (kdf: unknown): ScryptCost | 'none' | undefined => {
  if (typeof kdf !== 'object' || kdf === null) return undefined;
  const {name, logN, r, p} = kdf as Record<string, unknown>;
  if (name === 'none') return 'none';
  if (name !== 'scrypt') return undefined;
  // Before anything is allocated: 128 * r * 2^logN bytes
  const isBounded = isCost(logN, 14, 20) && isCost(r, 1, 8) && isCost(p, 1, 4);
  return isBounded ? {logN, r, p} : undefined;
};

const isHex = (value: unknown, bytes: number): value is string =>
  typeof value === 'string' && value.length === bytes * 2 && /^[0-9a-f]+$/.test(value);

/** Undefined: damaged. */
export const readSlot = (bytes: Uint8Array): ReadSlot => {
  const json = readChecked(bytes, slotMagic);
  if (json === undefined) return undefined;
  if (typeof json['formatVersion'] === 'number' && json['formatVersion'] > formatVersion) {
    return {newer: true};
  }
  const {vaultId, slot, kind, keyFile, label, createdMs, salt, nonce, wrapped, commit} = json;
  const cost = readCost(json['kdf']);
  if (kind !== 'passphrase' && kind !== 'recovery') return undefined;
  if (cost === undefined || (cost === 'none') !== (kind === 'recovery')) return undefined;
  if (!isHex(vaultId, 16) || !isHex(slot, 8) || !isHex(salt, 32) || !isHex(nonce, nonceLength)) {
    return undefined;
  }
  if (!isHex(wrapped, 48) || !isHex(commit, 32)) return undefined;
  if (typeof keyFile !== 'boolean' || typeof label !== 'string') return undefined;
  if (typeof createdMs !== 'number') return undefined;
  const common: Omit<KeySlot, 'cost'> = {
    vaultId,
    slot,
    kind,
    keyFile,
    label,
    createdMs,
    salt,
    nonce,
    wrapped,
    commit,
  };
  return {slot: cost === 'none' ? common : {...common, cost}};
};

const checkPassphrase = (passphrase: string): Uint8Array => {
  if (passphrase.length === 0) throw new ChatError('usage', 'The passphrase is empty.');
  // Checked before normalising, which may be slow on megabytes
  if (passphrase.length > maxPassphrase) {
    throw new ChatError('usage', `The passphrase is longer than ${maxPassphrase} bytes.`);
  }
  // Input methods and systems disagree about composed characters: the same typed passphrase must open the vault everywhere
  const bytes = utf8(passphrase.normalize('NFC'));
  if (bytes.length <= maxPassphrase) return bytes;
  throw new ChatError('usage', `The passphrase is longer than ${maxPassphrase} bytes.`);
};

const checkKeyFile = (keyFile: Uint8Array): Uint8Array => {
  if (keyFile.length > 0 && keyFile.length <= maxKeyFile) return keyFile;
  throw new ChatError('usage', 'A key file must hold 1 byte to 1 MiB.');
};

const stretch = (passphrase: Uint8Array, salt: Uint8Array, cost: ScryptCost): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const N = 2 ** cost.logN;
    const maxmem = 128 * cost.r * (N + cost.p) + 1024 * 1024;
    scrypt(passphrase, salt, 32, {N, r: cost.r, p: cost.p, maxmem}, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });

/** Refuses what cannot be a secret at all, before any slot is looked at. */
export const checkSecret = (secret: Secret): void => {
  if (secret.keyFile !== undefined) checkKeyFile(secret.keyFile);
  if ('passphrase' in secret) {
    checkPassphrase(secret.passphrase);
  } else if (parseRecoveryKey(secret.recoveryKey) === undefined) {
    throw new ChatError(
      'wrong-passphrase',
      'This is not a recovery key: check it for a typing error.',
      {
        hint: 'It has 13 groups of 4 letters and digits.',
      },
    );
  }
};

const rawSecret = async (
  slot: Pick<KeySlot, 'kind' | 'keyFile' | 'salt' | 'cost'>,
  secret: Secret,
): Promise<Uint8Array | undefined> => {
  if (slot.keyFile && secret.keyFile === undefined) return undefined;
  let first: Uint8Array | undefined;
  if ('recoveryKey' in secret) {
    first = slot.kind === 'recovery' ? parseRecoveryKey(secret.recoveryKey) : undefined;
  } else if (slot.kind === 'passphrase' && slot.cost !== undefined) {
    first = await stretch(checkPassphrase(secret.passphrase), fromHex(slot.salt), slot.cost);
  }
  if (first === undefined || !slot.keyFile || secret.keyFile === undefined) return first;
  const second = createHash('sha256').update(checkKeyFile(secret.keyFile)).digest();
  return Buffer.concat([first, second]);
};

const wrapKeys = (secret: Uint8Array, salt: string): {wrap: Uint8Array; commit: Uint8Array} => {
  const both = derive(secret, fromHex(salt), {info: 'slot', length: 64});
  return {wrap: both.subarray(0, 32), commit: both.subarray(32)};
};

const wrapInput = (
  slot: Pick<KeySlot, 'vaultId' | 'slot' | 'nonce'>,
  key: Uint8Array,
): SealInput => ({
  key,
  nonce: fromHex(slot.nonce),
  aad: Buffer.concat([utf8('chatark/1/slot'), fromHex(slot.vaultId), fromHex(slot.slot)]),
});

export type SlotRequest = {
  readonly master: Uint8Array;
  readonly vaultId: Uint8Array;
  readonly secret: Secret;
  readonly label?: string;
  readonly createdMs: number;
  readonly cost?: ScryptCost;
  readonly random: Randomness;
};

export const makeSlot = async (request: SlotRequest): Promise<KeySlot> => {
  const {secret, random} = request;
  checkSecret(secret);
  const isPassphrase = 'passphrase' in secret;
  const base = {
    vaultId: toHex(request.vaultId),
    slot: toHex(random(8)),
    kind: isPassphrase ? ('passphrase' as const) : ('recovery' as const),
    keyFile: secret.keyFile !== undefined,
    label: request.label ?? '',
    createdMs: request.createdMs,
    ...(isPassphrase ? {cost: request.cost ?? defaultCost} : {}),
    salt: toHex(random(32)),
    nonce: toHex(random(nonceLength)),
  };
  const raw = await rawSecret(base, secret);
  if (raw === undefined) throw new Error('A new slot takes the secret it is made for.');
  const keys = wrapKeys(raw, base.salt);
  const wrapped = seal(portableSealer, wrapInput(base, keys.wrap), request.master);
  return {...base, wrapped: toHex(wrapped), commit: toHex(keys.commit)};
};

export type SlotAnswer =
  | {readonly kind: 'open'; readonly master: Uint8Array}
  | {readonly kind: 'wrong'}
  | {readonly kind: 'needs-key-file'}
  | {readonly kind: 'damaged'};

/** Tries one slot. The caller has checked that the slot is of the secret's kind. */
export const openSlot = async (slot: KeySlot, secret: Secret): Promise<SlotAnswer> => {
  if (slot.keyFile && secret.keyFile === undefined) return {kind: 'needs-key-file'};
  const raw = await rawSecret(slot, secret);
  if (raw === undefined) return {kind: 'wrong'};
  const keys = wrapKeys(raw, slot.salt);
  if (!timingSafeEqual(keys.commit, fromHex(slot.commit))) return {kind: 'wrong'};
  try {
    const master = portableSealer.unseal(wrapInput(slot, keys.wrap), fromHex(slot.wrapped));
    return master.length === 32
      ? {kind: 'open', master}
      : damaged('a master key of a wrong length');
  } catch (error) {
    if (error instanceof DamagedError) return {kind: 'damaged'};
    throw error;
  }
};

export const sameSlot = (a: KeySlot, b: KeySlot): boolean => equalBytes(writeSlot(a), writeSlot(b));
