// A vault: making one, opening one, its snapshots and its keys. Backing up, restoring and verifying are files of their own.
import {ChatError, isChatError} from '../errors.ts';
import type {BlockTools} from './block.ts';
import {DamagedError, equalBytes, toHex} from './bytes.ts';
import {chooseCodec, type Lane} from './codec.ts';
import {systemEnvironment, type Environment} from './environment.ts';
import {formatNames, writeFormat} from './format-file.ts';
import {VaultKeys} from './keys.ts';
import {maxSealed} from './kinds.ts';
import {maxSlots} from './limits.ts';
import type {VaultNotice} from './notices.ts';
import type {ObjectReader} from './object-reader.ts';
import {StoreSession} from './object-store.ts';
import {readmeName, readmeText} from './readme.ts';
import {listRecords, putRecord, tryRecord} from './records.ts';
import {formatRecoveryKey} from './recovery-key.ts';
import {
  makeSlot,
  openSlot,
  writeSlot,
  type KeySlot,
  type ScryptCost,
  type Secret,
  type SlotRequest,
} from './slots.ts';
import {
  compareSnapshots,
  readSnapshot,
  writeSnapshot,
  type Snapshot,
  type SnapshotContent,
} from './snapshot.ts';
import {VaultState} from './state.ts';
import type {Storage} from './storage.ts';
import {loadSlots, mendCopies, slotNames, unlock} from './unlock.ts';

export type SlotSummary = Pick<KeySlot, 'slot' | 'kind' | 'keyFile' | 'label' | 'createdMs'> & {
  /** Both copies are lost: nothing opens with it. */
  readonly isDamaged: boolean;
};

/** What a client keeps outside the vault to notice that somebody put an older state back. */
export type Watermark = {readonly counter: number; readonly snapshot: string};

export type OpenOptions = {
  readonly env?: Environment;
  readonly lane?: Lane;
  /** Write nothing, not even repairs. */
  readonly isReadOnly?: boolean;
  readonly remembered?: Watermark;
};

export class Vault {
  readonly id: string;
  /** Opened so, or made by a newer version that this one may only read. */
  readonly isReadOnly: boolean;
  readonly state: VaultState;
  readonly #master: Uint8Array;
  readonly #snapshots = new Map<string, Snapshot>();
  #session: StoreSession | undefined;

  constructor(state: VaultState, master: Uint8Array, isReadOnly: boolean) {
    this.id = toHex(state.tools.keys.vaultId);
    this.state = state;
    this.#master = master;
    this.isReadOnly = isReadOnly;
  }

  get storage(): Storage {
    return this.state.storage;
  }

  get reader(): ObjectReader {
    return this.state.reader;
  }

  /** What was noticed and mended since the vault was opened. */
  get notices(): readonly VaultNotice[] {
    return this.state.notices.list();
  }

  // ---- snapshots

  /** Oldest first. A damaged one is left out and noticed; the others are not harmed by it. */
  async snapshots(): Promise<readonly Snapshot[]> {
    const found: Snapshot[] = [];
    for (const {name} of await listRecords(this.storage, 'snapshot')) {
      const snapshot = this.#snapshots.get(name) ?? (await this.#readSnapshot(name));
      if (snapshot === undefined) continue;
      this.#snapshots.set(name, snapshot);
      found.push(snapshot);
    }
    return found.toSorted(compareSnapshots);
  }

  async #readSnapshot(name: string): Promise<Snapshot | undefined> {
    const bytes = await tryRecord(this.storage, this.state.tools, {kind: 'snapshot', name});
    if (bytes === 'missing') return undefined;
    try {
      if (bytes !== 'damaged') return readSnapshot(bytes, name);
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
    }
    this.state.notices.add('snapshot-damaged', `snapshots/${name}`);
    return undefined;
  }

  async watermark(): Promise<Watermark | undefined> {
    const last = (await this.snapshots()).at(-1);
    return last && {counter: last.counter, snapshot: last.id};
  }

  // ---- writing

  checkWritable(): void {
    if (!this.isReadOnly) return;
    throw new ChatError('newer-format', 'This vault is open for reading only.', {
      hint: 'It was opened so, or a newer version of the program made it: then update.',
    });
  }

  /** One at a time; others may write to the same storage through their own. Close it in every case. */
  openSession(): StoreSession {
    this.checkWritable();
    if (this.#session !== undefined) throw new Error('A session is open already.');
    this.#session = new StoreSession(this.state);
    return this.#session;
  }

  async closeSession(session: StoreSession): Promise<void> {
    await session.close();
    if (this.#session === session) this.#session = undefined;
  }

  /** The commit: makes all that the session counts on durable, then writes the snapshot. */
  async commit(
    session: StoreSession,
    content: Omit<SnapshotContent, 'counter' | 'previous'>,
  ): Promise<Snapshot> {
    await session.secure();
    const last = (await this.snapshots()).at(-1);
    const full: SnapshotContent = {
      ...content,
      counter: (last?.counter ?? 0) + 1,
      ...(last === undefined ? {} : {previous: last.id}),
    };
    const plain = writeSnapshot(full);
    const id = await putRecord(this.storage, this.state.tools, {kind: 'snapshot', plain});
    return {...full, id};
  }

  // ---- keys

  async slots(): Promise<readonly SlotSummary[]> {
    return (await loadSlots(this.storage)).map(({id, slot}) =>
      slot === undefined
        ? {slot: id, kind: 'passphrase', keyFile: false, label: '', createdMs: 0, isDamaged: true}
        : {
            slot: slot.slot,
            kind: slot.kind,
            keyFile: slot.keyFile,
            label: slot.label,
            createdMs: slot.createdMs,
            isDamaged: false,
          },
    );
  }

  /** Gives the new slot's id. The others stay. */
  async addSlot(
    secret: Secret,
    options: {readonly label?: string; readonly cost?: ScryptCost} = {},
  ): Promise<string> {
    this.checkWritable();
    if ((await loadSlots(this.storage)).length >= maxSlots) {
      throw new ChatError('usage', `A vault holds at most ${maxSlots} key slots.`, {
        hint: 'Remove one first.',
      });
    }
    return putSlot(this.storage, {
      ...options,
      master: this.#master,
      vaultId: this.state.tools.keys.vaultId,
      secret,
      createdMs: this.state.env.now(),
      random: this.state.env.random,
    });
  }

  /** A new recovery key to show once. */
  async addRecoveryKey(): Promise<string> {
    const recoveryKey = formatRecoveryKey(this.state.env.random(32));
    await this.addSlot({recoveryKey});
    return recoveryKey;
  }

  /** Refuses to remove the last slot that works. Does not revoke the master key for somebody who has already seen it. */
  async removeSlot(id: string): Promise<void> {
    this.checkWritable();
    const slots = await this.slots();
    if (!slots.some(({slot}) => slot === id))
      throw new ChatError('not-found', 'There is no such key slot.');
    if (!slots.some(({slot, isDamaged}) => slot !== id && !isDamaged)) {
      throw new ChatError(
        'usage',
        'This is the last key slot: without it nobody could open the vault.',
        {
          hint: 'Add another passphrase first.',
        },
      );
    }
    for (const name of slotNames(id)) await this.storage.remove(name);
  }

  /** The ids of the slots that this secret opens. */
  async testSecret(secret: Secret): Promise<readonly string[]> {
    const opened: string[] = [];
    for (const {slot} of await loadSlots(this.storage)) {
      if (slot === undefined) continue;
      const answer = await openSlot(slot, secret);
      if (answer.kind === 'open' && equalBytes(answer.master, this.#master)) opened.push(slot.slot);
    }
    return opened;
  }

  /** Overwrites the keys in memory. The storage stays open: who opened it closes it. */
  close(): void {
    this.state.reader.forget();
    this.state.tools.keys.wipe();
    this.#master.fill(0);
  }
}

/** Both copies, read back before anybody relies on them. */
const putSlot = async (storage: Storage, request: SlotRequest): Promise<string> => {
  const slot = await makeSlot(request);
  const bytes = writeSlot(slot);
  for (const name of slotNames(slot.slot)) {
    await storage.put(name, bytes);
    if (equalBytes(await storage.get(name), bytes)) continue;
    throw new ChatError(
      'storage-unreachable',
      `${name} reads back differently than it was written.`,
    );
  }
  return slot.slot;
};

const makeVault = async (
  storage: Storage,
  {master, vaultId, isReadOnly}: {master: Uint8Array; vaultId: Uint8Array; isReadOnly: boolean},
  {env = systemEnvironment, lane = 'auto'}: OpenOptions,
): Promise<Vault> => {
  const keys = new VaultKeys(master, vaultId);
  const scratch = new Uint8Array(maxSealed('media'));
  const tools: BlockTools = {keys, codec: await chooseCodec(lane), random: env.random, scratch};
  return new Vault(new VaultState(storage, tools, env), Uint8Array.from(master), isReadOnly);
};

export type CreateOptions = {
  readonly passphrase: string;
  readonly keyFile?: Uint8Array;
  readonly label?: string;
  /** Smaller only in tests. */
  readonly cost?: ScryptCost;
  readonly env?: Environment;
  readonly lane?: Lane;
};

const isTaken = async (storage: Storage): Promise<boolean> => {
  for (const name of formatNames) if ((await storage.stat(name)) !== undefined) return true;
  for (const prefix of ['snapshots/', 'packs/'])
    if ((await storage.list(prefix)).length > 0) return true;
  return false;
};

/** format.json comes last: before it there is no vault, so a crash here leaves nothing that needs care. Throws `vault-exists`. */
export const createVault = async (
  storage: Storage,
  options: CreateOptions,
): Promise<{readonly vault: Vault; readonly recoveryKey: string}> => {
  const {passphrase, keyFile, env = systemEnvironment} = options;
  if (await isTaken(storage)) throw vaultExists(storage);
  const master = env.random(32);
  const vaultId = env.random(16);
  const recoveryKey = formatRecoveryKey(env.random(32));
  const common = {master, vaultId, createdMs: env.now(), random: env.random};
  const secret: Secret = {passphrase, ...(keyFile === undefined ? {} : {keyFile})};
  const extra = {
    ...(options.label === undefined ? {} : {label: options.label}),
    ...(options.cost === undefined ? {} : {cost: options.cost}),
  };
  const slots = [
    await putSlot(storage, {...common, ...extra, secret}),
    await putSlot(storage, {...common, secret: {recoveryKey}}),
  ];
  await storage.put(readmeName, Buffer.from(readmeText, 'utf8'));
  const format = writeFormat(vaultId, env.now());
  if (!(await storage.put(formatNames[0], format, {ifAbsent: true}))) {
    for (const name of slots.flatMap(slotNames)) await storage.remove(name);
    throw vaultExists(storage);
  }
  await storage.put(formatNames[1], format);
  await removeForeignSlots(storage, slots);
  const vault = await makeVault(storage, {master, vaultId, isReadOnly: false}, options);
  master.fill(0);
  return {vault, recoveryKey};
};

/** Slots that an earlier, interrupted attempt left: nothing was ever sealed under them. */
const removeForeignSlots = async (storage: Storage, ours: readonly string[]): Promise<void> => {
  for (const {id} of await loadSlots(storage)) {
    if (ours.includes(id)) continue;
    for (const name of slotNames(id)) await storage.remove(name);
  }
};

const vaultExists = (storage: Storage): ChatError =>
  new ChatError('vault-exists', `There is a vault in ${storage.label} already.`, {
    hint: 'Open it, or choose an empty folder.',
  });

/** A vault on a full or write-protected disk can still be read. */
const mend = async (vault: Vault, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    const isExpected =
      isChatError(error) && (error.code === 'no-permission' || error.code === 'no-space');
    if (!isExpected) throw error;
    vault.state.notices.add('read-only');
  }
};

/**
 * Throws `no-vault`, `wrong-passphrase`, `vault-damaged`, `vault-locked` (a key file or the slot is missing), `newer-format`, and what the
 * storage throws. Repairs copies and index files that are damaged, and says so in `notices`.
 */
export const openVault = async (
  storage: Storage,
  secret: Secret,
  options: OpenOptions = {},
): Promise<Vault> => {
  const unlocked = await unlock(storage, secret);
  const isReadOnly = unlocked.isReadOnly || options.isReadOnly === true;
  const vault = await makeVault(storage, {...unlocked, isReadOnly}, options);
  unlocked.master.fill(0);
  const {state} = vault;
  await state.refresh('full');
  if (!isReadOnly) {
    await mend(vault, () =>
      mendCopies(storage, unlocked, {notices: state.notices, nowMs: state.env.now()}),
    );
    await mend(vault, () => state.repairIndex());
  }
  if (options.remembered !== undefined) {
    const mark = await vault.watermark();
    if ((mark?.counter ?? 0) < options.remembered.counter) state.notices.add('rolled-back');
  }
  return vault;
};
