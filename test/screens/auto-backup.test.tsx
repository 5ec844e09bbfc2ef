import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {stringsFor} from '../../src/app/i18n/strings.ts';
import {
  everySizeAndLanguage,
  expectNothingWasCutOff,
  openApp,
  play,
} from '../helpers/app-screen.tsx';
import {cleanUp} from '../helpers/render.tsx';
import {removeFolders, servicesWithVault, testPassphrase} from '../helpers/services.ts';

afterEach(cleanUp);
afterAll(removeFolders);

describe.each(everySizeAndLanguage)('at $name', ({columns, rows, language}) => {
  const text = stringsFor(language);
  const {manage} = text;

  test('one is made, run, edited, put into the schedule, and deleted', async () => {
    const services = await servicesWithVault({lang: language});
    services.write('chats/chat.txt', '[3/13/24, 19:03:40] Ana: hello\n');
    const secret = services.write('passphrase.txt', `${testPassphrase}\n`);
    const screen = await openApp(services, {name: 'auto-backup'}, {columns, rows, language});
    await play(screen, [
      [[], manage.addJob],
      [['1'], manage.jobName],
    ]);
    await screen.press('enter');
    await screen.type('~/chats');
    await screen.press('enter', 'enter', 'enter', 'enter');
    await screen.type(secret);
    await screen.press('enter');
    await screen.waitFor(manage.runNow);
    expect(services.settings.get().autoJobs).toHaveLength(1);
    await screen.press('1');
    await screen.waitFor(/✓|✗/);
    expect(services.settings.get().autoJobs[0]?.history[0]).toMatchObject({isOk: true});
    await play(screen, [
      [['2'], manage.jobSources.slice(0, 5)],
      [['escape'], /./],
      [['escape'], manage.addJob],
    ]);
    await screen.press('3');
    await screen.waitFor('crontab');
    await screen.press('1');
    await screen.waitFor(manage.installQuestion);
    await screen.press('y');
    await screen.waitFor(manage.installed);
    expect(services.asked.installed.has('crontab')).toBe(true);
    await play(screen, [
      [['escape'], manage.addJob],
      [['1'], manage.runNow],
      [['4'], /✗|\?|？/],
      [['y'], manage.addJob],
    ]);
    expect(services.settings.get().autoJobs).toHaveLength(0);
    expectNothingWasCutOff();
  });
});
