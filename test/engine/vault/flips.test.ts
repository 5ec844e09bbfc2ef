// Every kind of byte of a small vault changed: always detected, never wrong data, never an error without a code.
import {describe, expect, test} from 'vitest';
import {sweepFlips} from '../../helpers/flip-sweep.ts';
import {isChatError} from '../../../src/engine/errors.ts';
import {
  namesUnder,
  newVault,
  backUp,
  reopen,
  restoreAll,
  differences,
  sampleFiles,
  errorOf,
  numbers,
} from '../../helpers/vault-kit.ts';

describe('5 7: changed bytes', () => {
  test('5 7: a changed bit anywhere is detected and never gives wrong data', async () => {
    const swept = await sweepFlips({every: 41});
    expect(swept.flips).toBeGreaterThan(150);
    expect(swept.undetected).toEqual([]);
    expect(swept.wrongData).toEqual([]);
  }, 60_000);

  test('truncating, emptying, zeroing, extending and deleting any file never gives wrong data or an error without a code', async () => {
    const {vault, files, recoveryKey} = await newVault();
    await backUp(vault, sampleFiles());
    const next = numbers(3);
    const changes: readonly ((bytes: Uint8Array) => Uint8Array | undefined)[] = [
      () => undefined,
      () => new Uint8Array(0),
      (bytes) => new Uint8Array(bytes.length),
      (bytes) => bytes.subarray(0, Math.floor(next() * bytes.length)),
      (bytes) => Buffer.concat([bytes, Buffer.from('more')]),
      (bytes) => Buffer.concat([bytes, new Uint8Array(3_000_000)]),
    ];
    for (const name of files.keys()) {
      for (const change of changes) {
        const copy = new Map(files);
        const changed = change(files.get(name) ?? new Uint8Array(0));
        if (changed === undefined) copy.delete(name);
        else copy.set(name, changed);
        await tryRestore(copy, recoveryKey);
      }
    }
  });

  test('a vault with every file exchanged for another one of its own never gives wrong data', async () => {
    const {vault, files, recoveryKey} = await newVault();
    await backUp(vault, sampleFiles());
    const names = namesUnder(files, '');
    for (const [i, name] of names.entries()) {
      const copy = new Map(files);
      copy.set(name, files.get(names[(i + 1) % names.length] ?? '') ?? new Uint8Array(0));
      await tryRestore(copy, recoveryKey);
    }
  });
});

/** Opens and restores what can be; any error must be one that a person can act on. */
const tryRestore = async (files: Map<string, Uint8Array>, recoveryKey: string): Promise<void> => {
  try {
    const vault = await reopen(files, recoveryKey);
    for (const snapshot of await vault.snapshots()) {
      const {files: restored, report} = await restoreAll(vault, snapshot);
      const failed = new Set(report.failures.map(({path}) => path));
      expect(differences(restored, sampleFiles()).filter((path) => !failed.has(path))).toEqual([]);
    }
  } catch (error) {
    if (!isChatError(error)) throw error;
    expect(error.hint ?? error.message).not.toBe('');
  }
};

test('22: errors and notices carry no secret', async () => {
  const {vault, files, storage, recoveryKey} = await newVault();
  await backUp(vault, sampleFiles());
  const {openVault} = await import('../../../src/engine/vault/vault.ts');
  const secrets = ['hunter2-very-secret', recoveryKey];
  const texts: string[] = [JSON.stringify(vault.notices)];
  const collect = (error: Error): void =>
    void texts.push(JSON.stringify({...error}), error.message, error.stack ?? '');
  collect(await errorOf(openVault(storage, {passphrase: secrets[0] ?? ''})));
  collect(await errorOf(openVault(storage, {recoveryKey: `${recoveryKey}x`})));
  for (const name of namesUnder(files, 'keys/')) files.set(name, new Uint8Array(5));
  collect(await errorOf(openVault(storage, {passphrase: secrets[0] ?? ''})));
  collect(await errorOf(openVault(storage, {recoveryKey})));
  for (const text of texts) for (const secret of secrets) expect(text).not.toContain(secret);
});
