import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {mendText, mendValue} from '../../../src/formats/_shared/mojibake.ts';

const asLatin = (text: string): string => Buffer.from(text).toString('latin1');

describe('mojibake', () => {
  test('UTF-8 read as Latin-1 becomes text again, emoji included', () => {
    expect(mendText('cafÃ©')).toBe('café');
    expect(mendText(asLatin('👩‍👩‍👧 Łódź 你好'))).toBe('👩‍👩‍👧 Łódź 你好');
  });

  test('text that is right stays as it is', () => {
    for (const text of ['plain', 'café', 'Grüße, Ã is a letter', '你好 cafÃ©', ''])
      expect(mendText(text)).toBe(text);
  });

  test('a text that was cut inside its last character keeps what is whole', () => {
    expect(mendText(asLatin('né👋').slice(0, -1))).toBe('né\ufffd');
  });

  test('mending once is enough, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({unit: 'grapheme'}), (text) => {
        const hasWide = /[^\0-\x7f]/.test(text);
        const mended = mendText(asLatin(text));
        if (hasWide) expect(mended).toBe(text);
      }),
    );
  });

  test('strings in nested values are mended and counted, keys are left alone', () => {
    let count = 0;
    const value = mendValue({'Ã©': ['Ã©', {a: 'x', n: 1, nothing: null}]}, () => count++);
    expect(value).toEqual({'Ã©': ['é', {a: 'x', n: 1, nothing: null}]});
    expect(count).toBe(1);
  });
});
