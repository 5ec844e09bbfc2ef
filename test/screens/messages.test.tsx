import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {stringsFor} from '../../src/app/i18n/strings.ts';
import type {Route} from '../../src/app/routes-types.ts';
import {
  everySizeAndLanguage,
  expectNothingWasCutOff,
  openApp,
  play,
} from '../helpers/app-screen.tsx';
import {cleanUp} from '../helpers/render.tsx';
import {removeFolders, servicesWithVault} from '../helpers/services.ts';
import type {ServicesWithVault} from '../helpers/services.ts';

afterEach(cleanUp);
afterAll(removeFolders);

const chatRoute = async (
  {vaults, place}: ServicesWithVault,
  isIt: (title: string, entries: number) => boolean,
): Promise<Route> => {
  const vault = vaults.opened(place.id);
  const snapshot = (await vault?.snapshots())?.at(-1);
  const lane = snapshot && (await vault?.lane(snapshot));
  const chat =
    lane?.chats.findIndex(({conversation, entries}) => isIt(conversation.title ?? '', entries)) ??
    -1;
  if (!snapshot || chat < 0) throw new Error('There is no such sample chat.');
  return {name: 'messages', vault: place.id, snapshot: snapshot.id, chat};
};

describe.each(everySizeAndLanguage)('at $name', ({columns, rows, language}) => {
  const text = stringsFor(language);

  test('it opens at the newest message, and g, G, a date and a search lead through it', async () => {
    const services = await servicesWithVault({lang: language});
    const route = await chatRoute(
      services,
      (title, entries) => title === '周末爬山' && entries === 14,
    );
    const screen = await openApp(services, route, {columns, rows, language});
    await play(screen, [
      [[], '14 / 14'],
      [['g'], '1 / 14'],
      [['j', 'j'], '3 / 14'],
      [['G'], '14 / 14'],
      [['d'], text.browse.goToDate],
    ]);
    await screen.type('2024-03-16');
    await play(screen, [[['enter'], '9 / 14']]);
    await screen.press('/');
    await screen.type('香山');
    await play(screen, [
      [['enter'], text.browse.matches('1', '1')],
      [[], '1 / 14'],
      [['escape'], '9 / 14'],
    ]);
    await screen.press('/');
    await screen.type('好');
    await play(screen, [
      [['enter'], text.browse.matches('2', '3')],
      [['n'], text.browse.matches('1', '3')],
      [['N'], text.browse.matches('2', '3')],
      [['escape'], '9 / 14'],
    ]);
    expectNothingWasCutOff();
  });

  test('Enter shows all of a message, y copies it and says so', async () => {
    const services = await servicesWithVault({lang: language});
    const route = await chatRoute(
      services,
      (title, entries) => title === '周末爬山' && entries === 14,
    );
    const screen = await openApp(services, route, {columns, rows, language});
    await play(screen, [
      [[], '14 / 14'],
      [['enter'], '2024-03-16 18:21'],
      [['escape'], '14 / 14'],
      [['y'], text.ui.copied('15 B')],
    ]);
    const sent =
      screen
        .writes()
        .join('')
        .match(/\u001B\]52;c;([A-Za-z0-9+/=]*)/)?.[1] ?? '';
    expect(Buffer.from(sent, 'base64').toString('utf8')).toBe('下次再去！');
    expectNothingWasCutOff();
  });
});

test('Enter on the details of an answer leads to the message that it answers, and Esc back', async () => {
  const services = await servicesWithVault();
  const route = await chatRoute(services, (_title, entries) => entries === 8);
  const screen = await openApp(services, route);
  await screen.waitFor('8 / 8');
  for (let at = 8; at > 1 && !/❯[^\n]*\n(?:❯[^\n]*\n)*❯ +↪/.test(`${screen.text()}\n`); at -= 1) {
    await screen.press('k');
  }
  const here = /(\d) \/ 8/.exec(screen.text())?.[1];
  await screen.press('enter');
  await screen.waitFor('to the message it answers');
  await screen.press('enter');
  await screen.waitFor(/\d \/ 8/);
  const there = /(\d) \/ 8/.exec(screen.text())?.[1];
  expect(Number(there)).toBeLessThan(Number(here));
  await screen.press('escape');
  await screen.waitFor(`${here ?? ''} / 8`);
});
