import {mkdirSync} from 'node:fs';
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
import {heldRunner, removeFolders, servicesWithVault} from '../helpers/services.ts';

afterEach(cleanUp);
afterAll(removeFolders);

describe.each(everySizeAndLanguage)('at $name', ({columns, rows, language}) => {
  const text = stringsFor(language);
  const {start, files} = text;

  test('some of the chats go into the backup, and the report says whose originals do not', async () => {
    const services = await servicesWithVault({lang: language});
    const screen = await openApp(
      services,
      {name: 'backup', paths: [services.files.samples]},
      {columns, rows, language},
    );
    await play(screen, [
      [[], start.nextStep],
      [['enter'], start.allChats],
      [['2'], '●'],
      [['space'], '○'],
      [['enter'], 'Home vault'],
      [['1'], start.confirm],
    ]);
    expect(screen.text()).toContain(start.chatCount('3'));
    await play(screen, [[['enter'], text.job.next.browse]]);
    expectNothingWasCutOff();
  });

  test('the files are walked through by keys, and an empty folder says that it is empty', async () => {
    const services = await servicesWithVault({lang: language});
    mkdirSync(join(services.folder, 'nothing'));
    services.write('chats/a.txt', '[3/13/24, 19:03:40] Ana: hello\n');
    const screen = await openApp(services, {name: 'backup'}, {columns, rows, language});
    await play(screen, [
      [[], '❯ ○ chats/'],
      [['j', 'enter'], files.empty],
      [['backspace'], '❯ ○ nothing/'],
      [['k', 'space'], files.nextWith('1')],
      [['c'], 'a.txt'],
      [['escape'], '❯ ● chats/'],
      [['/'], `${files.path}: `],
    ]);
    await screen.type('/no/such/place');
    await play(screen, [
      [['enter'], files.missing],
      [['escape'], '❯ ● chats/'],
    ]);
    expectNothingWasCutOff();
  });

  test('a running job shows how far it is, may be left, and is cancelled only after a question', async () => {
    const held = heldRunner();
    const services = await servicesWithVault({lang: language, runner: held.run});
    const {access} = services.vaults.opened(services.place.id) ?? {
      access: {location: '', secret: {passphrase: ''}},
    };
    const {id} = services.jobs.start({kind: 'verify', vault: access, level: 3});
    const screen = await openApp(services, {name: 'home'}, {columns, rows, language});
    await screen.press('J');
    await screen.waitFor(text.job.titles.verify);
    await screen.press('enter');
    held.progress({
      phase: 'packs',
      done: 30,
      total: 120,
      unit: 'count',
      current: 'a\u001B[31m.pack',
      entries: 0,
    });
    await screen.waitFor('25%');
    expect(flat(screen)).toContain(withoutBlanks(text.ui.mayLeave));
    expect(screen.writes().join('')).toContain(`\u001B]2;`);
    await play(screen, [
      [['x'], withoutBlanks(text.job.cancelQuestion).slice(0, 6)],
      [['enter'], '25%'],
      [['x', 'y'], text.job.cancelled],
      [['enter'], text.home.backup],
    ]);
    expect(services.jobs.get(id)?.state.status).toBe('cancelled');
    expectNothingWasCutOff();
  });
});
