import fc from 'fast-check';
import {expect, test} from 'vitest';
import {maskText} from '../../../src/engine/model/mask.ts';

test.each([
  ['[3/18/22, 14:56] Ana: 好', '[0/00/00, 00:00] Aaa: 文'],
  ['\u200e12.05.23, 9:00 PM - Łukasz: ¡Hola!', '<U+200E>00.00.00, 0:00 AA - Aaaaaa: ¡Aaaa!'],
  ['a\u202fb\u00a0c', 'a<U+202F>a<U+00A0>a'],
  ['\u001b[31m\tx', '<U+001B>[00a<U+0009>a'],
  ['👍🏽 ok', '☺🏽 aa'],
  ['٣ م', '0 文'],
])('%j', (text, expected) => {
  expect(maskText(text)).toBe(expected);
});

test('leaves no letter, digit or control character of the original', () => {
  fc.assert(
    fc.property(fc.string({unit: 'grapheme'}), (text) => {
      const masked = maskText(text).replaceAll(/<U\+[0-9A-F]+>/g, '');
      expect(masked).not.toMatch(/[^\P{L}Aa文]/u);
      expect(masked).not.toMatch(/[^\P{N}0]/u);
      expect(masked).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }),
  );
});

test('keeps the shape: masking twice changes nothing more than once', () => {
  fc.assert(
    fc.property(fc.string({unit: 'grapheme-ascii'}), (text) => {
      expect(maskText(text)).toHaveLength(text.length);
      expect(maskText(maskText(text))).toBe(maskText(text));
    }),
  );
});
