// Writes damage that turned up while reading into checks/, so that the packs are not trusted any more and the next backup heals them.
import {isChatError} from '../errors.ts';
import {readChecks, recordChecks, type PackCheck} from './checks.ts';
import type {Vault} from './vault.ts';

/** How deep a look at single blocks was; see verify.ts. */
const foundWhileReading = 3;

/** Does nothing on a vault that cannot be written: the damage is reported by whoever found it. */
export const recordDamage = async (vault: Vault): Promise<void> => {
  const found = vault.reader.takeDamage().filter(({isMissing}) => !isMissing);
  if (found.length === 0 || vault.isReadOnly) return;
  const {checks: known} = await readChecks(vault.storage, vault.state.tools);
  const atMs = vault.state.env.now();
  const fresh = [...new Set(found.map(({pack}) => pack))].map((name): PackCheck => {
    const offsets = found.filter(({pack}) => pack === name).map(({offset}) => offset);
    const check = {name, atMs, level: foundWhileReading, verdict: 'damaged'} as const;
    const before = known.get(name);
    if (before?.verdict !== 'damaged') return {...check, blocks: offsets};
    // A reader sees single blocks: what a whole check said about the others still holds
    return before.blocks === undefined
      ? check
      : {...check, blocks: [...new Set([...before.blocks, ...offsets])]};
  });
  await recordVerdicts(vault, fresh);
};

/** A full or write-protected storage keeps its verdicts unwritten; everything else that fails is thrown. */
export const recordVerdicts = async (vault: Vault, checks: readonly PackCheck[]): Promise<void> => {
  if (checks.length === 0 || vault.isReadOnly) return;
  try {
    await recordChecks(vault.storage, vault.state.tools, checks);
    await vault.state.refresh('full');
  } catch (error) {
    if (!isChatError(error) || !['no-space', 'no-permission'].includes(error.code)) throw error;
  }
};
