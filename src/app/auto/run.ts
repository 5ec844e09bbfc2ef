// Runs an auto-backup job: its command first, then the backup, then notes how it went.

import {execFile} from 'node:child_process';
import {ChatError, isChatError} from '../../engine/errors.ts';
import {nextRun} from '../../engine/schedule/next-run.ts';
import type {AutoJob, AutoResult} from '../settings/schema.ts';
import type {SettingsStore} from '../settings/store.ts';
import {createSecrets} from '../commands/secrets.ts';
import {backupPaths} from '../vaults/backup.ts';
import type {BackupContext} from '../vaults/backup.ts';
import {openVaultAt} from '../vaults/open.ts';

const kept = 20;

const runCommand = (command: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    execFile(
      '/bin/sh',
      ['-c', command],
      {signal, maxBuffer: 16 * 1024 * 1024},
      (cause, _stdout, stderr) => {
        if (!cause) resolve();
        else if (signal.aborted) reject(new ChatError('cancelled', 'Cancelled.'));
        else
          reject(
            new ChatError(
              'usage',
              `The command before the backup failed: ${stderr.trim().split('\n').at(-1) ?? cause.message}`,
              {cause, hint: 'Run it by hand to see why.'},
            ),
          );
      },
    );
  });

const passphraseFor = ({secret}: AutoJob): Promise<string> =>
  createSecrets(
    secret.kind === 'file'
      ? {env: {CHATARK_PASSPHRASE_FILE: secret.path}}
      : {env: {}, command: secret.command},
  ).passphrase('open');

export type AutoContext = Pick<BackupContext, 'registry' | 'systemZone' | 'generator'> & {
  readonly signal: AbortSignal;
  now(): number;
};

const attempt = async (
  job: AutoJob,
  context: AutoContext,
): Promise<Pick<AutoResult, 'message' | 'snapshot' | 'isOk'>> => {
  if (job.command !== undefined && job.command !== '')
    await runCommand(job.command, context.signal);
  const opened = await openVaultAt(job.vault, {passphrase: await passphraseFor(job)});
  try {
    const account = await backupPaths(
      opened.vault,
      {
        paths: job.sources,
        overrides: {},
        selection: {},
        label: job.name,
        tags: ['auto'],
        group: `auto:${job.id}`,
      },
      {...context, vaultFolder: job.vault},
    );
    const {snapshot} = account;
    const trouble = snapshot.isPartial
      ? `, ${snapshot.problemCount} files could not be read whole`
      : '';
    return {
      isOk: !snapshot.isPartial,
      snapshot: snapshot.id,
      message: `${snapshot.files.count} files, ${account.entries} entries, ${snapshot.stats.bytesStored} bytes stored${trouble}`,
    };
  } finally {
    await opened.close();
  }
};

/** Never throws for a failure of the job: that is its result, and it is noted. Throws `cancelled`. */
export const runAutoJob = async (job: AutoJob, context: AutoContext): Promise<AutoResult> => {
  const startedMs = context.now();
  try {
    return {startedMs, ...(await attempt(job, context)), endedMs: context.now()};
  } catch (error) {
    if (isChatError(error) && error.code === 'cancelled') throw error;
    if (!isChatError(error)) throw error;
    return {
      startedMs,
      endedMs: context.now(),
      isOk: false,
      message: `${error.code}: ${error.message}`,
    };
  }
};

export const noteResult = (
  settings: SettingsStore,
  id: string,
  result: AutoResult,
): Promise<unknown> =>
  settings.update((old) => ({
    ...old,
    autoJobs: old.autoJobs.map((job) =>
      job.id === id ? {...job, history: [result, ...job.history].slice(0, kept)} : job,
    ),
  }));

/** Counted from the last attempt, or from when the job was made: a computer that was off catches up once. */
export const dueAt = (job: AutoJob, zone: string): number =>
  nextRun(job.frequency, job.history[0]?.startedMs ?? job.createdMs, zone);

export const isDue = (job: AutoJob, now: number, zone: string): boolean =>
  job.isEnabled && dueAt(job, zone) <= now;
