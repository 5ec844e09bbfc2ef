// Every setting once: its group, type and default. Groups go to their users one by one; nobody gets the whole.

import type {Frequency} from '../../engine/schedule/next-run.ts';

export type General = {
  /** undefined: from the environment. */
  readonly lang?: 'zh' | 'en';
  readonly background?: 'dark' | 'light';
  /** IANA zone for shown times; undefined: this computer's. */
  readonly zone?: string;
  /** The first-run screens were seen. */
  readonly isWelcomed: boolean;
};

/** Where a vault is. The vault opens without this list: it is an address book. */
export type VaultLocation = {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  /** The highest snapshot counter that was seen: an older state of the vault is noticed. */
  readonly seen?: {readonly counter: number; readonly snapshot: string};
  readonly lastBackupMs?: number;
};

export type AutoResult = {
  readonly startedMs: number;
  readonly endedMs: number;
  readonly isOk: boolean;
  /** What a person reads: counts, or what went wrong. */
  readonly message: string;
  readonly snapshot?: string;
};

/** How a job that nobody watches gets the passphrase; never the passphrase itself. */
export type AutoSecret =
  | {readonly kind: 'file'; readonly path: string}
  | {readonly kind: 'command'; readonly command: string};

export type AutoJob = {
  readonly id: string;
  readonly name: string;
  readonly sources: readonly string[];
  /** Run before each backup, to fetch a fresh export; its failure fails the job. */
  readonly command?: string;
  readonly vault: string;
  readonly secret: AutoSecret;
  readonly frequency: Frequency;
  readonly isEnabled: boolean;
  readonly createdMs: number;
  /** Newest first, at most 20. */
  readonly history: readonly AutoResult[];
};

export type Settings = {
  /** Of this file's shape; migrate.ts brings older ones up. */
  readonly version: 1;
  readonly general: General;
  readonly vaults: readonly VaultLocation[];
  readonly autoJobs: readonly AutoJob[];
};

export const defaultSettings: Settings = {
  version: 1,
  general: {isWelcomed: false},
  vaults: [],
  autoJobs: [],
};
