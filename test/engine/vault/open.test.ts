import {describe, expect, test} from 'vitest';
import {memoryStorage} from '../../../src/engine/storages/memory-storage.ts';
import {isChatError} from '../../../src/engine/errors.ts';
import {readChecked, writeChecked} from '../../../src/engine/vault/checked-json.ts';
import {createVault, openVault} from '../../../src/engine/vault/vault.ts';
import {verify} from '../../../src/engine/vault/verify.ts';
import {
  backUp,
  differences,
  errorOf,
  flipBit,
  namesUnder,
  newVault,
  passphrase,
  quickCost,
  reopen,
  restoreAll,
  sampleFiles,
  testEnvironment,
} from '../../helpers/vault-kit.ts';

const codeOf = async (work: Promise<unknown>): Promise<[string, number]> => {
  const error = await errorOf(work);
  return isChatError(error) ? [error.code, error.exitCode] : ['no ChatError', -1];
};

const editFormat = (files: Map<string, Uint8Array>, change: object): void => {
  const json = readChecked(files.get('format.json') ?? new Uint8Array(0), 'chatark-vault') ?? {};
  for (const name of ['format.json', 'format.json.2'])
    files.set(name, writeChecked({...json, ...change}));
};

const slotNamesOf = (files: ReadonlyMap<string, Uint8Array>, kind: string): string[] =>
  namesUnder(files, 'keys/').filter((name) =>
    Buffer.from(files.get(name) ?? '')
      .toString()
      .includes(`"kind":"${kind}"`),
  );

describe('9: why a vault does not open', () => {
  test('9: wrong passphrase, damaged slot, missing slot, newer format and no vault: five messages, five exit codes', async () => {
    const {files, storage, recoveryKey} = await newVault();
    const seen = new Map<string, number>();
    const see = ([code, exit]: [string, number]): void => void seen.set(code, exit);
    see(await codeOf(openVault(memoryStorage(), {passphrase})));
    see(await codeOf(openVault(storage, {passphrase: 'wrong'})));
    const passphraseSlots = slotNamesOf(files, 'passphrase');
    for (const name of passphraseSlots) flipBit(files, name, 2000);
    see(await codeOf(openVault(storage, {passphrase})));
    for (const name of passphraseSlots) files.delete(name);
    see(await codeOf(openVault(storage, {passphrase})));
    editFormat(files, {minReader: 2});
    see(await codeOf(openVault(storage, {recoveryKey})));
    expect(Object.fromEntries(seen)).toEqual({
      'no-vault': 10,
      'wrong-passphrase': 12,
      'vault-damaged': 13,
      'vault-locked': 11,
      'newer-format': 15,
    });
  });

  test('an empty folder is no vault, and neither is one with other things in it', async () => {
    for (const files of [
      {},
      {'holiday.jpg': new Uint8Array(5), 'keys/door.txt': new Uint8Array(5)},
    ]) {
      expect(
        await codeOf(openVault(memoryStorage(new Map(Object.entries(files))), {passphrase})),
      ).toEqual(['no-vault', 10]);
    }
  });

  test('a recovery key with a typing error is told as such', async () => {
    const {storage, recoveryKey} = await newVault();
    const typo = recoveryKey.slice(0, -1) + (recoveryKey.endsWith('A') ? 'B' : 'A');
    const error = await errorOf(openVault(storage, {recoveryKey: typo}));
    expect(error).toMatchObject({code: 'wrong-passphrase'});
    expect(error.message).toContain('recovery key');
  });

  test('a vault whose passphrase slot is damaged still opens with the recovery key, and the other way round', async () => {
    const {files, storage, recoveryKey} = await newVault();
    for (const name of slotNamesOf(files, 'passphrase')) flipBit(files, name, 100);
    const error = await errorOf(openVault(storage, {passphrase}));
    expect(error).toMatchObject({
      code: 'vault-damaged',
      hint: expect.stringContaining('recovery key'),
    });
    expect((await openVault(storage, {recoveryKey})).notices).toContainEqual(
      expect.objectContaining({kind: 'slot-damaged'}),
    );
  });

  test('keys of another vault do not open this one', async () => {
    const one = await newVault('one');
    const other = await newVault('other');
    for (const name of namesUnder(one.files, 'keys/')) one.files.delete(name);
    for (const name of namesUnder(other.files, 'keys/'))
      one.files.set(name, other.files.get(name) ?? new Uint8Array(0));
    await backUp(one.vault, sampleFiles());
    expect(await codeOf(openVault(one.storage, {passphrase}))).toEqual(['vault-damaged', 13]);
  });
});

describe('6: what can be lost without loss', () => {
  const kinds = ['format.json', 'format.json.2', 'README.txt', 'index/', 'checks/'] as const;

  test.each(kinds)('6: %s can be deleted at any moment', async (prefix) => {
    const {files, vault, recoveryKey} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles());
    await verify(vault, {level: 3});
    const names = namesUnder(files, prefix);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) files.delete(name);
    const again = await reopen(files, recoveryKey);
    expect(differences((await restoreAll(again, snapshot)).files, sampleFiles())).toEqual([]);
    expect(await verify(again, {level: 3})).toMatchObject({isClean: true});
    await backUp(again, {...sampleFiles(), 'more.txt': 'more'});
    expect(await (await reopen(files, recoveryKey)).snapshots()).toHaveLength(2);
  });

  test('6: both copies of format.json can be lost: the key slots know enough', async () => {
    const {files, vault, recoveryKey} = await newVault();
    await backUp(vault, sampleFiles());
    files.delete('format.json');
    files.delete('format.json.2');
    const again = await reopen(files, recoveryKey);
    expect(again.id).toBe(vault.id);
    expect(again.notices).toContainEqual({kind: 'format-repaired', name: 'format.json'});
    expect(files.has('format.json') && files.has('format.json.2')).toBe(true);
  });

  test('a damaged copy of format.json or of a key slot is mended from the other', async () => {
    const {files, storage} = await newVault();
    const good = new Map(files);
    for (const name of [...namesUnder(files, 'keys/'), 'format.json', 'format.json.2']) {
      flipBit(files, name, 333);
      const vault = await openVault(storage, {passphrase});
      expect(vault.notices.map((notice) => notice.name)).toEqual([name]);
      expect(files.get(name)).toEqual(good.get(name));
    }
  });

  test('a damaged index file is written anew from the packs, and said', async () => {
    const {files, vault, recoveryKey} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles());
    const [name = ''] = namesUnder(files, 'index/');
    flipBit(files, name, 500);
    const again = await reopen(files, recoveryKey);
    expect(again.notices).toContainEqual({kind: 'index-repaired', name});
    expect(files.has(name)).toBe(false);
    expect(differences((await restoreAll(again, snapshot)).files, sampleFiles())).toEqual([]);
    expect((await reopen(files, recoveryKey)).notices).toEqual([]);
  });

  test('a vault on a write-protected disk opens all the same, damaged copies and all', async () => {
    const {files, vault, recoveryKey} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles());
    flipBit(files, 'format.json', 50);
    const {ChatError} = await import('../../../src/engine/errors.ts');
    const storage = {
      ...memoryStorage(files),
      put: () => Promise.reject(new ChatError('no-permission', 'write-protected')),
      remove: () => Promise.reject(new ChatError('no-permission', 'write-protected')),
    };
    const again = await reopen(storage, recoveryKey);
    expect(again.notices).toContainEqual({kind: 'read-only'});
    expect(differences((await restoreAll(again, snapshot)).files, sampleFiles())).toEqual([]);
    expect(await verify(again, {level: 3})).toMatchObject({isClean: false, suffering: []});
  });
});

describe('20: versions', () => {
  test('20: an unknown write feature opens read-only, an unknown read feature is refused with a text', async () => {
    const {files, vault, recoveryKey} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles());
    editFormat(files, {features: {read: [], write: ['braids']}});
    const readable = await reopen(files, recoveryKey);
    expect(readable.isReadOnly).toBe(true);
    expect(differences((await restoreAll(readable, snapshot)).files, sampleFiles())).toEqual([]);
    expect(await codeOf(backUp(readable, sampleFiles()))).toEqual(['newer-format', 15]);
    editFormat(files, {features: {read: ['braids'], write: []}});
    expect(await codeOf(reopen(files, recoveryKey))).toEqual(['newer-format', 15]);
  });

  test('20: a key slot of a newer version is refused as newer, not as damaged', async () => {
    const {files, storage} = await newVault();
    for (const name of namesUnder(files, 'keys/')) {
      const json = readChecked(files.get(name) ?? new Uint8Array(0), 'chatark-key') ?? {};
      files.set(name, writeChecked({...json, formatVersion: 2, kdf: {name: 'argon3'}}));
    }
    expect(await codeOf(openVault(storage, {passphrase}))).toEqual(['newer-format', 15]);
  });
});

describe('making a vault', () => {
  test('refuses a place that has one, and harms nothing there', async () => {
    const {files, storage} = await newVault();
    const before = new Map(files);
    expect(await codeOf(createVault(storage, {passphrase: 'other', cost: quickCost}))).toEqual([
      'vault-exists',
      2,
    ]);
    expect(files).toEqual(before);
  });

  test('two at once in one place: one is made, the other is told, and the one opens', async () => {
    const storage = memoryStorage();
    const tries = await Promise.allSettled(
      ['a', 'b'].map((name) =>
        createVault(storage, {passphrase: name, cost: quickCost, env: testEnvironment(name)}),
      ),
    );
    const won = tries.findIndex(({status}) => status === 'fulfilled');
    expect(tries.map(({status}) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await openVault(storage, {passphrase: ['a', 'b'][won] ?? ''})).toBeDefined();
  });

  test('leaves files that say what they are, without a secret in them', async () => {
    const {files, recoveryKey} = await newVault();
    expect(
      [...files.keys()].map((name) => name.replace(/[0-9a-f]{16}/, 'SLOT')).toSorted(),
    ).toEqual([
      'README.txt',
      'format.json',
      'format.json.2',
      'keys/SLOT.json',
      'keys/SLOT.json',
      'keys/SLOT.json.2',
      'keys/SLOT.json.2',
    ]);
    const all = Buffer.concat([...files.values()]).toString('latin1');
    expect(all).not.toContain(recoveryKey);
    expect(all).not.toContain(Buffer.from(passphrase).toString('latin1'));
  });
});

describe('a client that remembers', () => {
  test('is warned when an older state of the vault was put back', async () => {
    const {files, vault, recoveryKey} = await newVault();
    await backUp(vault, sampleFiles());
    const old = new Map(files);
    await backUp(vault, {...sampleFiles(), 'x.txt': 'x'});
    const remembered = await vault.watermark();
    expect(remembered).toMatchObject({counter: 2});
    if (remembered === undefined) return;
    expect((await reopen(files, recoveryKey, {remembered})).notices).toEqual([]);
    expect((await reopen(old, recoveryKey, {remembered})).notices).toContainEqual({
      kind: 'rolled-back',
    });
  });
});
