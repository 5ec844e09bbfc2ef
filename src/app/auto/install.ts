// Real schedules of the system: a systemd user timer, a crontab line, a launchd agent. Each runs `chatark auto run --due`;
// the jobs themselves say what is due, so one schedule serves all of them.

import {execFile, spawn} from 'node:child_process';
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {homedir, platform} from 'node:os';
import {join} from 'node:path';
import {ChatError} from '../../engine/errors.ts';
import {cronFields, systemdCalendar} from '../../engine/schedule/next-run.ts';
import type {Frequency} from '../../engine/schedule/next-run.ts';
import type {ScheduleKind} from '../services.ts';

/** How to start this very program, and where its settings are. */
export type Launch = {
  readonly node: string;
  readonly script: string;
  readonly configFolder: string;
};

const unitName = 'chatark-auto';
const cronMark = '# chatark auto-backup';

const run = (command: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(command, [...args], (cause, stdout, stderr) => {
      if (cause)
        reject(
          new ChatError(
            'usage',
            `${command} ${args.join(' ')} failed: ${stderr.trim() || cause.message}`,
            {cause},
          ),
        );
      else resolve(stdout);
    });
  });

/** systemd.syntax(7): in quotes, with C escapes; `%` is a specifier everywhere. */
const quoted = (text: string): string =>
  `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('%', '%%')}"`;
/** systemd.service(5): in arguments of a command `$` is a variable. */
const argument = (text: string): string => quoted(text).replaceAll('$', '$$$$');
const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const systemdFiles = (
  launch: Launch,
  frequencies: readonly Frequency[],
): Readonly<Record<string, string>> => ({
  [`${unitName}.service`]: [
    '[Unit]',
    'Description=ChatArk auto-backup',
    '',
    '[Service]',
    'Type=oneshot',
    'Nice=10',
    `Environment=${quoted(`CHATARK_CONFIG_DIR=${launch.configFolder}`)}`,
    `ExecStart=${quoted(launch.node)} ${argument(launch.script)} auto run --due --quiet`,
    '',
  ].join('\n'),
  [`${unitName}.timer`]: [
    '[Unit]',
    'Description=ChatArk auto-backup',
    '',
    '[Timer]',
    ...[...new Set(frequencies.map(systemdCalendar))].map((calendar) => `OnCalendar=${calendar}`),
    '# After the computer was off: catch up at the next start.',
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ].join('\n'),
});

/** In a crontab `%` ends the command unless it is escaped. */
export const cronLines = (launch: Launch, frequencies: readonly Frequency[]): readonly string[] => {
  const command =
    `CHATARK_CONFIG_DIR=${shellQuoted(launch.configFolder)} ${shellQuoted(launch.node)} ${shellQuoted(launch.script)} auto run --due --quiet`.replaceAll(
      '%',
      '\\%',
    );
  return [...new Set(frequencies.map(cronFields))].map(
    (fields) => `${fields} ${command} ${cronMark}`,
  );
};

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const launchdInterval = (frequency: Frequency): string => {
  const keys: (readonly [string, number])[] = [['Minute', frequency.minute]];
  if (frequency.every !== 'hour') keys.push(['Hour', frequency.hour]);
  if (frequency.every === 'week') keys.push(['Weekday', frequency.weekday % 7]);
  if (frequency.every === 'month' && frequency.day <= 28) keys.push(['Day', frequency.day]);
  return `<dict>${keys.map(([key, value]) => `<key>${key}</key><integer>${value}</integer>`).join('')}</dict>`;
};

export const launchdAgent = (
  launch: Launch,
  frequencies: readonly Frequency[],
): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>Label</key><string>org.chatark.auto</string>
<key>ProgramArguments</key><array><string>${xml(launch.node)}</string><string>${xml(launch.script)}</string><string>auto</string><string>run</string><string>--due</string><string>--quiet</string></array>
<key>EnvironmentVariables</key><dict><key>CHATARK_CONFIG_DIR</key><string>${xml(launch.configFolder)}</string></dict>
<key>StartCalendarInterval</key><array>${frequencies.map(launchdInterval).join('')}</array>
</dict></plist>
`;

const systemdFolder = (): string => join(homedir(), '.config', 'systemd', 'user');
const agentPath = (): string =>
  join(homedir(), 'Library', 'LaunchAgents', 'org.chatark.auto.plist');

const readCrontab = async (): Promise<readonly string[]> => {
  try {
    return (await run('crontab', ['-l']))
      .split('\n')
      .filter((line, index, all) => line !== '' || index < all.length - 1);
  } catch {
    return []; // `crontab -l` fails where there is none yet.
  }
};

const writeCrontab = (lines: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn('crontab', ['-'], {stdio: ['pipe', 'ignore', 'pipe']});
    child.on('error', (cause) =>
      reject(
        new ChatError('usage', 'There is no crontab command here.', {
          cause,
          hint: 'Install cron, or use the systemd timer.',
        }),
      ),
    );
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new ChatError('usage', `crontab refused the new table (exit ${code}).`)),
    );
    child.stdin.end(lines.length === 0 ? '' : `${lines.join('\n')}\n`);
  });

const isOurs = (line: string): boolean => line.endsWith(cronMark);

const has = async (command: string): Promise<boolean> => {
  try {
    await run('/bin/sh', ['-c', `command -v ${command}`]);
    return true;
  } catch {
    return false; // Not installed: that is the answer.
  }
};

export const availableSchedules = async (): Promise<readonly ScheduleKind[]> => {
  if (platform() === 'darwin') return ['launchd'];
  const kinds: ScheduleKind[] = [];
  if (await has('systemctl')) kinds.push('systemd');
  if (await has('crontab')) kinds.push('crontab');
  return kinds;
};

export const schedulePreview = (
  kind: ScheduleKind,
  launch: Launch,
  frequencies: readonly Frequency[],
): string => {
  if (kind === 'crontab') return `${cronLines(launch, frequencies).join('\n')}\n`;
  if (kind === 'launchd') return launchdAgent(launch, frequencies);
  return Object.entries(systemdFiles(launch, frequencies))
    .map(([name, content]) => `# ${join(systemdFolder(), name)}\n${content}`)
    .join('\n');
};

const installSystemd = async (launch: Launch, frequencies: readonly Frequency[]): Promise<void> => {
  await mkdir(systemdFolder(), {recursive: true});
  for (const [name, content] of Object.entries(systemdFiles(launch, frequencies)))
    await writeFile(join(systemdFolder(), name), content);
  await run('systemctl', ['--user', 'daemon-reload']);
  await run('systemctl', ['--user', 'enable', '--now', `${unitName}.timer`]);
};

/** Replaces what was installed before. Throws `usage` with the system's own words when it refuses. */
export const installSchedule = async (
  kind: ScheduleKind,
  launch: Launch,
  frequencies: readonly Frequency[],
): Promise<void> => {
  if (frequencies.length === 0)
    throw new ChatError('usage', 'There is no auto-backup job to schedule yet.', {
      hint: 'Add one first.',
    });
  if (kind === 'systemd') return installSystemd(launch, frequencies);
  if (kind === 'crontab')
    return writeCrontab([
      ...(await readCrontab()).filter((line) => !isOurs(line)),
      ...cronLines(launch, frequencies),
    ]);
  await mkdir(join(homedir(), 'Library', 'LaunchAgents'), {recursive: true});
  await writeFile(agentPath(), launchdAgent(launch, frequencies));
  await run('launchctl', ['load', '-w', agentPath()]);
};

export const uninstallSchedule = async (kind: ScheduleKind): Promise<void> => {
  if (kind === 'crontab')
    return writeCrontab((await readCrontab()).filter((line) => !isOurs(line)));
  if (kind === 'launchd') {
    await run('launchctl', ['unload', '-w', agentPath()]);
    return rm(agentPath(), {force: true});
  }
  await run('systemctl', ['--user', 'disable', '--now', `${unitName}.timer`]);
  for (const ending of ['timer', 'service'])
    await rm(join(systemdFolder(), `${unitName}.${ending}`), {force: true});
  await run('systemctl', ['--user', 'daemon-reload']);
};

const isThere = async (path: string): Promise<boolean> => {
  try {
    await readFile(path);
    return true;
  } catch {
    return false; // Not installed: that is the answer.
  }
};

export const installedSchedules = async (): Promise<readonly ScheduleKind[]> => {
  const kinds: ScheduleKind[] = [];
  if (await isThere(join(systemdFolder(), `${unitName}.timer`))) kinds.push('systemd');
  if ((await readCrontab()).some(isOurs)) kinds.push('crontab');
  if (await isThere(agentPath())) kinds.push('launchd');
  return kinds;
};
