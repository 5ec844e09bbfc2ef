import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Entry} from '../../../../src/engine/model/archive.ts';
import {encodeEntry} from '../../../../src/engine/model/canonical.ts';
import {entryText} from '../../../../src/engine/model/text.ts';
import {decodeSegment, encodeSegment, textEnd} from '../../../../src/engine/vault/lane/segment.ts';
import {entry} from '../../../helpers/arbitraries.ts';

const lines = (entries: readonly Entry[]): string[] => entries.map(encodeEntry);

const message = (id: string, epochMs: number, text: string): Entry => ({
  kind: 'message',
  id,
  at: {epochMs, precision: 's', zone: {kind: 'utc'}},
  from: 'p1',
  body: [{kind: 'text', inlines: text === '' ? [] : [{kind: 'plain', text}]}],
});

describe('a segment', () => {
  test('gives back exactly the entries that went in', () => {
    fc.assert(
      fc.property(fc.array(entry, {maxLength: 30}), (entries) => {
        expect(lines(decodeSegment(encodeSegment(entries)))).toEqual(lines(entries));
      }),
    );
  });

  test('keeps ids exactly: numbers that count up, 64-bit numbers, leading zeros, hashes', () => {
    const ids = [
      '7',
      '8',
      '9',
      '5',
      '9223372036854775807',
      '007',
      '0',
      '~abc.2',
      '-3',
      '1e3',
      '999999999999999',
    ];
    const entries = ids.map((id, index) => message(id, index * 1000, 'ok'));
    expect(decodeSegment(encodeSegment(entries)).map(({id}) => id)).toEqual(ids);
  });

  test('keeps texts that hold its own separator, lone surrogates and nothing at all', () => {
    const texts = [`a${textEnd}b`, '\ud800', '', ' ', '\u0000', '好\n的'];
    const entries = texts.map((text, index) => message(String(index), index, text));
    expect(lines(decodeSegment(encodeSegment(entries)))).toEqual(lines(entries));
  });

  test('has one text per entry, in order, for search', () => {
    fc.assert(
      fc.property(fc.array(entry, {minLength: 1, maxLength: 20}), (entries) => {
        const texts = encodeSegment(entries).texts.split(textEnd);
        expect(texts).toEqual(
          entries.map((each) => entryText(each).toWellFormed().replaceAll(textEnd, ' ')),
        );
      }),
    );
  });

  test('says that it is damaged when its parts do not fit, instead of giving wrong entries', () => {
    const {columns, texts} = encodeSegment([message('1', 5, 'a'), message('2', 6, 'b')]);
    for (const broken of [
      {columns, texts: 'a'},
      {columns: columns.slice(0, -3), texts},
      {columns: columns.replace('"from":[0,0]', '"from":[0,9]'), texts},
      {columns: columns.replace('"version":1', '"version":2'), texts},
      {columns: columns.replace('"shape":"tt"', '"shape":"tx"'), texts},
      {columns: 'null', texts},
    ]) {
      expect(() => decodeSegment(broken), JSON.stringify(broken)).toThrow(
        /segment|sender|JSON|shape|should/i,
      );
    }
  });
});
