import {describe, expect, test} from 'vitest';
import {ChatError} from '../../../src/engine/errors.ts';
import {memoryStorage} from '../../../src/engine/storages/memory-storage.ts';
import {nativeCodec} from '../../../src/engine/vault/codec.ts';
import {objectKinds, type ObjectKind} from '../../../src/engine/vault/kinds.ts';
import {StoreSession} from '../../../src/engine/vault/object-store.ts';
import {VaultState} from '../../../src/engine/vault/state.ts';
import {
  chatText,
  errorOf,
  namesUnder,
  newVault,
  randomBytesOf,
  reopen,
} from '../../helpers/vault-kit.ts';

const kinds = Object.keys(objectKinds) as ObjectKind[];

describe('the object store', () => {
  test.each(kinds)(
    'takes and gives chunks of kind %s, in the session and after reopening',
    async (kind) => {
      const {vault, files, recoveryKey} = await newVault();
      const session = vault.openSession();
      const chunks = [Buffer.from('x'), Buffer.from(chatText(200)), randomBytesOf(1_048_576)];
      const ids = [];
      for (const chunk of chunks) ids.push(await session.put(kind, chunk));
      for (const [i, id] of ids.entries())
        expect(Buffer.compare(await session.get(id), chunks[i] ?? Buffer.alloc(0))).toBe(0);
      await session.flush();
      await vault.closeSession(session);
      const again = await reopen(files, recoveryKey);
      for (const [i, id] of ids.entries())
        expect(Buffer.compare(await again.reader.get(id), chunks[i] ?? Buffer.alloc(0))).toBe(0);
    },
  );

  test('stores a chunk once, within a session and across sessions', async () => {
    const {vault} = await newVault();
    const first = vault.openSession();
    const id = await first.put('columns', Buffer.from('abc'));
    expect(await first.put('columns', Buffer.from('abc'))).toEqual(id);
    expect(first.stats).toMatchObject({chunksNew: 1, chunksKnown: 1, bytesNew: 3, bytesKnown: 3});
    await first.flush();
    await vault.closeSession(first);
    const second = vault.openSession();
    expect(second.has(id)).toBe(true);
    await second.put('columns', Buffer.from('abc'));
    await second.flush();
    expect(second.stats).toMatchObject({chunksNew: 0, bytesStored: 0});
    await vault.closeSession(second);
  });

  test('gives the same bytes in different kinds different ids', async () => {
    const {vault} = await newVault();
    const session = vault.openSession();
    const ids = new Set<string>();
    for (const kind of kinds)
      ids.add(Buffer.from(await session.put(kind, Buffer.from('same'))).toString('hex'));
    expect(ids.size).toBe(kinds.length);
    await vault.closeSession(session);
  });

  test('lets the caller use its buffer again after put', async () => {
    const {vault} = await newVault();
    const session = vault.openSession();
    const buffer = Buffer.from('before');
    const ids = [await session.put('text', buffer), await session.put('media', buffer)];
    buffer.fill(0);
    for (const id of ids) expect(Buffer.from(await session.get(id)).toString()).toBe('before');
    await vault.closeSession(session);
  });

  test('nothing is in the index before flush, everything after it', async () => {
    const {vault, files} = await newVault();
    const session = vault.openSession();
    await session.put('text', Buffer.from('abc'));
    expect(namesUnder(files, 'packs/')).toEqual([]);
    await session.flush();
    expect(namesUnder(files, 'packs/')).toHaveLength(1);
    expect(namesUnder(files, 'index/')).toHaveLength(1);
    await session.flush();
    expect(namesUnder(files, 'index/')).toHaveLength(1);
    await vault.closeSession(session);
  });

  test('closes packs at about 16 MiB', async () => {
    const {vault, files} = await newVault();
    const session = vault.openSession();
    for (let i = 0; i < 40; i++) await session.put('media', randomBytesOf(1_048_576, i));
    await session.flush();
    await vault.closeSession(session);
    const sizes = namesUnder(files, 'packs/').map((name) => files.get(name)?.length ?? 0);
    expect(sizes).toHaveLength(3);
    expect(Math.max(...sizes)).toBeLessThan(18 * 1024 * 1024);
  });

  test('writes the index in between, after ten minutes, so that a killed session loses little', async () => {
    const {vault, files, env} = await newVault();
    const session = vault.openSession();
    for (let i = 0; i < 20; i++) {
      if (i === 10) env.clock.nowMs += 11 * 60 * 1000;
      await session.put('media', randomBytesOf(1_048_576, i));
    }
    await session.put('text', Buffer.from('x'));
    await new Promise((resolve) => setImmediate(resolve));
    await session.get(await session.put('text', Buffer.from('x')));
    expect(namesUnder(files, 'index/').length).toBeGreaterThan(0);
    await vault.closeSession(session);
  });

  test('refuses chunks of no length and of more than a MiB', async () => {
    const {vault} = await newVault();
    const session = vault.openSession();
    for (const length of [0, 1_048_577])
      expect((await errorOf(session.put('text', new Uint8Array(length)))).message).toMatch(/1 MiB/);
    await vault.closeSession(session);
  });

  test('has one session at a time', async () => {
    const {vault} = await newVault();
    const session = vault.openSession();
    expect(() => vault.openSession()).toThrow(/already/);
    await vault.closeSession(session);
    await vault.closeSession(vault.openSession());
    expect((await errorOf(session.put('text', Buffer.from('x')))).message).toMatch(/over/);
  });

  test('a chunk that is given up with its session is stored by the next', async () => {
    const {vault} = await newVault();
    const lost = vault.openSession();
    const id = await lost.put('text', Buffer.from('abc'));
    await vault.closeSession(lost);
    const session = vault.openSession();
    expect(session.has(id)).toBe(false);
    await session.put('text', Buffer.from('abc'));
    await session.flush();
    expect(Buffer.from(await session.get(id)).toString()).toBe('abc');
    await vault.closeSession(session);
  });

  test('says what the storage said, at every call after it', async () => {
    const files = new Map<string, Uint8Array>();
    const {vault} = await newVault();
    const failing = {
      ...memoryStorage(files),
      put: () => Promise.reject(new ChatError('storage-unreachable', 'unplugged')),
    };
    const state = new VaultState(failing, vault.state.tools, vault.state.env);
    const session = new StoreSession(state);
    await session.put('text', Buffer.from('abc'));
    for (const work of [
      () => session.flush(),
      () => session.put('text', Buffer.from('d')),
      () => session.flush(),
    ]) {
      expect(await errorOf(work())).toMatchObject({
        code: 'storage-unreachable',
        message: 'unplugged',
      });
    }
    await session.close();
  });

  test('5: an index that names another chunk than the one that is there gives damage, not that chunk', async () => {
    const {vault} = await newVault();
    const session = vault.openSession();
    const real = await session.put('text', Buffer.from('the real chunk'));
    await session.flush();
    await vault.closeSession(session);
    const {index} = vault.state;
    const [place] = index.findCopies(real);
    if (place === undefined) throw new Error('no copy');
    const lying = vault.state.tools.keys.chunkId('text', Buffer.from('promised chunk'));
    index.addChunk(lying, place);
    expect(await errorOf(vault.reader.get(lying))).toMatchObject({code: 'vault-damaged'});
    index.addChunk(lying, {...place, start: 5, length: 500});
    expect(await errorOf(vault.reader.get(lying))).toMatchObject({code: 'vault-damaged'});
    expect(Buffer.from(await vault.reader.get(real)).toString()).toBe('the real chunk');
  });

  test('a codec that computes wrong is noticed before anything is written', async () => {
    const {vault, files, storage} = await newVault();
    const faulty = {
      ...vault.state.tools,
      codec: {
        ...nativeCodec,
        deflate: async (plain: Uint8Array) =>
          nativeCodec.deflate(Uint8Array.from(plain, (byte) => byte ^ 1)),
      },
    };
    const session = new StoreSession(new VaultState(storage, faulty, vault.state.env));
    await session.put('text', Buffer.from(chatText(50)));
    expect(await errorOf(session.flush())).toMatchObject({code: 'vault-damaged'});
    await session.close();
    expect(namesUnder(files, 'packs/')).toEqual([]);
  });

  test('a storage that gives back other bytes than were put is noticed before the commit', async () => {
    const {vault, files, storage} = await newVault();
    const lossy = {
      ...storage,
      put: (name: string, content: Uint8Array) =>
        storage.put(name, name.startsWith('packs/') ? content.subarray(9) : content),
    };
    const session = new StoreSession(new VaultState(lossy, vault.state.tools, vault.state.env));
    await session.put('text', Buffer.from('abc'));
    expect(await errorOf(session.flush())).toMatchObject({code: 'storage-unreachable'});
    await session.close();
    expect(namesUnder(files, 'snapshots/')).toEqual([]);
  });
});
