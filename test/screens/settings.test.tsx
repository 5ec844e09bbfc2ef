import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {stringsFor} from '../../src/app/i18n/strings.ts';
import {
  everySizeAndLanguage,
  expectNothingWasCutOff,
  openApp,
  play,
} from '../helpers/app-screen.tsx';
import {cleanUp} from '../helpers/render.tsx';
import {removeFolders, testServices} from '../helpers/services.ts';

afterEach(cleanUp);
afterAll(removeFolders);

describe.each(everySizeAndLanguage)('at $name', ({columns, rows, language}) => {
  const text = stringsFor(language);
  const other = stringsFor(language === 'zh' ? 'en' : 'zh');

  test('the language changes at once, a wrong time zone is told, a right one is kept', async () => {
    const services = testServices({lang: language});
    const screen = await openApp(services, {name: 'settings'}, {columns, rows, language});
    await play(screen, [
      [[], text.manage.background],
      [['1'], other.manage.background],
      [['1'], text.manage.background],
      [['2'], `${text.manage.zone}: `],
    ]);
    await screen.type('Mars/Olympus');
    await screen.waitFor('✗');
    await screen.press('ctrl+u');
    await screen.type('Asia/Tokyo');
    await screen.press('enter');
    await screen.waitFor(text.manage.background);
    expect(services.settings.get().general.zone).toBe('Asia/Tokyo');
    await screen.press('3');
    expect(services.settings.get().general.background).toBe('dark');
    expectNothingWasCutOff();
  });
});
