// The shape of a text without its words, for bug reports: letters become a, A or 文, digits 0; marks and invisible characters are spelt out.

const invisible = /[\u00a0\u200b-\u200f\u202a-\u202f\u2066-\u2069\ufeff]/gu;

const hex = (character: string): string =>
  `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;

/** `[3/18/22, 14:56] Ana: 好` → `[0/00/00, 00:00] Aaa: 文`. */
export const maskText = (text: string): string =>
  text
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}|\p{M}/gu, 'a')
    .replace(/\p{Lo}|\p{Lm}|\p{Lt}/gu, '文')
    .replace(/\p{N}/gu, '0')
    .replace(/\p{Extended_Pictographic}/gu, '☺')
    .replace(invisible, hex)
    .replace(/[\u0000-\u001f\u007f-\u009f]/gu, hex);
