import {readdirSync} from 'node:fs';
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

const irc =
  '2024-01-02 10:00:00 <ann> hello\n2024-01-02 10:01:00 <bob> hi 👋 \u001B[31mred\u001B[0m\n';

describe.each(everySizeAndLanguage)('at $name', ({columns, rows, language}) => {
  const text = stringsFor(language);
  const {convert, files} = text;

  test('a marked file is previewed, converted beside the original, and reported', async () => {
    const services = testServices({lang: language});
    const {writable} = await services.formats();
    services.write(
      'chat.txt',
      '[3/13/24, 19:03:40] Ana: hello\n[3/13/24, 19:04:02] Ben: hi there\n',
    );
    const screen = await openApp(services, {name: 'convert'}, {columns, rows, language});
    await screen.waitFor('chat.txt');
    await screen.press('c');
    await screen.waitFor(files.markFirst);
    await screen.press('space');
    await screen.waitFor('●');
    await screen.press('c');
    await screen.waitFor(writable[0]?.title[language] ?? '');
    const csv = writable.findIndex(({id}) => id === 'csv');
    await screen.press(...Array.from({length: csv}, () => 'j'), 'enter');
    await screen.waitFor(convert.previewTitle('csv'));
    await play(screen, [
      [['enter'], convert.target],
      [['enter'], text.job.next.home],
    ]);
    expect(readdirSync(services.folder)).toContain('chat.converted.csv');
    expectNothingWasCutOff();
  });

  test('a file that is no chat is refused with what to do, and Esc leads back to the files', async () => {
    const services = testServices({lang: language});
    const {writable} = await services.formats();
    services.write('picture.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]));
    const screen = await openApp(services, {name: 'convert'}, {columns, rows, language});
    await screen.waitFor('picture.jpg');
    await screen.press('space', 'c');
    await screen.waitFor(writable[0]?.title[language] ?? '');
    await play(screen, [
      [['enter'], '✗'],
      [['escape'], writable[0]?.title[language] ?? ''],
      [['escape'], 'picture.jpg'],
    ]);
    expect(screen.text()).toContain('●');
    expectNothingWasCutOff();
  });
});

test('names of files cannot write to the terminal', async () => {
  const services = testServices();
  services.write('evil\u001B]52;c;aGk=\u0007.txt', irc);
  const screen = await openApp(services, {name: 'convert'});
  await screen.waitFor('evil');
  expect(screen.writes().join('')).not.toContain('\u001B]52;');
});
