import {expect, test} from 'vitest';
import {layoutOf, serversPath, userPath} from '../../../src/formats/discord-package/layout.ts';

const paths = [
  'p/Compte/user.json',
  'p/Messages/c700000000000000001/channel.json',
  'p/Messages/c700000000000000001/messages.json',
  'p/Messages/c700000000000000002/channel.json',
  'p/Messages/index.json',
  'p/Serveurs/800000000000000001/guild.json',
  'p/Serveurs/index.json',
];

test('a package is known by its channels, in whatever language its folders are', () => {
  const layout = layoutOf('p/Messages/c700000000000000002/channel.json', paths);
  expect(layout).toEqual({
    folder: 'p/Messages/',
    root: 'p/',
    channels: [
      {
        id: '700000000000000001',
        info: 'p/Messages/c700000000000000001/channel.json',
        messages: 'p/Messages/c700000000000000001/messages.json',
      },
      {id: '700000000000000002', info: 'p/Messages/c700000000000000002/channel.json'},
    ],
  });
  if (!layout) return;
  expect(userPath(layout, paths)).toBe('p/Compte/user.json');
  expect(serversPath(layout, paths)).toBe('p/Serveurs/index.json');
});

test('other files belong to no package', () => {
  expect(layoutOf('p/Messages/index.json', paths)).toBeUndefined();
  expect(layoutOf('p/general/channel.json', paths)).toBeUndefined();
});
