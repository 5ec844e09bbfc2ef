import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {stringsFor} from '../../src/app/i18n/strings.ts';
import {defaultSettings} from '../../src/app/settings/schema.ts';
import {
  everySizeAndLanguage,
  expectNothingWasCutOff,
  flat,
  openApp,
  play,
  withoutBlanks,
} from '../helpers/app-screen.tsx';
import {cleanUp} from '../helpers/render.tsx';
import {heldRunner, removeFolders, servicesWithVault, testServices} from '../helpers/services.ts';

afterEach(cleanUp);
afterAll(removeFolders);

describe.each(everySizeAndLanguage)('at $name', ({columns, rows, language}) => {
  const text = stringsFor(language);

  test('without a vault it says what has to come first', async () => {
    const services = testServices({lang: language});
    const screen = await openApp(services, {name: 'home'}, {columns, rows, language});
    await screen.waitFor(text.home.restore);
    await screen.press('j', 'enter');
    await screen.waitFor(withoutBlanks(text.home.needsVault).slice(0, 2));
    expect(flat(screen)).toContain(withoutBlanks(text.home.needsVault));
    expectNothingWasCutOff();
  });

  test('coming back finds the cursor where it was', async () => {
    const services = await servicesWithVault({lang: language});
    const screen = await openApp(services, {name: 'home'}, {columns, rows, language});
    await screen.waitFor(text.home.backup);
    await screen.press('G');
    await play(screen, [
      [['enter'], text.manage.background],
      [['escape'], new RegExp(`❯ 8 ${text.home.settings}`)],
    ]);
    expectNothingWasCutOff();
  });

  test('q quits at once, and asks while a job runs', async () => {
    const held = heldRunner();
    const services = testServices({lang: language, runner: held.run});
    const screen = await openApp(services, {name: 'home'}, {columns, rows, language});
    services.jobs.start({kind: 'inspect', paths: [], overrides: {}});
    await screen.press('q');
    await screen.waitFor(text.app.quitNo);
    await screen.press('enter');
    await screen.waitFor(text.home.backup);
    expect(services.asked.quits).toBe(0);
    await screen.press('q', 'y');
    expect(services.asked.quits).toBe(1);
    expectNothingWasCutOff();
  });

  test('the first screen changes its language and begins with nothing done', async () => {
    const services = testServices({
      settings: {general: {...defaultSettings.general, lang: language}},
    });
    const screen = await openApp(services, {name: 'welcome'}, {columns, rows, language});
    const other = stringsFor(language === 'zh' ? 'en' : 'zh');
    await play(screen, [
      [[], text.start.welcome],
      [['3'], other.start.welcome],
      [['3'], text.start.welcome],
      [['4'], text.home.backup],
    ]);
    expect(services.settings.get().general.isWelcomed).toBe(true);
    expectNothingWasCutOff();
  });
});
