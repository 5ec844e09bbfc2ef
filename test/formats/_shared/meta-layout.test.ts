import {describe, expect, test} from 'vitest';
import {coverOf, layoutOf} from '../../../src/formats/_shared/meta-layout.ts';

const threadNames = (anchor: string, paths: readonly string[]) =>
  layoutOf(anchor, paths, 'json').threads.map(({name, files}) => [
    name,
    files.map((file) => `${file.section}:${file.number}`),
  ]);

describe('layout of Meta downloads', () => {
  test.each([
    'messages/inbox/ana_1/message_1.json',
    'your_activity_across_facebook/messages/inbox/ana_1/message_1.json',
    'part 1/your_facebook_activity/messages/e2ee_cutover/ana_1/message_1.json',
    'inbox/ana_1/message_1.json',
  ])('%s: all sections of its root belong to it', (anchor) => {
    const root = anchor.replace(/(?:inbox|e2ee_cutover)\/.*$/, '');
    const paths = [
      anchor,
      `${root}archived_threads/ana_1/message_2.json`,
      `${root}inbox/ben_2/message_1.json`,
      `${root}inbox/ben_2/photos/message_1.jpg`,
      'elsewhere/inbox/eve_3/message_1.json',
    ];
    const found = threadNames(anchor, root === '' ? paths.slice(0, 4) : paths);
    expect(found.map(([name]) => name)).toEqual(['ana_1', 'ben_2']);
    expect(found[0]?.[1]).toContain('archived_threads:2');
    expect(coverOf(anchor, paths)).toBe(root);
  });

  test('a thread folder by itself covers itself, a file among others only itself', () => {
    const thread = ['message_1.json', 'message_2.json', 'photos/a.jpg'];
    expect(coverOf('message_1.json', thread)).toBe('');
    expect(threadNames('message_1.json', thread)).toEqual([['', [':1', ':2']]]);
    const mixed = ['message_1.json', 'message_2.json', 'notes.txt'];
    expect(coverOf('message_1.json', mixed)).toBeUndefined();
    expect(threadNames('message_1.json', mixed)).toEqual([['', [':1']]]);
  });

  test('flat encrypted chats cover their folder when only media lie beside them', () => {
    expect(coverOf('Ana_1.json', ['Ana_1.json', 'media/a.jpg'])).toBe('');
    expect(coverOf('Ana_1.json', ['Ana_1.json', 'report.json'])).toBeUndefined();
    expect(
      coverOf('x/messages/Ana_1.json', ['x/messages/Ana_1.json', 'x/messages/secret.json']),
    ).toBe('x/messages/');
  });
});
