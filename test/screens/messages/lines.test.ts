import fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatFor} from '../../../src/app/i18n/format.ts';
import {stringsFor} from '../../../src/app/i18n/strings.ts';
import {textWidth} from '../../../src/app/terminal/width.ts';
import {createTheme} from '../../../src/app/theme.ts';
import type {Entry, Message, Person} from '../../../src/engine/model/archive.ts';
import {entryRows} from '../../../src/screens/messages/lines.ts';
import type {Look} from '../../../src/screens/messages/lines.ts';

const look = (changes: Partial<Look> = {}): Look => ({
  text: stringsFor('en').browse,
  format: formatFor('en'),
  theme: createTheme({level: 0}),
  zone: 'UTC',
  width: 40,
  persons: new Map<string, Person>([
    ['a', {id: 'a', name: 'Ana', isOwner: false}],
    ['b', {id: 'b', name: 'Ben', isOwner: true}],
  ]),
  colours: new Map(),
  needles: [],
  ...changes,
});

const message = (text: string, changes: Partial<Message> = {}): Entry => ({
  kind: 'message',
  id: 'm',
  at: {epochMs: Date.UTC(2024, 0, 2, 10, 0), precision: 's', zone: {kind: 'utc'}},
  from: 'a',
  body: [{kind: 'text', inlines: [{kind: 'plain', text}]}],
  ...changes,
});

const textsOf = (entry: Entry, previous?: Entry, changes: Partial<Look> = {}): string[] =>
  entryRows(entry, previous, look(changes)).map((row) => row.map(({text}) => text).join(''));

test('the first message of a day stands under the day and the name', () => {
  const rows = textsOf(message('hello'));
  expect(rows[0]).toContain(' 2024-01-02 ');
  expect(rows.slice(1)).toEqual(['Ana  10:00', '  hello']);
});

test('someone who goes on talking within a quarter of an hour is not named again', () => {
  const later = (minutes: number): Entry =>
    message('more', {
      at: {epochMs: Date.UTC(2024, 0, 2, 10, minutes), precision: 's', zone: {kind: 'utc'}},
    });
  expect(textsOf(later(10), message('hello'))).toEqual(['  more']);
  expect(textsOf(later(20), message('hello'))).toEqual(['Ana  10:20', '  more']);
  expect(textsOf(message('hi', {from: 'b'}), message('hello'))).toEqual([
    'Ben (me)  10:00',
    '  hi',
  ]);
});

test('answers, forwards, reactions and edits hang on the message', () => {
  const rows = textsOf(
    message('yes', {
      replyTo: {entry: 'q', quote: {person: 'b', text: 'tea?'}},
      forwardedFrom: {name: 'Zoe'},
      reactions: [{emoji: '👍', count: 2}],
      edits: [{}],
    }),
    message('hello'),
  );
  expect(rows).toEqual(['  ↪ Ben: tea?', '  ⇒ forwarded from Zoe', '  yes', '  👍 2  (edited)']);
});

test('calls, removed messages and system lines are told in words', () => {
  const base = {id: 'x', at: message('').at, from: 'a'} as const;
  expect(
    textsOf({...base, kind: 'call', medium: 'voice', outcome: 'missed'}, message('hello')),
  ).toEqual(['  [voice call missed]']);
  expect(textsOf({...base, kind: 'removed', removedBy: 'sender'}, message('hello'))).toEqual([
    '  [removed]',
  ]);
  expect(
    textsOf({...base, kind: 'notice', event: {kind: 'other'}, text: 'Ana left'}, message('hello')),
  ).toEqual(['  Ana left']);
});

test('every place where a searched word stands is marked', () => {
  const rows = entryRows(
    message('Tea and tea'),
    message('before'),
    look({needles: ['tea'], theme: {...createTheme({level: 0}), match: (text) => `<${text}>`}}),
  );
  const painted = rows[0]?.map(({text, paint}) => (paint ? paint(text) : text)).join('');
  expect(painted).toContain('<Tea> and <tea>');
});

test('no text can write to the terminal or be wider than the screen', () => {
  const hostile = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '\u001B]52;c;aGk=\u0007',
        '\u001B[2J',
        '\r',
        '\b',
        '\u202E',
        '好',
        '👨‍👩‍👧',
        '\n',
        'a ',
      ),
      fc.string({unit: 'binary', maxLength: 2}),
    ),
    maxLength: 60,
  });
  fc.assert(
    fc.property(hostile, fc.integer({min: 8, max: 60}), (text, width) => {
      for (const row of textsOf(
        message(text, {replyTo: {quote: {name: text, text}}, reactions: [{emoji: text, count: 1}]}),
        undefined,
        {width},
      )) {
        // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
        expect(row).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
      }
      for (const row of textsOf(message(text), message('before'), {width}))
        expect(textWidth(row)).toBeLessThanOrEqual(Math.max(width, 6));
    }),
  );
});
