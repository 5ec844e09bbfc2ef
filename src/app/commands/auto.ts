// `auto list | add | remove | run | install | uninstall | status`: backups that run by themselves.

import {resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {randomUUID} from 'node:crypto';
import {ChatError, exitCodes} from '../../engine/errors.ts';
import {frequencyText, nextRun, parseFrequency} from '../../engine/schedule/next-run.ts';
import {
  installedSchedules,
  installSchedule,
  availableSchedules,
  schedulePreview,
  uninstallSchedule,
} from '../auto/install.ts';
import type {Launch} from '../auto/install.ts';
import {isDue, noteResult, runAutoJob} from '../auto/run.ts';
import type {ScheduleKind} from '../services.ts';
import {lowdbSettings} from '../settings/lowdb-store.ts';
import type {AutoJob, AutoResult, AutoSecret} from '../settings/schema.ts';
import type {SettingsStore} from '../settings/store.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import {flag, text} from './command.ts';
import type {Command, CommandArgs, CommandContext} from './command.ts';

const iso = (epochMs: number): string => new Date(epochMs).toISOString();

const nextOf = (job: AutoJob, zone: string): number | undefined =>
  job.isEnabled
    ? nextRun(job.frequency, job.history[0]?.startedMs ?? job.createdMs, zone)
    : undefined;

const jobLine = (job: AutoJob, zone: string): string => {
  const next = nextOf(job, zone);
  const [last] = job.history;
  const lastText = last
    ? `last ${iso(last.startedMs)} ${last.isOk ? 'ok' : 'FAILED'}: ${last.message}`
    : 'has not run yet';
  return sanitizeLine(
    `${job.id}  ${job.name}  ${frequencyText(job.frequency)}  ${next === undefined ? 'off' : `next ${iso(next)}`}  ${lastText}`,
  );
};

const jobJson = (job: AutoJob, zone: string) => {
  const next = nextOf(job, zone);
  const [last] = job.history;
  return {
    type: 'item' as const,
    id: job.id,
    name: job.name,
    sources: job.sources,
    command: job.command,
    vault: job.vault,
    frequency: frequencyText(job.frequency),
    enabled: job.isEnabled,
    next: next === undefined ? undefined : iso(next),
    last: last && {
      at: iso(last.startedMs),
      ok: last.isOk,
      message: last.message,
      snapshot: last.snapshot,
    },
  };
};

type Run = {
  readonly args: CommandArgs;
  readonly context: CommandContext;
  readonly settings: SettingsStore;
};

const define = (
  verb: string,
  rest: Pick<Command, 'summary' | 'usage'> &
    Partial<Pick<Command, 'options' | 'optionHelp' | 'codes' | 'aliases'>>,
  work: (run: Run) => Promise<number>,
): Command => ({
  name: `auto ${verb}`,
  options: {},
  optionHelp: {},
  codes: [],
  ...rest,
  run: async (args, context) =>
    work({args, context, settings: await lowdbSettings(context.configFolder)}),
});

const list = async ({context, settings}: Run): Promise<number> => {
  const {autoJobs} = settings.get();
  for (const job of autoJobs) {
    await context.output.line(jobLine(job, context.systemZone));
    await context.output.json(jobJson(job, context.systemZone));
  }
  if (autoJobs.length === 0)
    await context.output.line(
      'No auto-backup yet. chatark auto add PATH… --vault V --every daily@03:00 --passphrase-file F',
    );
  await context.output.json({type: 'summary', jobs: autoJobs.length});
  return 0;
};

const secretFrom = (args: CommandArgs): AutoSecret => {
  const [file, command] = [text(args, 'passphrase-file'), text(args, 'passphrase-command')];
  if (file !== undefined) return {kind: 'file', path: resolve(file)};
  if (command !== undefined) return {kind: 'command', command};
  throw new ChatError(
    'usage',
    'A backup that nobody watches needs its passphrase from a file or a command.',
    {hint: 'Use --passphrase-file F or --passphrase-command C.'},
  );
};

const add = async ({args, context, settings}: Run): Promise<number> => {
  const words = text(args, 'every') ?? 'daily@03:00';
  const frequency = parseFrequency(words);
  if (!frequency)
    throw new ChatError('usage', `--every "${words}" is not understood.`, {
      hint: 'hourly, daily@03:00, weekly@7 03:00, monthly@1 03:00',
    });
  const [vault, before] = [text(args, 'vault'), text(args, 'command')];
  if (vault === undefined || args.positionals.length === 0)
    throw new ChatError('usage', 'Name what to back up, and the vault with --vault.');
  const job: AutoJob = {
    id: randomUUID().slice(0, 8),
    name: text(args, 'name') ?? args.positionals.join(', '),
    sources: args.positionals.map((path) => resolve(path)),
    ...(before === undefined ? {} : {command: before}),
    vault: resolve(vault),
    secret: secretFrom(args),
    frequency,
    isEnabled: true,
    createdMs: context.now(),
    history: [],
  };
  await settings.update((old) => ({...old, autoJobs: [...old.autoJobs, job]}));
  await context.output.line(jobLine(job, context.systemZone));
  await context.output.json(jobJson(job, context.systemZone));
  return 0;
};

const remove = async ({args, context, settings}: Run): Promise<number> => {
  const [id] = args.positionals;
  const job = settings.get().autoJobs.find((each) => each.id === id);
  if (!job)
    throw new ChatError('not-found', `No auto-backup "${id ?? ''}".`, {hint: 'chatark auto list'});
  await settings.update((old) => ({
    ...old,
    autoJobs: old.autoJobs.filter((each) => each.id !== job.id),
  }));
  await context.output.line(`Removed ${sanitizeLine(job.name)}. Its backups stay.`);
  await context.output.json({type: 'summary', removed: job.id});
  return 0;
};

const runOne = async (job: AutoJob, {context, settings}: Run): Promise<AutoResult> => {
  const {registry, systemZone, generator, signal, now} = context;
  const result = await runAutoJob(job, {registry, systemZone, generator, signal, now});
  await noteResult(settings, job.id, result);
  return result;
};

/** Without `--due` the named jobs, or all of them. */
const run = async (state: Run): Promise<number> => {
  const {args, context, settings} = state;
  const {autoJobs} = settings.get();
  const wanted = args.positionals;
  const jobs = flag(args, 'due')
    ? autoJobs.filter((job) => isDue(job, context.now(), context.systemZone))
    : autoJobs.filter(
        ({id, name}) => wanted.length === 0 || wanted.includes(id) || wanted.includes(name),
      );
  if (wanted.length > 0 && jobs.length === 0)
    throw new ChatError('not-found', `No auto-backup "${wanted.join(', ')}".`, {
      hint: 'chatark auto list',
    });
  let failed = 0;
  for (const job of jobs) {
    const result = await runOne(job, state);
    if (!result.isOk) failed++;
    await context.output.line(
      `${result.isOk ? 'ok' : 'FAILED'}  ${sanitizeLine(job.name)}: ${sanitizeLine(result.message)}`,
    );
    await context.output.json({
      type: 'item',
      id: job.id,
      ok: result.isOk,
      message: result.message,
      snapshot: result.snapshot,
    });
  }
  await context.output.json({type: 'summary', ran: jobs.length, failed});
  return failed > 0 ? exitCodes['done-with-losses'] : 0;
};

const launchOf = (context: CommandContext): Launch => ({
  node: context.node,
  script: fileURLToPath(new URL('main.js', import.meta.url)),
  configFolder: context.configFolder,
});

const isKind = (word: string): word is ScheduleKind =>
  ['systemd', 'crontab', 'launchd'].includes(word);

const kindFrom = async (args: CommandArgs): Promise<ScheduleKind> => {
  const [word] = args.positionals;
  if (word !== undefined && !isKind(word))
    throw new ChatError('usage', `"${word}" is none of systemd, crontab, launchd.`);
  const kind = word ?? (await availableSchedules())[0];
  if (kind === undefined)
    throw new ChatError('usage', 'Neither systemd, crontab nor launchd was found here.', {
      hint: 'Let your own scheduler run: chatark auto run --due',
    });
  return kind;
};

const install = async ({args, context, settings}: Run): Promise<number> => {
  const kind = await kindFrom(args);
  const frequencies = settings
    .get()
    .autoJobs.filter(({isEnabled}) => isEnabled)
    .map(({frequency}) => frequency);
  await context.output.line(schedulePreview(kind, launchOf(context), frequencies).trimEnd());
  if (flag(args, 'preview')) return 0;
  await installSchedule(kind, launchOf(context), frequencies);
  await context.output.line(`Installed as ${kind}.`);
  await context.output.json({type: 'summary', installed: kind});
  return 0;
};

const uninstall = async ({args, context}: Run): Promise<number> => {
  const kind = await kindFrom(args);
  await uninstallSchedule(kind);
  await context.output.line(`Removed from ${kind}.`);
  await context.output.json({type: 'summary', removed: kind});
  return 0;
};

const status = async (state: Run): Promise<number> => {
  const kinds = await installedSchedules();
  await state.context.output.line(
    kinds.length === 0
      ? 'No schedule is installed: chatark auto install'
      : `Scheduled by ${kinds.join(', ')}.`,
  );
  await state.context.output.json({type: 'status', schedules: kinds});
  return list(state);
};

const text2 = (zh: string, en: string) => ({zh, en});

export const autoCommands: readonly Command[] = [
  define('list', {summary: text2('列出自动备份', 'List the auto-backups'), usage: ''}, list),
  define(
    'add',
    {
      summary: text2('添加自动备份', 'Add an auto-backup'),
      usage: 'PATH… --vault V --every daily@03:00 --passphrase-file F [--command C] [--name N]',
      options: {
        vault: {type: 'string'},
        every: {type: 'string'},
        'passphrase-file': {type: 'string'},
        command: {type: 'string'},
        name: {type: 'string'},
      },
      optionHelp: {
        vault: 'FOLDER of the vault',
        every: 'hourly, daily@03:00, weekly@7 03:00, monthly@1 03:00',
        'passphrase-file': 'FILE that holds the passphrase',
        command: 'COMMAND to run first, to fetch a fresh export',
        name: 'TEXT',
      },
    },
    add,
  ),
  define(
    'remove',
    {summary: text2('删除自动备份', 'Remove an auto-backup'), usage: 'ID', codes: ['not-found']},
    remove,
  ),
  define(
    'run',
    {
      summary: text2('现在运行', 'Run auto-backups now'),
      usage: '[ID…] [--due]',
      options: {due: {type: 'boolean'}},
      optionHelp: {due: 'only those whose time has come'},
      codes: ['done-with-losses', 'not-found'],
    },
    run,
  ),
  define(
    'install',
    {
      summary: text2('安装系统定时任务', 'Install the schedule in the system'),
      usage: '[systemd|crontab|launchd] [--preview]',
      options: {preview: {type: 'boolean'}},
      optionHelp: {preview: 'only show what would be written'},
    },
    install,
  ),
  define(
    'uninstall',
    {
      summary: text2('移除系统定时任务', 'Remove the schedule from the system'),
      usage: '[systemd|crontab|launchd]',
    },
    uninstall,
  ),
  define(
    'status',
    {summary: text2('自动备份的状态', 'Schedules, next and last runs'), usage: ''},
    status,
  ),
];
