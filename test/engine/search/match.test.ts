import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {
  Conversation,
  Entry,
  Message,
  Part,
  Person,
} from '../../../src/engine/model/archive.ts';
import {fold} from '../../../src/engine/search/fold.ts';
import {makeSubject, matches} from '../../../src/engine/search/match.ts';
import {parseQuery} from '../../../src/engine/search/query.ts';

const ana: Person = {
  id: 'u7',
  name: 'Ana María',
  isOwner: true,
  aliases: ['小安'],
  handles: [{kind: 'phone', value: '+34 600'}],
};
const trip: Conversation = {id: 'c', kind: 'group', title: 'Rome ２０２４', members: ['u7']};

const message = (body: readonly Part[], fields: Partial<Message> = {}): Entry => ({
  kind: 'message',
  id: '1',
  at: {epochMs: Date.UTC(2024, 4, 3, 12), precision: 's', zone: {kind: 'utc'}},
  from: 'u7',
  body,
  ...fields,
});
const words = (text: string): Part => ({kind: 'text', inlines: [{kind: 'plain', text}]});
const media = (role: 'image' | 'voice' | 'sticker'): Part => ({
  kind: 'media',
  role,
  asset: {id: 'a', name: 'IMG_1.jpg', presence: 'absent'},
});

const fits = (query: string, entry: Entry, person: Person | undefined = ana): boolean =>
  matches(parseQuery(query, 'UTC'), makeSubject(entry, person, trip));

describe('an entry fits', () => {
  test.each<[string, Entry]>([
    ['morning', message([words('Good MORNING all')])],
    ['早上', message([words('大家早上好')])],
    ['abc', message([words('ＡＢＣ')])],
    ['good all', message([words('Good morning all')])],
    ['"good morning"', message([words('Good morning')])],
    ['tea OR morning', message([words('Good morning')])],
    ['-tea', message([words('coffee')])],
    ['from:maría', message([words('x')])],
    ['from:小安', message([words('x')])],
    ['from:600', message([words('x')])],
    ['from:me', message([words('x')])],
    ['from:我', message([words('x')])],
    ['in:2024', message([words('x')])],
    ['on:2024-05-03', message([words('x')])],
    ['after:2024-05-03 before:2024-05-04', message([words('x')])],
    ['has:photo', message([media('image')])],
    ['has:image has:media', message([words('x'), media('image')])],
    ['has:voice', message([{kind: 'bundle', items: [{body: [media('voice')]}]}])],
    ['img_1', message([media('image')])],
    ['has:link', message([words('see https://a.example')])],
    [
      'has:link',
      message([
        {
          kind: 'text',
          inlines: [
            {
              kind: 'styled',
              style: 'bold',
              inlines: [{kind: 'url', url: 'ftp://x', inlines: [{kind: 'plain', text: 'here'}]}],
            },
          ],
        },
      ]),
    ],
    ['has:reply', message([words('x')], {replyTo: {entry: '0'}})],
    ['has:reaction', message([words('x')], {reactions: [{emoji: '👍', count: 1}]})],
    ['has:forward', message([words('x')], {forwardedFrom: {}})],
    ['kind:call', {...message([]), kind: 'call', medium: 'voice', outcome: 'missed'} as Entry],
    [
      'kind:removed',
      {kind: 'removed', id: '1', at: {epochMs: 0, precision: 's', zone: {kind: 'utc'}}},
    ],
  ])('%s', (query, entry) => {
    expect(fits(query, entry)).toBe(true);
  });

  test.each<[string, Entry]>([
    ['evening', message([words('Good morning')])],
    ['good tea', message([words('Good morning')])],
    ['"morning good"', message([words('Good morning')])],
    ['-morning', message([words('Good morning')])],
    ['from:ben', message([words('from ben')])],
    ['before:2024-05-03', message([words('x')])],
    ['after:2024-05-04', message([words('x')])],
    ['has:photo', message([media('sticker')])],
    ['has:reaction', message([words('x')], {reactions: []})],
    ['has:link', message([words('http is a word')])],
    ['kind:call', message([words('call')])],
  ])('not: %s', (query, entry) => {
    expect(fits(query, entry)).toBe(false);
  });

  test('from:me needs a person who is known to be the owner', () => {
    expect(fits('from:me', message([words('x')]), {id: 'u8', name: 'Ben'})).toBe(false);
    expect(
      matches(
        parseQuery('from:me', 'UTC'),
        makeSubject(message([words('x')]), undefined, undefined),
      ),
    ).toBe(false);
  });
});

describe('folding', () => {
  test('makes case and width equal and leaves accents and Chinese alone', () => {
    expect([fold('ABC'), fold('ＡｂＣ１'), fold('Ärger'), fold('ﬁne'), fold('中文，')]).toEqual([
      'abc',
      'abc1',
      'ärger',
      'fine',
      '中文,',
    ]);
  });

  test('folded twice is folded once', () => {
    fc.assert(
      fc.property(
        fc.string({unit: 'grapheme'}),
        (text) => void expect(fold(fold(text))).toBe(fold(text)),
      ),
    );
  });
});
