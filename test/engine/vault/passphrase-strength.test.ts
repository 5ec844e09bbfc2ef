import {describe, expect, test} from 'vitest';
import {passphraseStrength} from '../../../src/engine/vault/passphrase-strength.ts';

describe('passphrase strength', () => {
  test.each([
    'password',
    'qwerty123',
    '12345678',
    'aaaaaaaaaaaaaaaa',
    'woaini1314',
    'Admin2024',
    '5201314',
  ])('calls %s weak', (text) => {
    expect(passphraseStrength(text).verdict).toBe('weak');
  });

  test.each(['correct horse battery staple', '月落乌啼霜满天江枫', 'v9$Kq2!mZx7#Lw'])(
    'calls %s good or strong',
    (text) => {
      expect(['good', 'strong']).toContain(passphraseStrength(text).verdict);
    },
  );

  test('a longer phrase is never weaker', () => {
    const phrase = 'tinder bicycle 云朵 lamp';
    let before = 0;
    for (let length = 1; length <= phrase.length; length++) {
      const {bits} = passphraseStrength(phrase.slice(0, length));
      expect(bits).toBeGreaterThanOrEqual(before - 1);
      before = bits;
    }
  });

  test('nothing is nothing', () => {
    expect(passphraseStrength('')).toEqual({bits: 0, verdict: 'empty'});
  });
});
