// Makes the vaults of fixtures/vaults: one sound, and one for each kind of damage. Run by scripts/make-vault-fixtures.mjs, by hand, when a
// new format version or a new kind of damage needs one: the fixtures of older versions are never made again.
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {memoryStorage} from '../../src/engine/storages/memory-storage.ts';
import {readChecked, writeChecked} from '../../src/engine/vault/checked-json.ts';
import {writeTomb} from '../../src/engine/vault/tombs.ts';
import {createVault} from '../../src/engine/vault/vault.ts';
import {verify} from '../../src/engine/vault/verify.ts';
import {
  backUp,
  chatText,
  flipBit,
  namesUnder,
  randomBytesOf,
  reopen,
  testEnvironment,
  type Files,
} from './vault-kit.ts';

export const fixturePassphrase = 'correct horse battery staple 芝麻开门';

/** Snapshot 1 holds these; snapshot 2 more. */
export const fixtureFiles: Files = {
  'WhatsApp/chat.txt':
    '12/31/23, 11:58 PM - Ana: see you next year\n01/01/24, 12:01 AM - Ben: 新年快乐\n',
  'Telegram/result.json': chatText(300, 42),
  'Telegram/photo.jpg': randomBytesOf(12_000, 'fixture photo'),
  'empty.txt': '',
};

export const fixtureFilesLater: Files = {
  ...fixtureFiles,
  'WhatsApp/chat.txt': `${String(fixtureFiles['WhatsApp/chat.txt'])}01/01/24, 09:30 AM - Ana: you too!\n`,
  'Telegram/voice.ogg': randomBytesOf(9000, 'fixture voice'),
};

type VaultFiles = Map<string, Uint8Array>;
type Sound = {readonly files: VaultFiles; readonly recoveryKey: string};

const makeSound = async (): Promise<Sound> => {
  const files: VaultFiles = new Map();
  const env = testEnvironment('fixture');
  const {vault, recoveryKey} = await createVault(memoryStorage(files), {
    passphrase: fixturePassphrase,
    env,
  });
  await backUp(vault, fixtureFiles, {label: 'first', tags: ['phone'], tool: 'chatark 0.1.0'});
  await backUp(vault, fixtureFilesLater, {label: 'second', tool: 'chatark 0.1.0'});
  return {files, recoveryKey};
};

const nth = (files: VaultFiles, prefix: string, n: number): string => {
  const name = namesUnder(files, prefix)[n];
  if (name === undefined) throw new Error(`no file ${n} under ${prefix}`);
  return name;
};

/** The packs in the order of their size; the largest holds the first backup. */
const largestPack = (files: VaultFiles): string =>
  namesUnder(files, 'packs/').toSorted(
    (a, b) => (files.get(b)?.length ?? 0) - (files.get(a)?.length ?? 0),
  )[0] ?? '';

const cut = (files: VaultFiles, name: string, share: number): void => {
  const bytes = files.get(name) ?? new Uint8Array(0);
  files.set(name, bytes.slice(0, Math.floor(bytes.length * share)));
};

const editFormat = (files: VaultFiles, change: object): void => {
  const json = readChecked(files.get('format.json') ?? new Uint8Array(0), 'chatark-vault') ?? {};
  for (const name of ['format.json', 'format.json.2'])
    files.set(name, writeChecked({...json, ...change}));
};

type Damage = (files: VaultFiles, recoveryKey: string) => void | Promise<void>;

const open = (files: VaultFiles, recoveryKey: string): ReturnType<typeof reopen> =>
  reopen(files, recoveryKey, {env: testEnvironment('fixture later')});

const interrupted: Damage = async (files, recoveryKey) => {
  const before = new Set(files.keys());
  await backUp(await open(files, recoveryKey), {'WhatsApp/new.txt': chatText(80, 7)});
  for (const name of files.keys()) {
    if (!before.has(name) && !name.startsWith('packs/')) files.delete(name);
  }
  files.set('packs/.tmp-0123456789abcdef', randomBytesOf(3000, 'half a pack'));
};

const healed: Damage = async (files, recoveryKey) => {
  flipBit(files, largestPack(files), 400 * 8);
  await verify(await open(files, recoveryKey), {level: 3});
  await backUp(await open(files, recoveryKey), fixtureFilesLater, {label: 'healing'});
};

const damages: Readonly<Record<string, Damage>> = {
  'good-v1': () => undefined,
  'missing-pack': (files) => void files.delete(largestPack(files)),
  'truncated-pack': (files) => cut(files, largestPack(files), 0.6),
  'flipped-block': (files) => flipBit(files, largestPack(files), 400 * 8),
  'flipped-footer': (files) =>
    flipBit(files, largestPack(files), ((files.get(largestPack(files))?.length ?? 0) - 40) * 8),
  'damaged-index': (files) => flipBit(files, nth(files, 'index/', 0), 400),
  'truncated-index': (files) => cut(files, nth(files, 'index/', 0), 0.5),
  'missing-index': (files) => namesUnder(files, 'index/').forEach((name) => files.delete(name)),
  'damaged-snapshot': (files) => flipBit(files, nth(files, 'snapshots/', 0), 1000),
  'damaged-key-copy': (files) => flipBit(files, nth(files, 'keys/', 0), 999),
  'damaged-keys': (files) => namesUnder(files, 'keys/').forEach((name) => cut(files, name, 0.7)),
  'missing-keys': (files) => namesUnder(files, 'keys/').forEach((name) => files.delete(name)),
  'missing-format': (files) =>
    ['format.json', 'format.json.2'].forEach((name) => files.delete(name)),
  'damaged-format-copy': (files) => flipBit(files, 'format.json', 300),
  'newer-format': (files) => editFormat(files, {formatVersion: 9, minReader: 9, minWriter: 9}),
  'unknown-write-feature': (files) =>
    editFormat(files, {features: {read: [], write: ['from-the-future']}}),
  'interrupted-backup': interrupted,
  'healed-pack': healed,
  tombstoned: async (files, recoveryKey) => {
    const {state} = await open(files, recoveryKey);
    await writeTomb(memoryStorage(files), state.tools, {
      after: 0,
      packs: [largestPack(files).slice(-64)],
    });
  },
};

export const fixtureNames = Object.keys(damages);

export const makeVaultFixtures = async (target: string): Promise<void> => {
  const sound = await makeSound();
  for (const [name, damage] of Object.entries(damages)) {
    const files: VaultFiles = new Map(sound.files);
    await damage(files, sound.recoveryKey);
    const folder = join(target, name);
    rmSync(folder, {recursive: true, force: true});
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(folder, path)), {recursive: true});
      writeFileSync(join(folder, path), bytes);
    }
  }
  writeFileSync(join(target, 'ABOUT.md'), about(sound.recoveryKey));
};

const about = (recoveryKey: string): string => `# Vaults, one for each kind of damage

Synthetic, made by \`node scripts/make-vault-fixtures.mjs\` (test/helpers/vault-fixtures.ts); chats and people are invented, the
photograph is noise. \`good-v1\` is sound; the others are the same vault with the damage that their name says. What must be found in each is
in test/engine/vault/fixtures.test.ts. Later versions of the program must open all of them for ever, so they are not made again when the
format changes: a new version gets fixtures of its own.

- passphrase: \`${fixturePassphrase}\`
- recovery key: \`${recoveryKey}\`

These secrets are public on purpose and open nothing but these vaults.
`;
