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

test('the chats of every source are there, not only those of the latest backup', async () => {
  const services = await servicesWithVault();
  const access = services.vaults.opened(services.place.id)?.access;
  if (!access) throw new Error('The vault is not open.');
  const path = services.write(
    'other/chat.txt',
    '[3/13/24, 19:03:40] Zoe: hello from the other phone\n',
  );
  await services.jobs.finished(
    services.jobs.start({
      kind: 'backup',
      vault: access,
      paths: [path],
      overrides: {},
      selection: {},
      label: '',
    }).id,
  );
  const screen = await openApp(services, {name: 'chats'});
  await screen.waitFor('大学同学群');
  expect(screen.lines().filter((line) => /20\d\d-/.test(line))).toHaveLength(6);
  await screen.press('escape');
  const search = await openApp(services, {name: 'search'});
  await search.waitFor('Search: ');
  await search.type('phone');
  await search.press('enter');
  await search.waitFor('hello from the other phone');
});
