import {describe, expect, test} from 'vitest';
import {verify} from '../../../src/engine/vault/verify.ts';
import {backUp, chatText, differences, newVault, reopen, restoreAll, sampleFiles} from '../../helpers/vault-kit.ts';

describe('backup and restore', () => {
  test('gives every file back bit for bit, from the same and from a newly opened vault', async () => {
    const {vault, files, recoveryKey} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles(), {label: 'first', tags: ['a', 'b']});
    expect(snapshot).toMatchObject({label: 'first', tags: ['a', 'b'], isPartial: false, counter: 1});
    expect(differences((await restoreAll(vault, snapshot)).files, sampleFiles())).toEqual([]);
    const again = await reopen(files, recoveryKey);
    const [found] = await again.snapshots();
    expect(found).toEqual(snapshot);
    expect(differences((await restoreAll(again, snapshot)).files, sampleFiles())).toEqual([]);
    expect(await verify(again, {level: 4})).toMatchObject({isClean: true, findings: [], suffering: []});
  });

  test('stores little for the same chat with some messages more', async () => {
    const {vault} = await newVault();
    await backUp(vault, {'result.json': chatText(20_000)});
    const {snapshot} = await backUp(vault, {'result.json': chatText(20_200)});
    expect(snapshot.stats.bytesStored).toBeLessThan(20_000);
    expect(snapshot.stats.filesNew).toBe(1);
  });
});
