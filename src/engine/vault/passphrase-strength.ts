// How hard a passphrase is to guess, honestly and roughly: patterns are counted cheap. A hint for people, not a gate.

export type Strength = {
  /** Bits of guessing work. */
  readonly bits: number;
  readonly verdict: 'empty' | 'weak' | 'fair' | 'good' | 'strong';
};

const common =
  /(?:password|passw0rd|qwert[yz]|asdf|letmein|iloveyou|welcome|admin|dragon|monkey|woaini|5201314|1314|woshi|mima|chatark)/giu;
const years = /(?:19|20)\d\d/g;

/** Size of the alphabet that one would have to try for this character. */
const alphabetOf = (character: string): number => {
  if (/[a-z]/.test(character)) return 26;
  if (/[A-Z]/.test(character)) return 26;
  if (/\d/.test(character)) return 10;
  if (/[\u4e00-\u9fff]/.test(character)) return 2500;
  return character.codePointAt(0) !== undefined && (character.codePointAt(0) ?? 0) > 127 ? 200 : 33;
};

/** A character that repeats or goes on from the one before adds almost nothing: aaaa, 1234, zyx. */
const isPredictable = (character: string, before: string | undefined): boolean => {
  if (before === undefined) return false;
  const step = (character.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
  return step >= -1 && step <= 1;
};

export const passphraseStrength = (text: string): Strength => {
  if (text === '') return {bits: 0, verdict: 'empty'};
  let cheap = 0;
  const rest = text
    .normalize('NFC')
    .replace(common, () => {
      cheap += 8;
      return '\u0000';
    })
    .replace(years, () => {
      cheap += 7;
      return '\u0000';
    });
  const characters = [...rest].filter((character) => character !== '\u0000');
  const alphabet = new Set(characters.map(alphabetOf));
  const size = [...alphabet].reduce((sum, each) => sum + each, 0);
  let bits = cheap;
  characters.forEach((character, index) => {
    bits += isPredictable(character, characters[index - 1])
      ? 1
      : Math.log2(Math.max(2, Math.min(size, alphabetOf(character) * 2)));
  });
  // Few different characters, however long.
  bits = Math.min(bits, cheap + new Set(characters).size * 12);
  const rounded = Math.round(bits);
  return {
    bits: rounded,
    verdict: rounded < 35 ? 'weak' : rounded < 50 ? 'fair' : rounded < 70 ? 'good' : 'strong',
  };
};
