import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
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
import {removeFolders, servicesWithVault, testPassphrase} from '../helpers/services.ts';

afterEach(cleanUp);
afterAll(removeFolders);

describe.each(everySizeAndLanguage)('at $name', ({columns, rows, language}) => {
  const text = stringsFor(language);
  const {manage} = text;

  test('backups are listed, looked at, browsed and compared, one step back at a time', async () => {
    const services = await servicesWithVault({lang: language});
    const screen = await openApp(services, {name: 'storage'}, {columns, rows, language});
    await play(screen, [
      [[], manage.snapshots],
      [['1'], /❯ (?:○ )?20\d\d-/],
      [['enter'], manage.browseThis],
      [['1'], '周末爬山'],
      [['escape'], manage.browseThis],
      [['3'], manage.same],
      [['escape'], /❯ (?:○ )?20\d\d-/],
      [['space', 'space', 'd'], manage.same],
      [['escape'], /20\d\d-/],
      [['escape'], manage.verify],
      [['2'], /1[^\n]*20\d\d|20\d\d-/],
      [['escape'], manage.verify],
    ]);
    expectNothingWasCutOff();
  });

  test('a clean vault is told to be clean, a damaged one to be damaged', async () => {
    const services = await servicesWithVault({lang: language});
    const screen = await openApp(services, {name: 'storage'}, {columns, rows, language});
    await play(screen, [
      [[], manage.verify],
      [['3'], '4'],
      [['4'], text.job.clean],
    ]);
    await play(screen, [[['escape'], '4']]);
    const packs = join(services.place.location, 'packs');
    const names = readdirSync(packs, {recursive: true, withFileTypes: true}).filter((entry) =>
      entry.isFile(),
    );
    const [pack] = names.map(({parentPath, name}) => join(parentPath, name));
    const bytes = readFileSync(pack ?? '');
    writeFileSync(
      pack ?? '',
      Buffer.from(bytes.map((byte, at) => (at > 40 && at < 400 ? byte ^ 1 : byte))),
    );
    await play(screen, [[['4'], text.job.damaged]]);
    expectNothingWasCutOff();
  });

  test('forgetting a vault names it, defaults to no, and leaves the folder alone', async () => {
    const services = await servicesWithVault({lang: language});
    const screen = await openApp(services, {name: 'storage'}, {columns, rows, language});
    await screen.waitFor(manage.snapshots);
    await screen.press('6');
    await screen.waitFor('Home vault');
    expect(flat(screen)).toContain(withoutBlanks(manage.forgetQuestion('Home vault')));
    await screen.press('enter');
    await screen.waitFor(manage.snapshots);
    expect(services.settings.get().vaults).toHaveLength(1);
    await screen.press('6');
    await screen.waitFor('Home vault');
    await screen.press('y');
    await screen.waitUntilGone('Home vault');
    expect(services.settings.get().vaults).toHaveLength(0);
    expect(await services.vaults.isVault(services.place.location)).toBe(true);
    expectNothingWasCutOff();
  });

  test('a passphrase can be added and the old one removed once the vault was opened with the new one', async () => {
    const services = await servicesWithVault({lang: language});
    const screen = await openApp(services, {name: 'storage'}, {columns, rows, language});
    await play(screen, [
      [[], manage.snapshots],
      [['4'], manage.addPassphrase],
      [['3'], text.start.passphrase],
    ]);
    await screen.type('another passphrase');
    await play(screen, [[['enter'], text.start.again]]);
    await screen.type('another passphrase');
    await play(screen, [[['enter'], manage.addRecovery]]);
    const vault = services.vaults.opened(services.place.id);
    expect(await vault?.keys.list()).toHaveLength(3);
    await services.vaults.unlock(services.place, {passphrase: 'another passphrase'});
    await expect(
      services.vaults.unlock(services.place, {passphrase: testPassphrase}),
    ).resolves.toBeDefined();
    expectNothingWasCutOff();
  });
});
