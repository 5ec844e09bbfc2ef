// Characters that steer the direction of text and are not seen, and spaces that are not U+0020: folding for matching only.

const marks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g;
const spaces = /[\u00a0\u2007-\u200a\u202f\u3000]/g;

/** Direction marks, embeddings, isolates and byte order marks. */
export const isMark = (code: number): boolean =>
  (code >= 0x200e && code <= 0x200f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069) ||
  code === 0xfeff;

/** U+200E or U+200F. */
export const isDirectionMark = (code: number): boolean => code === 0x200e || code === 0x200f;

export const isSpace = (code: number): boolean =>
  code === 0x20 ||
  code === 0xa0 ||
  code === 0x202f ||
  code === 0x3000 ||
  (code >= 0x2007 && code <= 0x200a);

export const withoutMarks = (text: string): string => text.replace(marks, '');

/** Without marks, every space a plain one. */
export const foldMarks = (text: string): string => text.replace(marks, '').replace(spaces, ' ');
