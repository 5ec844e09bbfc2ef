// Verification without any key: every file's SHA-256 against its own name. For a copy on somebody else's computer.
import {createHash} from 'node:crypto';
import {isChatError, throwIfCancelled} from '../errors.ts';
import {maxPack} from './limits.ts';
import type {Storage} from './storage.ts';

export type AuditFinding = {
  readonly name: string;
  readonly kind: 'hash-differs' | 'too-large' | 'vanished';
};

export type AuditReport = {
  readonly filesChecked: number;
  readonly bytesChecked: number;
  readonly findings: readonly AuditFinding[];
};

export type AuditOptions = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: {
    readonly done: number;
    readonly total: number;
    readonly name: string;
  }) => void;
};

const hashedFolders = ['packs/', 'index/', 'snapshots/', 'tombs/', 'checks/'];

const auditFile = async (
  storage: Storage,
  name: string,
  size: number,
): Promise<AuditFinding | undefined> => {
  if (size > maxPack) return {name, kind: 'too-large'};
  try {
    const bytes = await storage.get(name);
    const hash = createHash('sha256').update(bytes).digest('hex');
    return name.endsWith(`/${hash}`) ? undefined : {name, kind: 'hash-differs'};
  } catch (error) {
    if (isChatError(error) && error.code === 'not-found') return {name, kind: 'vanished'};
    throw error;
  }
};

/** Finds bit rot and truncation; cannot find what is missing: that takes the key. */
export const auditStorage = async (
  storage: Storage,
  options: AuditOptions = {},
): Promise<AuditReport> => {
  const files = [];
  for (const folder of hashedFolders) files.push(...(await storage.list(folder)));
  const findings: AuditFinding[] = [];
  let bytesChecked = 0;
  for (const [done, {name, size}] of files.entries()) {
    if (options.signal !== undefined) throwIfCancelled(options.signal);
    options.onProgress?.({done, total: files.length, name});
    const finding = await auditFile(storage, name, size);
    if (finding !== undefined) findings.push(finding);
    bytesChecked += size;
  }
  return {filesChecked: files.length, bytesChecked, findings};
};
