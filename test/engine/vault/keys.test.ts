import {describe, expect, test} from 'vitest';
import {readChecked, writeChecked} from '../../../src/engine/vault/checked-json.ts';
import {VaultKeys} from '../../../src/engine/vault/keys.ts';
import {formatRecoveryKey, parseRecoveryKey} from '../../../src/engine/vault/recovery-key.ts';
import {
  makeSlot,
  openSlot,
  readSlot,
  writeSlot,
  type KeySlot,
  type Secret,
} from '../../../src/engine/vault/slots.ts';
import {createVault, openVault} from '../../../src/engine/vault/vault.ts';
import {memoryStorage} from '../../../src/engine/storages/memory-storage.ts';
import {
  errorOf,
  newVault,
  quickCost,
  randomBytesOf,
  reopen,
  seededRandom,
  testEnvironment,
} from '../../helpers/vault-kit.ts';

const master = randomBytesOf(32, 'master');
const vaultId = randomBytesOf(16, 'vault');

const slotFor = (secret: Secret): Promise<KeySlot> =>
  makeSlot({master, vaultId, secret, createdMs: 1, cost: quickCost, random: seededRandom(5)});

describe('the recovery key', () => {
  test('is 13 groups of 4 and comes back, in any case, with spaces and with look-alikes', () => {
    for (let seed = 0; seed < 50; seed++) {
      const key = randomBytesOf(32, seed);
      const text = formatRecoveryKey(key);
      expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){12}[0-9A-HJKMNP-TV-Z]{4}$/);
      const sloppy = text
        .toLowerCase()
        .replaceAll('-', ' ')
        .replaceAll('1', 'l')
        .replaceAll('0', 'o');
      for (const typed of [text, sloppy, text.replaceAll('-', ''), ` ${text}\n`]) {
        expect(Buffer.compare(parseRecoveryKey(typed) ?? Buffer.alloc(0), key)).toBe(0);
      }
    }
  });

  test('keeps the edges: all zeros and all ones', () => {
    for (const key of [new Uint8Array(32), new Uint8Array(32).fill(255)]) {
      expect(parseRecoveryKey(formatRecoveryKey(key))).toEqual(key);
    }
  });

  test('sees nearly all typing errors, wrong lengths and foreign characters', () => {
    const text = formatRecoveryKey(randomBytesOf(32, 'typo'));
    let seen = 0;
    for (let at = 0; at < text.length; at++) {
      if (text[at] === '-') continue;
      const typo = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
      if (parseRecoveryKey(typo) === undefined) seen++;
    }
    expect(seen).toBeGreaterThan(44);
    for (const bad of [
      '',
      'x',
      text.slice(1),
      `${text}A`,
      text.replace(/^./, 'U'),
      'A'.repeat(1_000_000),
    ]) {
      expect(parseRecoveryKey(bad)).toBeUndefined();
    }
  });
});

describe('key slots', () => {
  const secrets: readonly Secret[] = [
    {passphrase: 'correct horse'},
    {passphrase: '密码', keyFile: randomBytesOf(100, 'kf')},
    {recoveryKey: formatRecoveryKey(randomBytesOf(32, 'r'))},
  ];

  test.each(secrets)('open with their own secret, after writing and reading', async (secret) => {
    const read = readSlot(writeSlot(await slotFor(secret)));
    if (read === undefined || !('slot' in read)) throw new Error('unreadable');
    const answer = await openSlot(read.slot, secret);
    expect(answer).toMatchObject({kind: 'open'});
    if (answer.kind === 'open') expect(Buffer.compare(answer.master, master)).toBe(0);
  });

  test('9: tell a wrong passphrase, a missing and a wrong key file', async () => {
    const slot = await slotFor({passphrase: 'right', keyFile: randomBytesOf(10, 'kf')});
    expect(await openSlot(slot, {passphrase: 'right'})).toEqual({kind: 'needs-key-file'});
    expect(await openSlot(slot, {passphrase: 'right', keyFile: randomBytesOf(10, 'x')})).toEqual({
      kind: 'wrong',
    });
    expect(await openSlot(slot, {passphrase: 'wrong', keyFile: randomBytesOf(10, 'kf')})).toEqual({
      kind: 'wrong',
    });
  });

  test('open with the same passphrase whether its characters are composed or not', async () => {
    const slot = await slotFor({passphrase: 'é한글Å'.normalize('NFD')});
    expect(await openSlot(slot, {passphrase: 'é한글Å'.normalize('NFC')})).toMatchObject({
      kind: 'open',
    });
  });

  test('9: every changed bit of a slot file reads as damaged, never as a wrong passphrase', async () => {
    const bytes = writeSlot(await slotFor({passphrase: 'right'}));
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Uint8Array.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(readSlot(changed)).toBeUndefined();
    }
    for (let length = 0; length < bytes.length; length += 7) {
      expect(readSlot(bytes.subarray(0, length))).toBeUndefined();
    }
  });

  test('12: scrypt parameters outside the limits are refused before anything is computed', async () => {
    const slot = await slotFor({passphrase: 'right'});
    const withKdf = (kdf: unknown): Uint8Array => {
      const json = readChecked(writeSlot(slot), 'chatark-key') ?? {};
      return writeChecked({...json, kdf});
    };
    const hostile = [
      {name: 'scrypt', logN: 13, r: 8, p: 1},
      {name: 'scrypt', logN: 21, r: 8, p: 1},
      {name: 'scrypt', logN: 63, r: 8, p: 1},
      {name: 'scrypt', logN: 17, r: 9, p: 1},
      {name: 'scrypt', logN: 17, r: 0, p: 1},
      {name: 'scrypt', logN: 17, r: 8, p: 5},
      {name: 'scrypt', logN: 17.5, r: 8, p: 1},
      {name: 'scrypt', logN: '17', r: 8, p: 1},
      {name: 'scrypt', logN: -1, r: 8, p: 1},
      {name: 'scrypt'},
      {name: 'argon2id', m: 2 ** 40},
      {name: 'none'},
      null,
      [],
      'scrypt',
    ];
    const before = performance.now();
    for (const kdf of hostile) expect(readSlot(withKdf(kdf)), JSON.stringify(kdf)).toBeUndefined();
    expect(performance.now() - before).toBeLessThan(50);
    expect(readSlot(withKdf({name: 'scrypt', logN: 20, r: 8, p: 4}))).toBeDefined();
  });

  test('12: an empty or a megabyte passphrase and key file are refused at once', async () => {
    const {storage} = await newVault();
    const before = performance.now();
    for (const secret of [
      {passphrase: ''},
      {passphrase: 'x'.repeat(1024 * 1024)},
      {passphrase: '密'.repeat(4000)},
      {passphrase: 'x', keyFile: new Uint8Array(0)},
      {passphrase: 'x', keyFile: new Uint8Array(2 * 1024 * 1024)},
    ]) {
      expect(await errorOf(openVault(storage, secret))).toMatchObject({code: 'usage'});
    }
    expect(performance.now() - before).toBeLessThan(50);
  });
});

describe('10: keys', () => {
  test('10: every purpose has a key of its own', () => {
    const keys = new VaultKeys(master, vaultId);
    const kinds = [
      'text',
      'media',
      'recipe',
      'columns',
      'texts',
      'listing',
      'footer',
      'index',
      'snapshot',
      'tomb',
      'check',
    ] as const;
    const all = kinds.map((kind) => Buffer.from(keys.block(kind)).toString('hex'));
    expect(new Set(all).size).toBe(kinds.length);
    const other = new VaultKeys(master, randomBytesOf(16, 'another vault'));
    expect(Buffer.from(other.block('text')).toString('hex')).not.toBe(all[0]);
    expect(keys.chunkId('text', Buffer.from('x'))).not.toEqual(
      keys.chunkId('media', Buffer.from('x')),
    );
  });

  test('10: no nonce is used twice', async () => {
    const nonces: string[] = [];
    const env = testEnvironment();
    const random = (length: number): Uint8Array => {
      const bytes = env.random(length);
      if (length === 24) nonces.push(Buffer.from(bytes).toString('hex'));
      return bytes;
    };
    const {vault} = await createVault(memoryStorage(), {
      passphrase: 'x',
      cost: quickCost,
      env: {...env, random},
    });
    const session = vault.openSession();
    for (let i = 0; i < 50; i++) await session.put('media', randomBytesOf(100, i));
    await session.flush();
    await vault.closeSession(session);
    expect(nonces.length).toBeGreaterThan(50);
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  test('are overwritten when the vault is closed', async () => {
    const {vault} = await newVault();
    vault.close();
    expect(() => vault.state.tools.keys.block('text')).toThrow(/closed/);
  });
});

describe('the ways into a vault', () => {
  test('are listed, added, tested and removed, but never the last one', async () => {
    const {vault, files} = await newVault();
    const [first, second] = await vault.slots();
    expect([first?.kind, second?.kind].toSorted()).toEqual(['passphrase', 'recovery']);
    const added = await vault.addSlot(
      {passphrase: 'second', keyFile: randomBytesOf(9, 'k')},
      {label: 'laptop', cost: quickCost},
    );
    expect((await vault.slots()).find(({slot}) => slot === added)).toMatchObject({
      label: 'laptop',
      keyFile: true,
    });
    expect(await vault.testSecret({passphrase: 'second', keyFile: randomBytesOf(9, 'k')})).toEqual([
      added,
    ]);
    const recoveryKey = await vault.addRecoveryKey();
    await reopen(files, recoveryKey);
    for (const {slot, kind} of await vault.slots())
      if (kind === 'recovery') await vault.removeSlot(slot);
    expect(await errorOf(reopen(files, recoveryKey))).toMatchObject({code: 'vault-locked'});
    for (const slot of [first, second])
      if (slot?.kind === 'passphrase') await vault.removeSlot(slot.slot);
    expect(await errorOf(vault.removeSlot(added))).toMatchObject({code: 'usage'});
    expect(await errorOf(vault.removeSlot('0000000000000000'))).toMatchObject({code: 'not-found'});
    const opened = await openVault(memoryStorage(files), {
      passphrase: 'second',
      keyFile: randomBytesOf(9, 'k'),
    });
    expect(opened.id).toBe(vault.id);
  });
});
