import {execFileSync} from 'node:child_process';
import {parseDocument, DomUtils} from 'htmlparser2';
import {describe, expect, test} from 'vitest';
import {
  cronLines,
  launchdAgent,
  schedulePreview,
  systemdFiles,
} from '../../../src/app/auto/install.ts';
import type {Launch} from '../../../src/app/auto/install.ts';
import type {Frequency} from '../../../src/engine/schedule/next-run.ts';

const plain: Launch = {
  node: '/usr/bin/node',
  script: '/opt/chatark/main.js',
  configFolder: '/home/ana/.config/chatark',
};
const awkward: Launch = {
  node: '/opt/my node/bin/node',
  script: `/home/Zoë's 100% "chats" & $HOME <x>/main.js`,
  configFolder: '/home/a b/%h/c\\d',
};

const daily: Frequency = {every: 'day', hour: 3, minute: 0};
const hourly: Frequency = {every: 'hour', minute: 15};
const lastDay: Frequency = {every: 'month', day: 31, hour: 4, minute: 30};

describe('a systemd timer', () => {
  test('starts the program quietly for what is due, and catches up', () => {
    expect(systemdFiles(plain, [daily, hourly])).toEqual({
      'chatark-auto.service': [
        '[Unit]',
        'Description=ChatArk auto-backup',
        '',
        '[Service]',
        'Type=oneshot',
        'Nice=10',
        'Environment="CHATARK_CONFIG_DIR=/home/ana/.config/chatark"',
        'ExecStart="/usr/bin/node" "/opt/chatark/main.js" auto run --due --quiet',
        '',
      ].join('\n'),
      'chatark-auto.timer': expect.stringMatching(
        /OnCalendar=\*-\*-\* 03:00:00\nOnCalendar=\*-\*-\* \*:15:00\n(?:#.*\n)?Persistent=true/,
      ),
    });
  });

  test('bears spaces, quotes, percent, dollar and backslash in paths', () => {
    const service = systemdFiles(awkward, [daily])['chatark-auto.service'];
    expect(service).toContain('Environment="CHATARK_CONFIG_DIR=/home/a b/%%h/c\\\\d"');
    expect(service).toContain(
      `ExecStart="/opt/my node/bin/node" "/home/Zoë's 100%% \\"chats\\" & $$HOME <x>/main.js" auto run`,
    );
  });

  test('names each time once', () => {
    const timer = systemdFiles(plain, [daily, daily, lastDay])['chatark-auto.timer'] ?? '';
    expect(timer.match(/^OnCalendar=.*$/gm)).toEqual([
      'OnCalendar=*-*-* 03:00:00',
      'OnCalendar=*-*-* 04:30:00',
    ]);
  });
});

describe('a crontab line', () => {
  test('is one line per time, marked as ours', () => {
    expect(cronLines(plain, [daily, hourly, daily])).toEqual([
      `0 3 * * * CHATARK_CONFIG_DIR='/home/ana/.config/chatark' '/usr/bin/node' '/opt/chatark/main.js' auto run --due --quiet # chatark auto-backup`,
      `15 * * * * CHATARK_CONFIG_DIR='/home/ana/.config/chatark' '/usr/bin/node' '/opt/chatark/main.js' auto run --due --quiet # chatark auto-backup`,
    ]);
  });

  test('gives the shell the very paths, once cron has undone its percent signs', () => {
    const [line = ''] = cronLines(awkward, [daily]);
    expect(line.replaceAll('\\%', '')).not.toContain('%');
    const command = line
      .replace(/^(?:\S+ ){5}/, '')
      .replaceAll('\\%', '%')
      .replace(`'${awkward.node}'`, 'printf \'%s\\n\' "$CHATARK_CONFIG_DIR"');
    const [, script, ...words] = execFileSync('/bin/sh', ['-c', command], {encoding: 'utf8'}).split(
      '\n',
    );
    expect([script, ...words]).toEqual([awkward.script, 'auto', 'run', '--due', '--quiet', '']);
  });
});

describe('a launchd agent', () => {
  const strings = (text: string, tag: string): string[] =>
    DomUtils.getElementsByTagName(tag, parseDocument(text, {xmlMode: true}), true).map((element) =>
      DomUtils.textContent(element),
    );

  test('is XML that holds the very paths', () => {
    const agent = launchdAgent(awkward, [daily]);
    expect(strings(agent, 'string')).toEqual([
      'org.chatark.auto',
      awkward.node,
      awkward.script,
      'auto',
      'run',
      '--due',
      '--quiet',
      awkward.configFolder,
    ]);
  });

  test.each<[Frequency, string[], string[]]>([
    [hourly, ['Minute'], ['15']],
    [daily, ['Minute', 'Hour'], ['0', '3']],
    [
      {every: 'week', weekday: 7, hour: 3, minute: 0},
      ['Minute', 'Hour', 'Weekday'],
      ['0', '3', '0'],
    ],
    [{every: 'month', day: 5, hour: 3, minute: 0}, ['Minute', 'Hour', 'Day'], ['0', '3', '5']],
    [lastDay, ['Minute', 'Hour'], ['30', '4']],
  ])('%j', (frequency, keys, numbers) => {
    const interval = launchdAgent(plain, [frequency]).split('StartCalendarInterval')[1] ?? '';
    expect([strings(interval, 'key'), strings(interval, 'integer')]).toEqual([keys, numbers]);
  });
});

test('what is shown before is what will be installed', () => {
  expect(schedulePreview('crontab', plain, [daily])).toBe(
    `${cronLines(plain, [daily]).join('\n')}\n`,
  );
  expect(schedulePreview('launchd', plain, [daily])).toBe(launchdAgent(plain, [daily]));
  for (const content of Object.values(systemdFiles(plain, [daily])))
    expect(schedulePreview('systemd', plain, [daily])).toContain(content);
});
