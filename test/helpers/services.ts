// Real services for screen tests: files in a temporary folder, vaults in folders (with quick key stretching), jobs that run here
// instead of in a worker. Only the clock, the system's scheduler and quitting are pretended.

import {cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {Writable} from 'node:stream';
import {fileURLToPath} from 'node:url';
import {createRegistry} from '../../src/engine/convert/registry.ts';
import {formats} from '../../src/formats/index.ts';
import {createFiles} from '../../src/app/files.ts';
import {createJobList} from '../../src/app/jobs/job-list.ts';
import type {JobRunner} from '../../src/app/jobs/job-list.ts';
import {failureOf, runJob} from '../../src/app/jobs/run-job.ts';
import type {ScheduleKind, Services} from '../../src/app/services.ts';
import {defaultSettings} from '../../src/app/settings/schema.ts';
import type {Settings, VaultLocation} from '../../src/app/settings/schema.ts';
import {memorySettings} from '../../src/app/settings/store.ts';
import {createVaults} from '../../src/app/vaults/service.ts';
import {createServices} from '../../src/app/wiring.ts';
import {quickCost} from './vault-kit.ts';

export const testPassphrase = 'correct horse battery staple';

const samplesFolder = fileURLToPath(new URL('../../fixtures/demo', import.meta.url));

/** Runs a job in this thread, as the worker does in its own. */
export const inlineRunner =
  (lang: 'zh' | 'en' = 'en'): JobRunner =>
  async (spec, {signal, onProgress}) => {
    try {
      const result = await runJob(spec, {
        registry: createRegistry(formats),
        signal,
        systemZone: 'UTC',
        generator: 'chatark test',
        lang,
        stdout: new Writable({write: (_chunk, _encoding, done) => done()}),
        now: () => Date.now(),
        onProgress,
      });
      return {result};
    } catch (error) {
      return {failure: failureOf(error)};
    }
  };

/** A runner that a test holds in its hand: jobs run until they are released or cancelled. */
export const heldRunner = (): {
  readonly run: JobRunner;
  readonly progress: Parameters<JobRunner>[1]['onProgress'];
} => {
  let report: Parameters<JobRunner>[1]['onProgress'] = () => undefined;
  return {
    progress: (progress) => report(progress),
    run: (_spec, {signal, onProgress}) =>
      new Promise((resolve) => {
        report = onProgress;
        signal.addEventListener('abort', () =>
          resolve({failure: {code: 'cancelled', message: 'Cancelled.'}}),
        );
      }),
  };
};

export type TestServices = Services & {
  /** The folder that stands for the person's home. */
  readonly folder: string;
  /** What was asked of the system's scheduler and of the program. */
  readonly asked: {readonly installed: Set<ScheduleKind>; quits: number};
  /** Writes a file under the home folder and returns its path. */
  write(name: string, content: string | Uint8Array): string;
};

export type TestServicesOptions = {
  readonly settings?: Partial<Settings>;
  readonly runner?: JobRunner;
  readonly lang?: 'zh' | 'en';
  /** An existing home folder, to begin where another test left off. */
  readonly folder?: string;
};

const folders = new Set<string>();

/** Removes the folders of all services made so far; call it in `afterAll`. */
export const removeFolders = (): void => {
  for (const folder of folders) rmSync(folder, {recursive: true, force: true});
  folders.clear();
};

/** The same name length every time, so that rows of paths are cut at the same place. */
export const newFolder = (): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ark-')));
  folders.add(folder);
  return folder;
};

export const testServices = ({
  settings: changes = {},
  runner,
  lang = 'en',
  folder = newFolder(),
}: TestServicesOptions = {}): TestServices => {
  const settings = memorySettings({
    ...defaultSettings,
    general: {...defaultSettings.general, isWelcomed: true, lang},
    ...changes,
  });
  const asked = {installed: new Set<ScheduleKind>(), quits: 0};
  const services = createServices({
    settings,
    runner: runner ?? inlineRunner(lang),
    startFolder: folder,
    launch: {node: '/usr/bin/node', script: '/opt/chatark/main.js', configFolder: folder},
    systemZone: 'UTC',
    generator: 'chatark test',
    version: '0.0.0',
    now: () => Date.now(),
    quit: () => {
      asked.quits += 1;
    },
  });
  return {
    ...services,
    files: createFiles({home: folder, startFolder: folder, samples: samplesFolder}),
    vaults: createVaults(settings, {cost: quickCost}),
    jobs: createJobList(runner ?? inlineRunner(lang), services.now),
    auto: {
      ...services.auto,
      available: async () => ['crontab'],
      installed: async () => [...asked.installed],
      install: async (kind) => void asked.installed.add(kind),
      uninstall: async (kind) => void asked.installed.delete(kind),
    },
    folder,
    asked,
    write(name, content) {
      const path = join(folder, name);
      mkdirSync(dirname(path), {recursive: true});
      writeFileSync(path, content);
      return path;
    },
  };
};

export type PreparedVault = {
  readonly folder: string;
  readonly place: VaultLocation;
  readonly recoveryKey: string;
};

let prepared: Promise<PreparedVault> | undefined;

const prepare = async (): Promise<PreparedVault> => {
  const services = testServices();
  const location = join(services.folder, 'Vault');
  const made = await services.vaults.create(
    {name: 'Home vault', location},
    {passphrase: testPassphrase},
  );
  for (const label of ['first', 'second']) {
    const {state} = await services.jobs.finished(
      services.jobs.start({
        kind: 'backup',
        vault: made.vault.access,
        paths: [samplesFolder],
        overrides: {},
        selection: {},
        label,
      }).id,
    );
    if (state.status !== 'done')
      throw new Error(`The samples were not backed up: ${JSON.stringify(state)}`);
  }
  await made.vault.close();
  return {folder: services.folder, place: made.vault.place, recoveryKey: made.recoveryKey};
};

export type ServicesWithVault = TestServices & {
  readonly place: VaultLocation;
  readonly recoveryKey: string;
};

export type WithVaultOptions = TestServicesOptions & {readonly isUnlocked?: boolean};

/** Services whose address book holds a vault with two backups of the sample chats, in a folder of its own. */
export const servicesWithVault = async ({
  isUnlocked = true,
  ...options
}: WithVaultOptions = {}): Promise<ServicesWithVault> => {
  const ready = await (prepared ??= prepare());
  const folder = newFolder();
  const place = {...ready.place, location: join(folder, 'Vault')};
  cpSync(ready.place.location, place.location, {recursive: true});
  const services = testServices({
    ...options,
    folder,
    settings: {vaults: [place], ...options.settings},
  });
  if (isUnlocked) await services.vaults.unlock(place, {passphrase: testPassphrase});
  return {...services, place, recoveryKey: ready.recoveryKey};
};
