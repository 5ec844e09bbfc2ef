import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {stringsFor} from '../../src/app/i18n/strings.ts';
import {everySizeAndLanguage, expectNothingWasCutOff, openApp} from '../helpers/app-screen.tsx';
import {cleanUp} from '../helpers/render.tsx';
import {removeFolders, servicesWithVault, testPassphrase} from '../helpers/services.ts';

afterEach(cleanUp);
afterAll(removeFolders);

describe.each(everySizeAndLanguage)('at $name', ({columns, rows, language}) => {
  const text = stringsFor(language);

  test('a wrong passphrase is told and forgotten, the right one leads on', async () => {
    const services = await servicesWithVault({isUnlocked: false, lang: language});
    const screen = await openApp(services, {name: 'chats'}, {columns, rows, language});
    await screen.waitFor('Home vault');
    await screen.type('not the passphrase');
    expect(screen.text()).toContain('******');
    expect(screen.text()).not.toContain('not the');
    await screen.press('enter');
    await screen.waitFor('✗');
    expect(screen.text()).not.toContain('***');
    await screen.type(testPassphrase);
    await screen.press('enter');
    await screen.waitFor('周末爬山');
    expect(services.vaults.opened(services.place.id)).toBeDefined();
    expectNothingWasCutOff();
  });

  test('Tab asks for the recovery key instead', async () => {
    const services = await servicesWithVault({isUnlocked: false, lang: language});
    const screen = await openApp(services, {name: 'chats'}, {columns, rows, language});
    await screen.waitFor(text.browse.passphrase);
    await screen.press('tab');
    await screen.waitFor(text.browse.recoveryKey);
    await screen.type(services.recoveryKey);
    await screen.press('enter');
    await screen.waitFor('周末爬山');
    expectNothingWasCutOff();
  });
});

test('a vault with a key file opens with both, and not with the passphrase alone', async () => {
  const {vaults, write, files, settings, ...services} = await servicesWithVault({
    isUnlocked: false,
  });
  const keyFile = write('secret.key', 'sixteen or more bytes of a key file');
  const {vault} = await vaults.create(
    {name: 'Twofold', location: files.join(services.folder, 'Twofold')},
    {passphrase: testPassphrase, keyFile},
  );
  await vaults.lock(vault.place.id);
  const screen = await openApp(
    {...services, vaults, files, settings},
    {name: 'unlock', vault: vault.place.id, next: {name: 'storage', vault: vault.place.id}},
  );
  await screen.waitFor('Twofold');
  await screen.type(testPassphrase);
  await screen.press('enter');
  await screen.waitFor('✗');
  await screen.press('f2');
  await screen.waitFor('Key file');
  await screen.type(keyFile);
  await screen.press('enter');
  await screen.waitFor('Key file: secret.key');
  await screen.type(testPassphrase);
  await screen.press('enter');
  await screen.waitFor('Backups');
});
