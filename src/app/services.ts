// What screens may ask for: the typed set of services, and the React context that hands it to them. No workings here.

import {createContext, useContext, useSyncExternalStore} from 'react';
import type {DiffCounts, FileChange} from '../engine/vault/diff.ts';
import type {SlotSummary} from '../engine/vault/vault.ts';
import type {ChatDiff} from './vaults/diff-messages.ts';
import type {VaultStats} from '../engine/vault/stats.ts';
import type {Snapshot} from '../engine/vault/snapshot.ts';
import type {VaultNotice} from '../engine/vault/notices.ts';
import type {ChatPages, Lane, LaneChat} from '../engine/vault/lane/read-lane.ts';
import type {LaneHit} from '../engine/vault/lane/search-lane.ts';
import type {Query} from '../engine/search/query.ts';
import type {Secret} from '../engine/vault/slots.ts';
import type {AutoJob, AutoResult, Settings, VaultLocation} from './settings/schema.ts';
import type {JobList} from './jobs/job-list.ts';
import type {VaultAccess} from './jobs/job.ts';
import type {Notices} from './notices.ts';

export type FileItem = {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly size: number;
  readonly modifiedMs: number;
};

export interface FilesService {
  readonly home: string;
  /** Where the program was started. */
  readonly startFolder: string;
  /** The sample chats that come with the program. */
  readonly samples: string;
  /** Folders first, then by name; hidden files left out unless asked for. Throws `not-found`, `no-permission`. */
  list(folder: string, options?: {readonly isHiddenShown?: boolean}): Promise<readonly FileItem[]>;
  parent(path: string): string;
  join(folder: string, name: string): string;
  name(path: string): string;
  /** `~/chats` and relative paths made absolute. */
  resolve(text: string): string;
  kind(path: string): Promise<'file' | 'folder' | 'missing'>;
  freeSpace(path: string): Promise<number | undefined>;
}

export type FormatChoice = {
  readonly id: string;
  readonly title: {readonly zh: string; readonly en: string};
  readonly extension: string;
  readonly layout: 'file' | 'file-per-conversation' | 'folder';
};

export type VaultLanes = {
  /** Backups in the vault. */
  readonly snapshots: number;
  /** Newest first. */
  readonly lanes: readonly Lane[];
};

export type SnapshotDiff = {
  readonly counts: DiffCounts;
  /** In path order; the first of them. */
  readonly files: readonly FileChange[];
  /** Those whose number of entries differs. */
  readonly chats: readonly ChatDiff[];
};

/** Passphrases and recovery keys that open a vault. */
export interface VaultKeys {
  list(): Promise<readonly SlotSummary[]>;
  addPassphrase(passphrase: string, label: string): Promise<void>;
  /** Shown once, kept nowhere. */
  addRecoveryKey(): Promise<string>;
  /** Throws `usage` for the last one, and for the one that this run opened the vault with. */
  remove(slot: string): Promise<void>;
}

/** A vault that was unlocked in this run. Reading happens here; heavy work is a job with `access`. */
export interface OpenVault {
  readonly place: VaultLocation;
  readonly access: VaultAccess;
  readonly notices: readonly VaultNotice[];
  /** Oldest first; sees what a job has added. */
  snapshots(): Promise<readonly Snapshot[]>;
  /** Undefined: no messages in this snapshot. Remembered per snapshot. */
  lane(snapshot: Snapshot): Promise<Lane | undefined>;
  /** Of one backup, or of the newest of each source: what "the chats of the vault" are. */
  lanes(snapshot: string | undefined): Promise<VaultLanes>;
  pages(chat: LaneChat): ChatPages;
  search(
    lane: Lane,
    query: Query,
    options: {
      readonly signal: AbortSignal;
      readonly context: number;
      readonly chat?: LaneChat;
      onProgress?(done: number, total: number): void;
    },
  ): AsyncIterable<readonly LaneHit[]>;
  stats(): Promise<VaultStats>;
  diff(before: Snapshot, after: Snapshot): Promise<SnapshotDiff>;
  readonly keys: VaultKeys;
  close(): Promise<void>;
}

export interface VaultsService {
  /** Is there a vault in this folder (a look at its format file, no passphrase needed)? */
  isVault(location: string): Promise<boolean>;
  create(
    place: {readonly name: string; readonly location: string},
    options: {readonly passphrase: string; readonly keyFile?: string},
  ): Promise<{readonly vault: OpenVault; readonly recoveryKey: string}>;
  /** Throws what `openVault` throws. Remembered until the program ends or `lock`. */
  unlock(
    place: VaultLocation,
    secret: Secret,
    options?: {readonly keyFile?: string},
  ): Promise<OpenVault>;
  /** One that was unlocked before. */
  opened(id: string): OpenVault | undefined;
  lock(id: string): Promise<void>;
  /** Adds to the address book. */
  remember(place: {readonly name: string; readonly location: string}): Promise<VaultLocation>;
  forget(id: string): Promise<void>;
}

export interface SettingsService {
  get(): Settings;
  update(change: (settings: Settings) => Settings): Promise<Settings>;
  subscribe(listener: () => void): () => void;
}

export type ScheduleKind = 'systemd' | 'crontab' | 'launchd';

export interface AutoService {
  /** Epoch milliseconds; undefined when it is switched off. */
  nextRun(job: AutoJob): number | undefined;
  runNow(job: AutoJob, signal: AbortSignal): Promise<AutoResult>;
  /** The text that would be installed, to show before. */
  preview(kind: ScheduleKind): Promise<string>;
  available(): Promise<readonly ScheduleKind[]>;
  install(kind: ScheduleKind): Promise<void>;
  uninstall(kind: ScheduleKind): Promise<void>;
  installed(): Promise<readonly ScheduleKind[]>;
}

export type Services = {
  readonly files: FilesService;
  /** What can be read and written; loaded when it is first asked for. */
  formats(): Promise<{
    readonly readable: readonly FormatChoice[];
    readonly writable: readonly FormatChoice[];
  }>;
  readonly vaults: VaultsService;
  readonly jobs: JobList;
  readonly settings: SettingsService;
  readonly auto: AutoService;
  readonly notices: Notices;
  readonly version: string;
  /** IANA zone for shown times: the setting, else this computer's. */
  zone(): string;
  now(): number;
  /** Ends the program. */
  quit(): void;
};

const ServicesContext = createContext<Services | undefined>(undefined);

export const ServicesProvider = ServicesContext.Provider;

export const useServices = (): Services => {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('useServices needs ServicesProvider around it.');
  return services;
};

export const useSettings = (): Settings => {
  const {settings} = useServices();
  return useSyncExternalStore(settings.subscribe, settings.get);
};

/** What is said in the last row just now. */
export const useNotice = (): ReturnType<Notices['get']> => {
  const {notices} = useServices();
  return useSyncExternalStore(notices.subscribe, notices.get);
};

/** All jobs of this run, newest first. */
export const useJobs = (): ReturnType<JobList['all']> => {
  const {jobs} = useServices();
  return useSyncExternalStore(jobs.subscribe, jobs.all);
};
