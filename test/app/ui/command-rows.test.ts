import {expect, test} from 'vitest';
import {spansWidth} from '../../../src/app/ui/spans.ts';
import {createTheme} from '../../../src/app/theme.ts';
import {commandSpans, distinct, filterCommands, grouped} from '../../../src/app/ui/command-rows.ts';

const commands = [
  {id: 'list.down', keys: ['j', 'down'], title: '下', group: '移动'},
  {id: 'backup.start', keys: ['b'], title: 'Start the backup'},
  {id: 'list.up', keys: ['k', 'up'], title: '上', group: '移动'},
  {id: 'backup.start', keys: [], title: 'further away'},
];

const ids = (filter: string): string[] =>
  filterCommands(distinct(commands), filter).map(({id}) => id);

test('a filter finds titles, groups, ids and keys, in any case and width', () => {
  expect(ids('BACKUP')).toEqual(['backup.start']);
  expect(ids('移动')).toEqual(['list.down', 'list.up']);
  expect(ids('移动 上')).toEqual(['list.up']);
  expect(ids('ｂａｃｋ')).toEqual(['backup.start']);
  expect(ids('↓')).toEqual(['list.down']);
  expect(ids('nothing like it')).toEqual([]);
  expect(ids('')).toHaveLength(3);
});

test('of two commands with one id the nearer one is listed', () => {
  expect(distinct(commands).map(({title}) => title)).toEqual(['下', 'Start the backup', '上']);
});

test('groups stay together', () => {
  expect(grouped(distinct(commands)).map(({id}) => id)).toEqual([
    'list.down',
    'list.up',
    'backup.start',
  ]);
});

test('the reason why something is disabled stands in its row', () => {
  const spans = commandSpans(
    {id: 'x', keys: ['x'], title: 'Restore', disabledReason: 'no vault is open'},
    {width: 60, theme: createTheme({level: 0})},
  );
  const text = spans.map((span) => span.text).join('');
  expect(text).toContain('no vault is open');
  expect(spansWidth(spans)).toBeLessThanOrEqual(60);
});
