import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {stringsFor} from '../../src/app/i18n/strings.ts';
import {
  everySizeAndLanguage,
  expectNothingWasCutOff,
  openApp,
  play,
} from '../helpers/app-screen.tsx';
import {cleanUp} from '../helpers/render.tsx';
import {removeFolders, servicesWithVault} from '../helpers/services.ts';

afterEach(cleanUp);
afterAll(removeFolders);

describe.each(everySizeAndLanguage)('at $name', ({columns, rows, language}) => {
  const text = stringsFor(language);

  test('a hit opens its chat at that message, and coming back finds the hits and the cursor', async () => {
    const services = await servicesWithVault({lang: language});
    const screen = await openApp(services, {name: 'search'}, {columns, rows, language});
    await screen.waitFor(`${text.browse.query}: `);
    await screen.type('好');
    await play(screen, [
      [['enter'], text.browse.results('7')],
      [['j', 'j'], /❯ 2024-03-13/],
      [['enter'], /[34] \/ 1\d/],
      [['escape'], text.browse.results('7')],
    ]);
    expect(screen.lines().findIndex((line) => line.startsWith('❯'))).toBe(
      screen.lines().findIndex((line) => /20\d\d-/.test(line)) + 2,
    );
    await screen.press('/');
    await screen.type('不存在的话');
    await play(screen, [[['enter'], text.browse.results('0')]]);
    expectNothingWasCutOff();
  });

  test('a question that cannot be understood is explained, and can be mended', async () => {
    const services = await servicesWithVault({lang: language});
    const screen = await openApp(services, {name: 'search'}, {columns, rows, language});
    await screen.waitFor(`${text.browse.query}: `);
    await screen.type('after:someday');
    await play(screen, [[['enter'], 'someday']]);
    expect(screen.text()).not.toContain(text.browse.queryHelp);
    expect(screen.cursor().isVisible).toBe(true);
    expectNothingWasCutOff();
  });
});
