import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {stringsFor} from '../../src/app/i18n/strings.ts';
import {
  everySizeAndLanguage,
  expectNothingWasCutOff,
  flat,
  openApp,
  play,
  withoutBlanks,
} from '../helpers/app-screen.tsx';
import {cleanUp} from '../helpers/render.tsx';
import {
  removeFolders,
  servicesWithVault,
  testPassphrase,
  testServices,
} from '../helpers/services.ts';

afterEach(cleanUp);
afterAll(removeFolders);

describe.each(everySizeAndLanguage)('at $name', ({columns, rows, language}) => {
  const text = stringsFor(language);

  test('a filter narrows the chats, and coming back finds filter and cursor as they were', async () => {
    const services = await servicesWithVault({lang: language});
    const screen = await openApp(services, {name: 'chats'}, {columns, rows, language});
    await screen.waitFor('大学同学群');
    await screen.press('/');
    await screen.type('爬山');
    await screen.waitUntilGone('大学同学群');
    await play(screen, [
      [['enter', 'j'], '❯ 周末爬山'],
      [['enter'], /\/ 1\d/],
      [['escape'], text.browse.filter],
    ]);
    expect(screen.text()).not.toContain('大学同学群');
    await screen.press('escape');
    await screen.waitFor('大学同学群');
    expectNothingWasCutOff();
  });

  test('a vault without backups says how to make the first one', async () => {
    const services = testServices({lang: language});
    await services.vaults.create(
      {name: 'Empty', location: services.files.join(services.folder, 'Empty')},
      {passphrase: testPassphrase},
    );
    const screen = await openApp(services, {name: 'chats'}, {columns, rows, language});
    await screen.waitUntilGone(text.ui.loading);
    expect(flat(screen)).toContain(
      withoutBlanks(text.browse.noSnapshot + text.browse.noSnapshotHint),
    );
    expectNothingWasCutOff();
  });
});
