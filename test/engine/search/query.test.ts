import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isChatError} from '../../../src/engine/errors.ts';
import {needlesOf, parseQuery} from '../../../src/engine/search/query.ts';
import type {Term} from '../../../src/engine/search/query.ts';

const text = (needle: string): Term => ({kind: 'text', needle});
const from = (name: string): Term => ({kind: 'from', name});
const not = (term: Term): Term => ({kind: 'not', term});
const any = (...terms: Term[]): Term => ({kind: 'any', terms});
const time = (start: string | undefined, end: string | undefined): Term => ({
  kind: 'time',
  from: start === undefined ? -Infinity : Date.parse(start),
  until: end === undefined ? Infinity : Date.parse(end),
});

describe('a query', () => {
  test.each<[string, Term[]]>([
    ['hello', [text('hello')]],
    ['Hello  WORLD', [text('hello'), text('world')]],
    ['"good morning" all', [text('good morning'), text('all')]],
    ['“早上 好” 吗', [text('早上 好'), text('吗')]],
    ['"never closed', [text('never closed')]],
    ['ＡＢＣ', [text('abc')]],
    ['-spam', [not(text('spam'))]],
    ['-"two words"', [not(text('two words'))]],
    ['-', [text('-')]],
    ['e-mail', [text('e-mail')]],
    ['from:Ana', [from('ana')]],
    ['from:"Ana Maria" tea', [from('ana maria'), text('tea')]],
    ['FROM:Ana', [from('ana')]],
    ['发自：阿丽', [from('阿丽')]],
    ['谁:“阿 丽”', [from('阿 丽')]],
    ['-from:Ana', [not(from('ana'))]],
    ['in:trip', [{kind: 'in', name: 'trip'}]],
    ['在：旅行', [{kind: 'in', name: '旅行'}]],
    ['has:photo', [{kind: 'has', what: 'photo'}]],
    ['has:PHOTO', [{kind: 'has', what: 'photo'}]],
    ['含：图片', [{kind: 'has', what: 'image'}]],
    ['has:video-note', [{kind: 'has', what: 'video-note'}]],
    ['kind:call', [{kind: 'entry-kind', what: 'call'}]],
    ['类型:通话', [{kind: 'entry-kind', what: 'call'}]],
    ['a OR b', [any(text('a'), text('b'))]],
    ['a OR b OR c d', [any(text('a'), text('b'), text('c')), text('d')]],
    ['x a | -b', [text('x'), any(text('a'), not(text('b')))]],
    ['OR a', [text('a')]],
    ['a OR', [text('a')]],
    ['"OR"', [text('or')]],
    ['or', [text('or')]],
    ['http://a.example/x?y=1', [text('http://a.example/x?y=1')]],
    ['12:30', [text('12:30')]],
    ['note:"a b"', [text('note:a b')]],
    ['价格：5', [text('价格:5')]],
    ['after:2024', [time('2024-01-01T00:00:00Z', undefined)]],
    ['before:2024-05', [time(undefined, '2024-05-01T00:00:00Z')]],
    ['on:2024-02-29', [time('2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z')]],
    ['日期：2024/5/3', [time('2024-05-03T00:00:00Z', '2024-05-04T00:00:00Z')]],
    [
      '之前:2024 之后:2023',
      [time(undefined, '2024-01-01T00:00:00Z'), time('2023-01-01T00:00:00Z', undefined)],
    ],
  ])('%s', (query, terms) => {
    expect(parseQuery(query, 'UTC').terms).toEqual(terms);
  });

  test('counts days in the zone of the person', () => {
    expect(parseQuery('on:2024-05-01', 'Asia/Shanghai').terms).toEqual([
      time('2024-04-30T16:00:00Z', '2024-05-01T16:00:00Z'),
    ]);
  });

  test.each([
    '',
    '   ',
    '""',
    'OR',
    'from:""',
    'has:unicorns',
    'kind:song',
    'before:yesterday',
    'on:2024-13',
  ])('%j is refused as a usage error with a hint', (query) => {
    try {
      parseQuery(query, 'UTC');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({code: 'usage'});
      expect(isChatError(error) && error.hint).toBeTruthy();
    }
  });

  test('any text is a query or a usage error, quickly', () => {
    fc.assert(
      fc.property(fc.string({unit: 'grapheme', maxLength: 200}), (query) => {
        try {
          expect(parseQuery(query, 'UTC').terms.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toMatchObject({code: 'usage'});
        }
      }),
    );
    const start = performance.now();
    for (const evil of [
      'a'.repeat(50_000),
      '-'.repeat(50_000),
      '"'.repeat(50_000),
      'a:'.repeat(25_000),
    ])
      parseQuery(`${evil} x`, 'UTC');
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('names the words to highlight, not those that are left out', () => {
    expect(needlesOf(parseQuery('Tea -milk from:Ana cup OR "b c"', 'UTC'))).toEqual([
      'tea',
      'cup',
      'b c',
    ]);
  });
});
