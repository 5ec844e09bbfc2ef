// The composition root of the screens: builds every service from settings, formats and the outside world.

import {homedir} from 'node:os';
import {fileURLToPath} from 'node:url';
import {createRegistry} from '../engine/convert/registry.ts';
import type {Registry} from '../engine/convert/registry.ts';
import type {Format} from '../engine/convert/format.ts';
import {
  availableSchedules,
  installedSchedules,
  installSchedule,
  schedulePreview,
  uninstallSchedule,
} from './auto/install.ts';
import type {Launch} from './auto/install.ts';
import {dueAt, noteResult, runAutoJob} from './auto/run.ts';
import {createFiles} from './files.ts';
import {createJobList} from './jobs/job-list.ts';
import {createNotices} from './notices.ts';
import type {JobRunner} from './jobs/job-list.ts';
import type {AutoService, FormatChoice, Services} from './services.ts';
import type {SettingsStore} from './settings/store.ts';
import {createVaults} from './vaults/service.ts';

export type Outside = {
  readonly settings: SettingsStore;
  readonly runner: JobRunner;
  readonly startFolder: string;
  /** How the system's scheduler starts this program. */
  readonly launch: Launch;
  readonly systemZone: string;
  readonly generator: string;
  readonly version: string;
  now(): number;
  quit(): void;
};

/** All formats at once are most of the program: they are loaded when the first one is needed, not before the first frame. */
const loadRegistry = async (): Promise<Registry> => {
  const {formats} = await import('../formats/index.ts');
  return createRegistry(formats);
};

const choiceOf = ({id, title, writer}: Format): FormatChoice => ({
  id,
  title,
  extension: writer?.extension ?? '',
  layout: writer?.layout ?? 'file',
});

const createAuto = (outside: Outside, zone: () => string): AutoService => {
  const {settings, launch} = outside;
  const frequencies = () =>
    settings
      .get()
      .autoJobs.filter(({isEnabled}) => isEnabled)
      .map(({frequency}) => frequency);
  return {
    nextRun: (job) => (job.isEnabled ? dueAt(job, zone()) : undefined),
    async runNow(job, signal) {
      const context = {
        registry: await loadRegistry(),
        systemZone: zone(),
        generator: outside.generator,
        signal,
        now: outside.now,
      };
      const result = await runAutoJob(job, context);
      await noteResult(settings, job.id, result);
      return result;
    },
    preview: async (kind) => schedulePreview(kind, launch, frequencies()),
    available: availableSchedules,
    install: (kind) => installSchedule(kind, launch, frequencies()),
    uninstall: uninstallSchedule,
    installed: installedSchedules,
  };
};

/** `samples` lie beside the built program. */
export const createServices = (outside: Outside): Services => {
  const {settings, now} = outside;
  const zone = (): string => settings.get().general.zone ?? outside.systemZone;
  return {
    files: createFiles({
      home: homedir(),
      startFolder: outside.startFolder,
      samples: fileURLToPath(new URL('../fixtures/demo', import.meta.url)),
    }),
    async formats() {
      const {readable, writable} = await loadRegistry();
      return {readable: readable.map(choiceOf), writable: writable.map(choiceOf)};
    },
    vaults: createVaults(settings),
    jobs: createJobList(outside.runner, now),
    settings,
    auto: createAuto(outside, zone),
    notices: createNotices(),
    version: outside.version,
    zone,
    now,
    quit: outside.quit,
  };
};
