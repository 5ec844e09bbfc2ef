import {readFileSync} from 'node:fs';
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
import {removeFolders, servicesWithVault} from '../helpers/services.ts';

afterEach(cleanUp);
afterAll(removeFolders);

describe.each(everySizeAndLanguage)('at $name', ({columns, rows, language}) => {
  const text = stringsFor(language);
  const {restore, convert} = text;

  test('the merged timeline of one chat comes back as another format, and the report says what it cannot hold', async () => {
    const services = await servicesWithVault({lang: language});
    const {writable} = await services.formats();
    const screen = await openApp(services, {name: 'restore'}, {columns, rows, language});
    await screen.waitFor(restore.latest);
    const csv = writable.findIndex(({id}) => id === 'csv');
    await screen.press('2');
    await screen.waitFor(writable[0]?.title[language] ?? '');
    await screen.press(...Array.from({length: csv}, () => 'j'), 'enter');
    await screen.waitFor(restore.since.slice(0, 5));
    await screen.type('爬山');
    await screen.press('enter');
    await screen.type('2024-03-99');
    await screen.waitFor('✗');
    await screen.press('ctrl+u');
    await screen.type('2024-03-14');
    await screen.press('enter', 'enter');
    await screen.waitFor('chatark-restored');
    await screen.press('enter');
    await screen.waitFor(convert.keep);
    await screen.press('enter');
    await screen.waitFor(text.job.next.home);
    expect(flat(screen)).toContain(withoutBlanks(text.job.lossTitle));
    expectNothingWasCutOff();
  });

  test('Esc goes back one step at a time and keeps what was chosen', async () => {
    const services = await servicesWithVault({lang: language});
    const screen = await openApp(services, {name: 'restore'}, {columns, rows, language});
    await play(screen, [
      [[], restore.latest],
      [['3'], /20\d\d-/],
      [['enter'], restore.originals],
      [['1'], 'chatark-restored'],
      [['enter'], convert.keep],
      [['escape'], 'chatark-restored'],
      [['escape'], restore.originals],
      [['escape'], restore.latest],
    ]);
    expectNothingWasCutOff();
  });
});

test('the original files come back byte for byte, and are not overwritten unasked', async () => {
  const services = await servicesWithVault();
  const screen = await openApp(services, {name: 'restore'});
  const steps = [
    [['1'], 'Original files'],
    [['1'], 'chatark-restored'],
    [['enter'], 'Keep it'],
    [['1'], 'Back to the menu'],
  ] as const;
  await screen.waitFor('The latest backup');
  await play(screen, steps);
  expect(screen.text()).toContain('restored and verified');
  const name = '大学同学群.txt';
  const restored = join(services.folder, 'chatark-restored', 'demo', name);
  expect(readFileSync(restored).equals(readFileSync(join(services.files.samples, name)))).toBe(
    true,
  );
});
