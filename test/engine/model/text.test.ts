import {describe, expect, test} from 'vitest';
import type {Entry, Part} from '../../../src/engine/model/archive.ts';
import {bodyText, entryText, inlinesText, partText} from '../../../src/engine/model/text.ts';

describe('the text of a part', () => {
  test.each<[Part, string]>([
    [{kind: 'text', inlines: []}, ''],
    [
      {
        kind: 'media',
        role: 'voice',
        asset: {id: 'a', name: 'v.ogg', presence: 'absent'},
        transcript: 'hello',
      },
      '[voice] v.ogg hello',
    ],
    [
      {
        kind: 'media',
        role: 'image',
        asset: {id: 'a', presence: 'absent'},
        caption: [{kind: 'plain', text: 'us'}],
      },
      '[image] us',
    ],
    [{kind: 'location', latitude: 0, longitude: -1.5, name: ''}, '[location] 0,-1.5'],
    [{kind: 'contact', name: 'Ana', phones: ['1', '2']}, '[contact] Ana 1 2'],
    [
      {kind: 'poll', question: 'Tea?', options: [{text: 'yes'}, {text: 'no'}]},
      '[poll] Tea? / yes / no',
    ],
    [
      {kind: 'link', url: 'https://a.example', title: 'A', card: 'music'},
      '[music] A https://a.example',
    ],
    [
      {kind: 'transfer', role: 'red-packet', amount: '8.88', currency: 'CNY'},
      '[red-packet] 8.88 CNY',
    ],
    [
      {
        kind: 'bundle',
        title: 'T',
        items: [{name: 'Ana', body: [{kind: 'text', inlines: [{kind: 'plain', text: 'x'}]}]}],
      },
      '[forwarded messages] T \nAna: x',
    ],
    [{kind: 'raw', format: 'f', name: 'n', text: 'as it stood'}, 'as it stood'],
  ])('%j', (part, expected) => {
    expect(partText(part)).toBe(expected);
  });
});

test('running text is what a reader sees: link words for the address, the fallback of an emoji', () => {
  expect(
    inlinesText([
      {kind: 'plain', text: 'see '},
      {
        kind: 'url',
        url: 'https://a.example',
        inlines: [{kind: 'styled', style: 'bold', inlines: [{kind: 'plain', text: 'this'}]}],
      },
      {kind: 'url', url: 'https://b.example'},
      {kind: 'mention', text: '@Ana', person: 'p'},
      {kind: 'emoji', text: ':parrot:', id: '1'},
    ]),
  ).toBe('see thishttps://b.example@Ana:parrot:');
});

test('the parts of a body stand in lines', () => {
  const part = (text: string): Part => ({kind: 'text', inlines: [{kind: 'plain', text}]});
  expect([bodyText([part('a')]), bodyText([part('a'), part('b')])]).toEqual(['a', 'a\nb']);
});

test('every kind of entry has a text to show', () => {
  const base = {id: '1', at: {epochMs: 0, precision: 's', zone: {kind: 'utc'}}} as const;
  const entries: Entry[] = [
    {...base, kind: 'call', from: 'p', medium: 'video', outcome: 'missed'},
    {...base, kind: 'call', from: 'p', medium: 'unknown', outcome: 'answered'},
    {
      ...base,
      kind: 'call',
      from: 'p',
      medium: 'voice',
      outcome: 'answered',
      text: '通话时长 01:02',
    },
    {...base, kind: 'notice', event: {kind: 'left'}, text: 'Ana left'},
    {...base, kind: 'removed'},
    {...base, kind: 'removed', text: 'This message was deleted'},
    {...base, kind: 'removed', body: [{kind: 'text', inlines: [{kind: 'plain', text: 'kept'}]}]},
  ];
  expect(entries.map(entryText)).toEqual([
    '[video call] missed',
    '[call] answered',
    '通话时长 01:02',
    'Ana left',
    '[removed]',
    'This message was deleted',
    'kept',
  ]);
});
