import {describe, expect, test} from 'vitest';
import {parseJsonHead} from '../../../src/formats/_shared/json-head.ts';

describe('the head of a JSON file', () => {
  const text = '{"a":{"b":[1,{"c":"x\\"y"},true]},"d":null,"e":"cut';

  test('keeps what was whole before the cut', () => {
    expect(JSON.parse(JSON.stringify(parseJsonHead(text)))).toEqual({
      a: {b: [1, {c: 'x"y'}, true]},
      d: null,
    });
  });

  test('gives an answer wherever the text is cut', () => {
    for (let length = 1; length <= text.length; length++)
      expect(typeof parseJsonHead(text.slice(0, length))).toBe('object');
  });

  test('a number at the cut is left out: more digits may follow', () => {
    expect(Object.keys(parseJsonHead('{"a":12,"b":34') as object)).toEqual(['a']);
  });

  test('what is no JSON has no head, and broken JSON keeps its beginning', () => {
    expect(parseJsonHead('hello')).toBeUndefined();
    expect(Object.keys(parseJsonHead('{"a":1,b:2}') as object)).toEqual(['a']);
    expect(parseJsonHead('['.repeat(100_000))).toBeInstanceOf(Array);
  });

  test('__proto__ is a key like any other', () => {
    const root = parseJsonHead('{"__proto__":{"x":1},"y":2}') as Record<string, unknown>;
    expect(Object.keys(root)).toEqual(['__proto__', 'y']);
  });
});
