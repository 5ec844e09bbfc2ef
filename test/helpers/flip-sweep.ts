// Flips single bits all over a small vault, and looks after each whether it is noticed and whether what is restored is still right.
import {isChatError} from '../../src/engine/errors.ts';
import {verify} from '../../src/engine/vault/verify.ts';
import {
  backUp,
  differences,
  flipBit,
  newVault,
  randomBytesOf,
  reopen,
  restoreAll,
  chatText,
  type Files,
} from './vault-kit.ts';

const original: Files = {
  'chat.json': chatText(12, 1),
  'p.jpg': randomBytesOf(8500, 'p'),
  'note.txt': 'note',
};

export type FlipSweep = {
  readonly flips: number;
  readonly undetected: readonly string[];
  readonly wrongData: readonly string[];
};

type Outcome = 'unseen' | 'seen' | 'wrong data';

const look = async (files: Map<string, Uint8Array>, recoveryKey: string): Promise<Outcome> => {
  try {
    const vault = await reopen(files, recoveryKey);
    const snapshots = await vault.snapshots();
    for (const snapshot of snapshots) {
      const {files: restored, report} = await restoreAll(vault, snapshot);
      const failed = new Set(report.failures.map(({path}) => path));
      if (differences(restored, original).some((path) => !failed.has(path))) return 'wrong data';
    }
    const report = await verify(vault, {level: 3});
    return report.findings.length > 0 || vault.notices.length > 0 ? 'seen' : 'unseen';
  } catch (error) {
    // An error with a code is a way of noticing; anything else is a bug and ends the test
    if (!isChatError(error)) throw error;
    return 'seen';
  }
};

/** One bit in every n-th byte of every file. */
export const sweepFlips = async ({every}: {readonly every: number}): Promise<FlipSweep> => {
  const {vault, files, recoveryKey} = await newVault();
  await backUp(vault, original);
  await verify(vault, {level: 3});
  const undetected: string[] = [];
  const wrongData: string[] = [];
  let flips = 0;
  for (const [name, bytes] of files) {
    for (let at = flips % every; at < bytes.length; at += every) {
      const copy = new Map(files);
      flipBit(copy, name, at * 8 + (flips % 8));
      const outcome = await look(copy, recoveryKey);
      if (outcome === 'unseen') undetected.push(`${name} at ${at}`);
      if (outcome === 'wrong data') wrongData.push(`${name} at ${at}`);
      flips++;
    }
  }
  return {flips, undetected, wrongData};
};
