// Names that every file system can hold, by a percent map that can be undone; and paths that stay inside. No I/O.

import {createHash} from 'node:crypto';

/** What Windows, exFAT or a terminal cannot bear, and a percent sign that would look like part of the map. */
const unsafe = /[\u0000-\u001f\u007f-\u009f<>:"|?*\\/]|%(?=[0-9A-Fa-f]{2})|\p{Surrogate}/gu;
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|$)/i;
const maxBytes = 240;

const hex = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** UTF-8 bytes, where half of a surrogate pair is written as if it were a character. */
const encodeChar = (char: string): string => {
  const code = char.charCodeAt(0);
  const bytes =
    code < 0x80
      ? [code]
      : code < 0x800
        ? [0xc0 | (code >> 6), 0x80 | (code & 63)]
        : [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  return bytes.map(hex).join('');
};

/** Cuts to 240 bytes of UTF-8; the hash keeps cut names apart. This one step cannot be undone. */
const shorten = (name: string): string => {
  if (Buffer.byteLength(name) <= maxBytes) return name;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 12);
  let stem = '';
  let size = ending.length + hash.length + 1;
  for (const char of name.slice(0, name.length - ending.length)) {
    size += Buffer.byteLength(char);
    if (size > maxBytes) break;
    stem += char;
  }
  return `${stem.replace(/%[0-9A-F]?$/, '')}~${hash}${ending}`;
};

/** One part of a path. `a:b` → `a%3Ab`, `NUL.txt` → `%4EUL.txt`, `x.` → `x%2E`. Already safe names stay as they are. */
export const safeName = (name: string): string => {
  const mapped = name
    .replace(unsafe, encodeChar)
    .replace(/[. ]$/, (char) => encodeChar(char))
    .replace(reserved, (word) => encodeChar(word.charAt(0)) + word.slice(1));
  // A lone `%` stands for the empty name.
  return mapped === '' ? '%' : mapped === '%' ? '%25' : shorten(mapped);
};

/** Undoes `safeName`, except for names that were cut. */
export const originalName = (name: string): string =>
  name === '%'
    ? ''
    : name.replace(/(?:%[0-9A-F]{2})+/g, (run) => {
        const bytes = run
          .slice(1)
          .split('%')
          .map((pair) => Number.parseInt(pair, 16));
        let text = '';
        for (let at = 0; at < bytes.length;) {
          const [a = 0, b = 0, c = 0] = bytes.slice(at, at + 3);
          const size = a < 0x80 ? 1 : a < 0xe0 ? 2 : 3;
          const code =
            size === 1
              ? a
              : size === 2
                ? ((a & 31) << 6) | (b & 63)
                : ((a & 15) << 12) | ((b & 63) << 6) | (c & 63);
          text += String.fromCharCode(code);
          at += size;
        }
        return text;
      });

/**
 * Another spelling of the same name, for file systems that take `A` and `a` for one: one more character is mapped. Called again with
 * its result it goes on, and a name that is mapped to its end is like no other.
 */
export const otherSpelling = (name: string): string => {
  const mapped = /^(?:%[0-9A-F]{2})*/.exec(name)?.[0] ?? '';
  const code = name.codePointAt(mapped.length);
  if (code === undefined) return name;
  const next = String.fromCodePoint(code);
  const spelling = next.split('').map(encodeChar).join('');
  return mapped + spelling + name.slice(mapped.length + next.length);
};

/** How case-blind and form-blind file systems see a path. */
export const foldPath = (path: string): string => path.normalize('NFC').toLowerCase();

/** Would it leave the folder that it is relative to? */
export const isUnsafePath = (path: string): boolean =>
  path === '' ||
  path.includes('\0') ||
  /^(?:[/\\]|[A-Za-z]:(?:[/\\]|$))/.test(path) ||
  path.split(/[/\\]/).some((part) => part === '..');

/**
 * The path of an archive's entry as a source shows it: `/` between the parts, relative, without `.` and empty parts; a `..` becomes
 * `%2E%2E`, so that nothing is lost and nothing leaves. Undefined when nothing is left.
 */
export const entryPath = (name: string): string | undefined => {
  const parts = name
    .replace(/^[A-Za-z]:(?=[/\\])/, '')
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.')
    .map((part) => (part === '..' ? '%2E%2E' : part.replaceAll('\0', '%00')));
  return parts.length === 0 ? undefined : parts.join('/');
};

/** `a/b.txt` → `a/b (2).txt`: for the second of two entries with one name. */
export const numberedPath = (path: string, number: number): string => {
  const [, stem = '', ending = ''] = /^(.*?)(\.[^./]{1,10})?$/s.exec(path) ?? [];
  return `${stem} (${number})${ending}`;
};
