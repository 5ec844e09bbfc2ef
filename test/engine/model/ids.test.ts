import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {contentHash, IdMaker, isDerivedId} from '../../../src/engine/model/ids.ts';

describe('content hashes', () => {
  test('are short, of the same length, and the same every time', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), (text) => {
        expect(contentHash(text)).toMatch(/^[0-9a-z]{14}$/);
        expect(contentHash(text)).toBe(contentHash(text));
      }),
    );
  });

  test('do not change between versions: ids of stored backups hang on them', () => {
    expect([contentHash(''), contentHash('Ana 10:00 ok'), contentHash('阿丽')])
      .toMatchInlineSnapshot(`
      [
        "1a3abdo17wedfy",
        "0uxsoj70etih4o",
        "1qrkagu0d0u660",
      ]
    `);
  });

  test('tell tens of thousands of like messages apart', () => {
    const hashes = new Set<string>();
    for (let index = 0; index < 50_000; index++)
      hashes.add(contentHash(`Ana 10:00 message ${index}`));
    expect(hashes.size).toBe(50_000);
  });

  test('see the order of letters', () => {
    expect(contentHash('ab')).not.toBe(contentHash('ba'));
    expect(contentHash('a\u0000')).not.toBe(contentHash('a'));
  });
});

describe('ids of what an export does not number', () => {
  test('are marked as derived', () => {
    expect(isDerivedId(new IdMaker().make('x'))).toBe(true);
    expect(isDerivedId('12345')).toBe(false);
  });

  test('keep three equal messages three', () => {
    const maker = new IdMaker();
    const [first, second, third] = [maker.make('ok'), maker.make('ok'), maker.make('ok')];
    expect(new Set([first, second, third]).size).toBe(3);
    expect([second, third]).toEqual([`${first}.2`, `${first}.3`]);
  });

  test('are the same in a later export that goes on where the earlier ended', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c')),
        fc.array(fc.constantFrom('a', 'd')),
        (keys, more) => {
          const [early, late] = [new IdMaker(), new IdMaker()];
          const before = keys.map((key) => early.make(key));
          const after = [...keys, ...more].map((key) => late.make(key));
          expect(after.slice(0, keys.length)).toEqual(before);
          expect(new Set(after).size).toBe(after.length);
        },
      ),
    );
  });

  test('count across the border of the window, which bounds the memory', () => {
    const maker = new IdMaker(4);
    const first = maker.make('ok');
    for (const key of ['a', 'b', 'c', 'd', 'e']) maker.make(key);
    expect(maker.make('ok')).toBe(`${first}.2`);
  });
});
