// The composition root of the screens: builds every service from settings, formats and the outside world.

import {homedir} from 'node:os';
import {fileURLToPath} from 'node:url';
import {createRegistry} from '../engine/convert/registry.ts';
import type {Format} from '../engine/convert/format.ts';
import {formats} from '../formats/index.ts';
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
        registry: createRegistry(formats),
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
  const registry = createRegistry(formats);
  const {settings, now} = outside;
  const zone = (): string => settings.get().general.zone ?? outside.systemZone;
  return {
    files: createFiles({
      home: homedir(),
      startFolder: outside.startFolder,
      samples: fileURLToPath(new URL('../fixtures/demo', import.meta.url)),
    }),
    readable: registry.readable.map(choiceOf),
    writable: registry.writable.map(choiceOf),
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
