// What vault tests share: a clock and random bytes that the test decides, invented chats, and a vault on a map of files.
import {createCipheriv, createHash} from 'node:crypto';
import {memorySink, memorySource} from '../../src/engine/io/memory-source.ts';
import type {Source} from '../../src/engine/io/source.ts';
import {memoryStorage} from '../../src/engine/storages/memory-storage.ts';
import {backup, type BackupOptions, type BackupResult} from '../../src/engine/vault/backup.ts';
import type {Environment} from '../../src/engine/vault/environment.ts';
import {applyRestore, planRestore, type RestoreReport} from '../../src/engine/vault/restore.ts';
import type {Snapshot} from '../../src/engine/vault/snapshot.ts';
import type {Storage} from '../../src/engine/vault/storage.ts';
import {
  createVault,
  openVault,
  type OpenOptions,
  type Vault,
} from '../../src/engine/vault/vault.ts';

export type TestClock = {nowMs: number};

/** Random-looking and repeatable: the counter's SHA-256. */
export const seededRandom = (seed: number | string): ((length: number) => Uint8Array) => {
  let counter = 0;
  return (length) => {
    const out = Buffer.alloc(length);
    for (let at = 0; at < length; at += 32) {
      createHash('sha256').update(`${seed} ${counter++}`).digest().copy(out, at);
    }
    return out;
  };
};

/** Starts in 2026 and moves a millisecond with each look, so that times differ but repeat. */
export const testEnvironment = (seed: number | string = 1): Environment & {clock: TestClock} => {
  const clock = {nowMs: Date.UTC(2026, 0, 1)};
  return {clock, random: seededRandom(seed), now: () => clock.nowMs++};
};

export const passphrase = 'a test passphrase 测试';
export const quickCost = {logN: 14, r: 1, p: 1};

/** A small generator for invented content; not for secrets. */
export const numbers = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 2 ** 32;
  };
};

const words = [
  'tea',
  'rain',
  'later',
  '好的',
  '收到',
  'bridge',
  'ticket',
  'haha',
  'see you',
  'maybe',
  'photo',
  '明天见',
];

/** One JSON message per line, as exporters write them. */
export const chatText = (messages: number, seed = 1): string => {
  const next = numbers(seed);
  const pick = (): string => words[Math.floor(next() * words.length)] ?? '';
  let text = '';
  let time = 1_700_000_000;
  for (let i = 0; i < messages; i++) {
    time += Math.floor(next() * 900);
    const body = Array.from({length: 1 + Math.floor(next() * 12)}, pick).join(' ');
    text += `${JSON.stringify({id: i + 1, date: time, from: `user${Math.floor(next() * 5)}`, text: body})}\n`;
  }
  return text;
};

/** Incompressible and repeatable. */
export const randomBytesOf = (length: number, seed: number | string = 7): Uint8Array => {
  const key = createHash('sha256').update(`${seed}`).digest();
  return createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16)).update(
    Buffer.alloc(length),
  );
};

export type Files = Readonly<Record<string, string | Uint8Array>>;

export const sampleFiles = (): Files => ({
  'Ana/result.json': chatText(400, 1),
  'Ana/photo.jpg': randomBytesOf(20_000, 'photo'),
  'notes.txt': 'a short note\n',
  'empty.txt': '',
});

export const sourceOf = (files: Files, label = 'chats', modifiedMs?: number): Source =>
  memorySource(files, modifiedMs === undefined ? {label} : {label, modifiedMs});

export type TestVault = {
  readonly files: Map<string, Uint8Array>;
  readonly storage: Storage;
  readonly vault: Vault;
  readonly recoveryKey: string;
  readonly env: ReturnType<typeof testEnvironment>;
};

export const newVault = async (seed: number | string = 1): Promise<TestVault> => {
  const files = new Map<string, Uint8Array>();
  const storage = memoryStorage(files);
  const env = testEnvironment(seed);
  const {vault, recoveryKey} = await createVault(storage, {passphrase, cost: quickCost, env});
  return {files, storage, vault, recoveryKey, env};
};

/** Through the recovery key: no stretching, so it is quick. */
export const reopen = (
  storage: Storage | Map<string, Uint8Array>,
  recoveryKey: string,
  options: OpenOptions = {},
): Promise<Vault> =>
  openVault(
    storage instanceof Map ? memoryStorage(storage) : storage,
    {recoveryKey},
    {
      env: testEnvironment('reopened'),
      ...options,
    },
  );

export const backUp = (
  vault: Vault,
  files: Files,
  options: BackupOptions = {},
): Promise<BackupResult> => backup(vault, sourceOf(files), options);

export const asBytes = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content, 'utf8') : content;

export type Restored = {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly report: RestoreReport;
};

export const restoreAll = async (vault: Vault, snapshot: Snapshot): Promise<Restored> => {
  const sink = memorySink();
  const report = await applyRestore(vault, await planRestore(vault, snapshot), sink);
  return {files: sink.files, report};
};

/** Names of files whose restored bytes are not exactly the original's; also those missing or unexpected. */
export const differences = (
  restored: ReadonlyMap<string, Uint8Array>,
  original: Files,
): string[] => {
  const names = new Set([...restored.keys(), ...Object.keys(original)]);
  return [...names].filter((name) => {
    const before = original[name];
    const after = restored.get(name);
    return (
      before === undefined || after === undefined || Buffer.compare(asBytes(before), after) !== 0
    );
  });
};

export const namesUnder = (files: ReadonlyMap<string, Uint8Array>, prefix: string): string[] =>
  [...files.keys()].filter((name) => name.startsWith(prefix)).toSorted();

/** Changes one bit of one file in place. */
export const flipBit = (files: Map<string, Uint8Array>, name: string, bit: number): void => {
  const bytes = Uint8Array.from(files.get(name) ?? []);
  bytes[bit >>> 3] = (bytes[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
  files.set(name, bytes);
};

/** The error that a promise ends in; fails the test if it does not. */
export const errorOf = async (work: Promise<unknown>): Promise<Error> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('It was expected to fail.');
};
