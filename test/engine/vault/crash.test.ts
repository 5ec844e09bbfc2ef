// Power cuts at every single operation of the disk, with several ways in which unsynced writes survive or not.
import {describe, expect, test} from 'vitest';
import {sweepBackup, sweepCreation, sweepVerify} from '../../helpers/crash-sweep.ts';

describe('a power cut', () => {
  test('1 4 16: at any operation of a backup leaves all older snapshots, a clean vault, and the next backup works', async () => {
    const swept = await sweepBackup({seeds: [1, 2]});
    expect(swept.operations).toBeGreaterThan(15);
    expect(swept.committed).toBeGreaterThan(0);
    expect(swept.lost).toBeGreaterThan(0);
  }, 60_000);

  test('16: at any operation of making a vault leaves none or a whole one, and making it again works', async () => {
    expect((await sweepCreation({seeds: [1]})).operations).toBeGreaterThan(20);
  }, 60_000);

  test('4: at any operation of recording what a verification found harms nothing', async () => {
    expect((await sweepVerify({seeds: [1]})).operations).toBeGreaterThan(4);
  }, 60_000);
});
