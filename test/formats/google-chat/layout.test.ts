import {describe, expect, test} from 'vitest';
import {coverOf, fileNames, groupsBelow} from '../../../src/formats/google-chat/layout.ts';

describe('layout of a Google Chat takeout', () => {
  const group = 'Takeout/Google Chat/Groups/DM AAA/';
  const paths = [
    `${group}group_info.json`,
    `${group}messages.json`,
    'Takeout/Google Chat/Groups/Space BBB/group_info.json',
  ];

  test('one group covers the whole product, whatever the folders are called', () => {
    expect(coverOf(`${group}messages.json`, paths)).toBe('Takeout/Google Chat/');
    expect(
      coverOf('群组/DM A/messages.json', ['群组/DM A/messages.json', '群组/DM A/group_info.json']),
    ).toBe('群组/');
    expect(coverOf('DM A/messages.json', ['DM A/messages.json', 'DM A/group_info.json'])).toBe(
      'DM A/',
    );
    expect(coverOf('messages.json', ['messages.json', 'group_info.json'])).toBeUndefined();
  });

  test('groups without messages are found as well', () => {
    expect(
      groupsBelow('Takeout/Google Chat/', paths).map(({id, messages}) => [
        id,
        messages !== undefined,
      ]),
    ).toEqual([
      ['AAA', true],
      ['BBB', false],
    ]);
  });

  test('long names are cut to 51 characters and keep their ending, repeats are numbered', () => {
    const long = `File-${'x'.repeat(60)}.jpeg`;
    const [, cut = ''] = fileNames(long, 0);
    expect(cut).toHaveLength(51);
    expect(cut.endsWith('.jpeg')).toBe(true);
    expect(fileNames('a.jpg', 2)[0]).toBe('a(2).jpg');
    expect(fileNames('a?b.jpg', 0)).toContain('a_b.jpg');
  });
});
