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
import type {RenderedScreen} from '../helpers/render.tsx';
import {
  removeFolders,
  servicesWithVault,
  testPassphrase,
  testServices,
} from '../helpers/services.ts';

afterEach(cleanUp);
afterAll(removeFolders);

const makeVault = async (screen: RenderedScreen, again: string): Promise<void> => {
  await screen.press('enter', 'enter');
  await screen.idle();
  await screen.waitFor(/Passphrase|口令/);
  await screen.type(testPassphrase);
  await screen.press('enter');
  await screen.waitFor(/Once more|再输入一次/);
  await screen.type(again);
  await screen.press('enter');
};

describe.each(everySizeAndLanguage)('at $name', ({columns, rows, language}) => {
  const text = stringsFor(language);
  const {start} = text;

  test('the recovery key is not left by a slip: Esc asks first, and no is the default', async () => {
    const services = testServices({lang: language});
    const screen = await openApp(
      services,
      {name: 'new-vault', next: {name: 'home'}},
      {columns, rows, language},
    );
    await screen.waitFor(start.vaultName);
    await makeVault(screen, testPassphrase);
    await screen.waitFor(start.recoveryTitle);
    for (const key of ['escape', 'q', 'ctrl+c']) {
      await screen.press(key);
      await screen.waitFor(start.stay);
      await screen.press('enter');
      await screen.waitFor(start.recoveryTitle);
    }
    expect(services.asked.quits).toBe(0);
    await screen.press('enter');
    await screen.type('zzzz');
    await screen.press('enter');
    await screen.waitFor(withoutBlanks(start.recoveryWrong).slice(0, 4));
    await play(screen, [
      [['escape'], start.recoveryTitle],
      [['escape'], start.stay],
      [['y'], text.home.backup],
    ]);
    expectNothingWasCutOff();
  });

  test('two different passphrases make no vault, and are asked for again', async () => {
    const services = testServices({lang: language});
    const screen = await openApp(services, {name: 'new-vault'}, {columns, rows, language});
    await screen.waitFor(start.vaultName);
    await makeVault(screen, 'something else');
    await screen.waitFor('✗');
    expect(flat(screen)).toContain(withoutBlanks(start.differ));
    expect(services.settings.get().vaults).toHaveLength(0);
    expectNothingWasCutOff();
  });
});

test('a folder that holds a vault already is refused', async () => {
  const services = await servicesWithVault();
  const screen = await openApp(services, {name: 'new-vault'});
  await screen.waitFor('Name');
  await screen.press('enter');
  await screen.waitFor('In which folder');
  await screen.press('ctrl+u');
  await screen.type(services.place.location);
  await screen.press('enter');
  await screen.waitFor('There is a vault in this folder already');
});
