import {describe, expect, test} from 'vitest';
import {ChatError} from '../../../src/engine/errors.ts';
import {memorySink} from '../../../src/engine/io/memory-source.ts';
import type {Sink} from '../../../src/engine/io/sink.ts';
import {applyRestore, planRestore} from '../../../src/engine/vault/restore.ts';
import type {Vault} from '../../../src/engine/vault/vault.ts';
import {
  backUp,
  chatText,
  differences,
  errorOf,
  flipBit,
  namesUnder,
  newVault,
  randomBytesOf,
  reopen,
  restoreAll,
  sampleFiles,
  type Files,
} from '../../helpers/vault-kit.ts';

/** Where the only block that holds this file's first chunk stands. */
const blockOf = async (
  vault: Vault,
  path: string,
): Promise<{pack: string; offset: number; length: number}> => {
  const [snapshot] = await vault.snapshots();
  if (snapshot === undefined) throw new Error('no snapshot');
  const plan = await planRestore(vault, snapshot, {wants: (name) => name === path});
  const {leavesOf} = await import('../../../src/engine/vault/stream.ts');
  for (const file of plan.files) {
    if (file.content === undefined) continue;
    for await (const leaf of leavesOf(vault.reader, file.content)) {
      const [place] = vault.state.index.findCopies(leaf.id);
      if (place === undefined) continue;
      const {pack, offset, length} = vault.state.index.block(place.block);
      const {name} = vault.state.index.pack(pack);
      return {pack: `packs/${name.slice(0, 2)}/${name}`, offset, length};
    }
  }
  throw new Error('no such file');
};

const big: Files = {
  'long.json': chatText(9000, 3),
  'one.jpg': randomBytesOf(300_000, 1),
  'two.jpg': randomBytesOf(2_500_000, 2),
  'short.txt': 'short',
};

describe('7: damage', () => {
  test('7: harms only the files that need the damaged block, and those are named with what they lose', async () => {
    const {vault, files, recoveryKey} = await newVault();
    const {snapshot} = await backUp(vault, big);
    const {pack, offset} = await blockOf(vault, 'two.jpg');
    flipBit(files, pack, (offset + 500) * 8);
    const {files: restored, report} = await restoreAll(await reopen(files, recoveryKey), snapshot);
    expect(differences(restored, big)).toEqual(['two.jpg']);
    expect(restored.has('two.jpg')).toBe(false);
    expect(report).toMatchObject({
      filesRestored: 3,
      failures: [{path: 'two.jpg', reason: 'damaged', lostBytes: 1_048_576}],
    });
  });

  test('7: of a long text at most one block of 256 KiB is lost, and salvage gives the rest in its place', async () => {
    const {vault, files, recoveryKey} = await newVault();
    const {snapshot} = await backUp(vault, big);
    const {pack, offset} = await blockOf(vault, 'long.json');
    flipBit(files, pack, (offset + 50) * 8 + 3);
    const damaged = await reopen(files, recoveryKey);
    const sink = memorySink();
    const report = await applyRestore(damaged, await planRestore(damaged, snapshot), sink, {
      isSalvaging: true,
    });
    const failure = report.failures.find(({path}) => path === 'long.json');
    expect(failure).toMatchObject({reason: 'damaged', salvagedAs: 'long.json.damaged'});
    expect(failure?.lostBytes).toBeLessThanOrEqual(256 * 1024);
    const salvaged = sink.files.get('long.json.damaged') ?? new Uint8Array(0);
    const original = Buffer.from(big['long.json'] ?? '');
    expect(salvaged).toHaveLength(original.length);
    const wrong = salvaged.filter((byte, i) => byte !== original[i]);
    expect(wrong).toHaveLength(failure?.lostBytes ?? -1);
    expect(wrong.every((byte) => byte === 0)).toBe(true);
  });

  test('7: a damaged snapshot file harms no other snapshot', async () => {
    const {vault, files, recoveryKey} = await newVault();
    await backUp(vault, sampleFiles());
    const {snapshot} = await backUp(vault, big);
    const other = namesUnder(files, 'snapshots/').find((name) => !name.endsWith(snapshot.id)) ?? '';
    flipBit(files, other, 600);
    const again = await reopen(files, recoveryKey);
    expect((await again.snapshots()).map(({id}) => id)).toEqual([snapshot.id]);
    expect(again.notices).toContainEqual({kind: 'snapshot-damaged', name: other});
    expect(differences((await restoreAll(again, snapshot)).files, big)).toEqual([]);
  });

  test('the plan tells before anything is written what surely is lacking', async () => {
    const {vault, files, recoveryKey} = await newVault();
    const {snapshot} = await backUp(vault, {'old.json': chatText(500, 8)});
    const before = new Set(files.keys());
    const second = await backUp(vault, {
      'old.json': chatText(500, 8),
      'new.jpg': randomBytesOf(50_000, 3),
    });
    const session = vault.openSession();
    await vault.closeSession(session);
    for (const name of namesUnder(files, 'packs/')) if (!before.has(name)) files.delete(name);
    const again = await reopen(files, recoveryKey);
    expect((await planRestore(again, snapshot)).lacking).toEqual([]);
    expect(await errorOf(planRestore(again, second.snapshot))).toMatchObject({
      code: 'vault-damaged',
    });
  });
});

describe('5: what is given out', () => {
  test('5: a file whose chunks are all intact but are not the file that was hashed is not given out', async () => {
    const {vault} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles());
    const plan = await planRestore(vault, snapshot);
    const swapped = plan.files.map((file) =>
      file.path === 'notes.txt' ? {...file, sha256: 'ab'.repeat(32)} : file,
    );
    const sink = memorySink();
    const report = await applyRestore(vault, {...plan, files: swapped}, sink);
    expect(report.failures).toMatchObject([
      {path: 'notes.txt', reason: 'inconsistent', lostBytes: 0},
    ]);
    expect(sink.files.has('notes.txt')).toBe(false);
    expect(sink.open.size).toBe(0);
  });
});

describe('13: the target', () => {
  test('13: a path that leaves the target is refused by the sink, told, and the others are restored', async () => {
    const {vault} = await newVault();
    const evil = {'../outside.txt': 'x', '/etc/passwd': 'x', 'fine.txt': 'fine'};
    const {snapshot} = await backUp(vault, evil);
    const {files, report} = await restoreAll(vault, snapshot);
    expect([...files.keys()]).toEqual(['fine.txt']);
    expect(report.failures.map(({path, reason, cause}) => [path, reason, cause?.code])).toEqual([
      ['../outside.txt', 'refused', 'usage'],
      ['/etc/passwd', 'refused', 'usage'],
    ]);
  });

  test('13: a file that exists is not overwritten without consent, and the others are restored', async () => {
    const {vault} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles());
    const sink = memorySink();
    await (await sink.create('notes.txt')).close();
    const report = await applyRestore(vault, await planRestore(vault, snapshot), sink);
    expect(report.failures).toMatchObject([
      {path: 'notes.txt', reason: 'refused', cause: {code: 'target-exists'}},
    ]);
    expect(sink.text('notes.txt')).toBe('');
    expect(report.filesRestored).toBe(3);
  });

  test('a full target stops the restore with its own error and leaves no half file', async () => {
    const {vault} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles());
    const inner = memorySink();
    const sink: Sink = {
      create: async (path) => {
        const file = await inner.create(path);
        return {
          ...file,
          write: async (chunk) => {
            if (path === 'notes.txt') throw new ChatError('no-space', 'full');
            await file.write(chunk);
          },
        };
      },
    };
    expect(
      await errorOf(applyRestore(vault, await planRestore(vault, snapshot), sink)),
    ).toMatchObject({code: 'no-space'});
    expect(inner.open.size).toBe(0);
    expect(inner.files.has('notes.txt')).toBe(false);
  });

  test('chosen files alone are restored', async () => {
    const {vault} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles());
    const sink = memorySink();
    const plan = await planRestore(vault, snapshot, {wants: (path) => path.endsWith('.txt')});
    expect(plan).toMatchObject({bytes: 13, lacking: []});
    await applyRestore(vault, plan, sink);
    expect([...sink.files.keys()]).toEqual(['empty.txt', 'notes.txt']);
  });

  test('cancelling stops within a chunk and leaves no half file', async () => {
    const {vault} = await newVault();
    const {snapshot} = await backUp(vault, big);
    const sink = memorySink();
    const abort = new AbortController();
    const work = applyRestore(vault, await planRestore(vault, snapshot), sink, {
      signal: abort.signal,
      onProgress: ({bytesDone}) => {
        if (bytesDone > 100_000) abort.abort();
      },
    });
    expect(await errorOf(work)).toMatchObject({code: 'cancelled'});
    expect(sink.open.size).toBe(0);
    expect(sink.files.size).toBe(0);
  });
});
