// The whole way of a newcomer at every size in both languages: samples, a new vault, the report, browsing, searching, storage, restoring.
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {stringsFor} from '../../src/app/i18n/strings.ts';
import {defaultSettings} from '../../src/app/settings/schema.ts';
import {everySizeAndLanguage, expectNothingWasCutOff, openApp} from '../helpers/app-screen.tsx';
import {cleanUp} from '../helpers/render.tsx';
import type {RenderedScreen} from '../helpers/render.tsx';
import {removeFolders, testPassphrase, testServices} from '../helpers/services.ts';

afterEach(cleanUp);
afterAll(removeFolders);

/** The groups of the recovery key that the screen shows: `1 ABCD`. */
const recoveryGroups = (screen: RenderedScreen): Map<string, string> =>
  new Map(
    [...screen.text().matchAll(/(?:^|\s)(\d{1,2}) ([0-9A-Z]{4})(?=\s|$)/g)].map((match) => [
      match[1] ?? '',
      match[2] ?? '',
    ]),
  );

const proveRecoveryKey = async (
  screen: RenderedScreen,
  question: (group: string) => string,
): Promise<void> => {
  const groups = recoveryGroups(screen);
  expect(groups.size).toBe(13);
  await screen.press('enter');
  for (let answered = 0; answered < 2; answered += 1) {
    const asked = [...groups.keys()].find((group) => screen.text().includes(question(group)));
    expect(asked).toBeDefined();
    await screen.type(groups.get(asked ?? '') ?? '');
    await screen.press('enter');
  }
};

describe.each(everySizeAndLanguage)('at $name', ({columns, rows, language}) => {
  const text = stringsFor(language);

  test('a newcomer backs up the samples, looks at them and gets them back', async () => {
    const services = testServices({
      lang: language,
      settings: {general: {...defaultSettings.general, lang: language}},
    });
    const screen = await openApp(services, {name: 'welcome'}, {columns, rows, language});
    await screen.waitFor(text.start.welcome);

    await screen.press('1');
    await screen.waitFor(text.start.nextStep);
    await screen.press('enter');
    await screen.waitFor(text.start.allChats);
    await screen.press('1');
    await screen.waitFor(text.start.createVault);
    await screen.press('1');
    await screen.waitFor(text.start.vaultName);
    await screen.press('enter');
    await screen.waitFor(text.start.place);
    await screen.press('enter');
    await screen.waitFor(text.start.passphrase);
    await screen.type(testPassphrase);
    expect(screen.text()).not.toContain(testPassphrase);
    await screen.press('enter');
    await screen.waitFor(text.start.again);
    await screen.type(testPassphrase);
    expect(screen.text()).not.toContain(testPassphrase);
    await screen.press('enter');
    await screen.waitFor(text.start.recoveryTitle);
    await proveRecoveryKey(screen, text.start.recoveryCheck);

    await screen.waitFor(text.start.confirm);
    await screen.press('enter');
    await screen.waitFor(text.job.next.browse);
    expect(services.settings.get().vaults[0]?.lastBackupMs).toBeGreaterThan(0);

    await screen.press('1');
    await screen.waitFor('周末爬山');
    await screen.press('enter');
    await screen.waitFor(/1?\d \/ \d+/);
    await screen.press('escape', 'escape');
    await screen.waitFor(text.home.storage);

    await screen.press('2');
    await screen.waitFor(text.restore.latest);
    await screen.press('1');
    await screen.waitFor(text.restore.originals);
    await screen.press('1');
    await screen.waitFor('chatark-restored');
    await screen.press('enter');
    await screen.waitFor(text.convert.keep);
    await screen.press('1');
    await screen.waitFor(text.job.next.home);
    expect(readdirSync(join(services.folder, 'chatark-restored')).length).toBeGreaterThan(0);
    expectNothingWasCutOff();
  });
});
