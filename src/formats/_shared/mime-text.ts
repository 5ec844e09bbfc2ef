// Pieces of internet mail: header lines, encoded words, quoted-printable text, base64 lines. Knows nothing of chats.

const hex = (byte: number): string => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** Clusters of UTF-8 bytes, a code point each: an encoded word must not cut one. */
const codePoints = (text: string): readonly Uint8Array[] => {
  const encoder = new TextEncoder();
  return Array.from(text.toWellFormed(), (point) => encoder.encode(point));
};

const maxWordBytes = 42; // 56 base64 letters and `=?UTF-8?B?…?=` stay below the 75 that RFC 2047 allows.

/** Header text on folded lines. Whatever is not plain ASCII is encoded, line breaks of chat text too: no header can be forged. */
export const encodedText = (text: string): string => {
  if (/^[\x21-\x7e](?:[\x20-\x7e]{0,58}[\x21-\x7e])?$/.test(text) && !text.includes('=?'))
    return text;
  const words: string[] = [];
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length > 0) words.push(`=?UTF-8?B?${Buffer.from(bytes).toString('base64')}?=`);
    bytes = [];
  };
  for (const point of codePoints(text)) {
    if (bytes.length + point.length > maxWordBytes) flush();
    bytes.push(...point);
  }
  flush();
  return words.join('\n ');
};

/** A display name before an address: where it is not letters and digits it is encoded, so that `,` and `"` need no quoting. */
export const displayName = (name: string): string => {
  if (/^[A-Za-z0-9](?:[A-Za-z0-9 ]{0,56}[A-Za-z0-9])?$/.test(name)) return name;
  const encoded = encodedText(name);
  return encoded.startsWith('=?') || encoded === ''
    ? encoded
    : `=?UTF-8?B?${Buffer.from(name).toString('base64')}?=`;
};

/** `filename*=UTF-8''…` of RFC 2231. */
export const extendedValue = (text: string): string =>
  Array.from(new TextEncoder().encode(text.toWellFormed()), (byte) =>
    /[A-Za-z0-9._-]/.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : hex(byte).replace('=', '%'),
  ).join('');

/** Lines of at most 76 characters; `From ` at the beginning of a line is hidden from mailbox readers. */
export const quotedPrintable = (text: string): string => {
  const encoder = new TextEncoder();
  const lines = text.toWellFormed().replaceAll('\r\n', '\n').split('\n');
  return lines.map((line) => quotedLine(encoder.encode(line))).join('\n');
};

const quotedLine = (bytes: Uint8Array): string => {
  const lines: string[] = [];
  let line = '';
  bytes.forEach((byte, index) => {
    const isBlank = byte === 0x20 || byte === 0x09;
    const isLast = index === bytes.length - 1;
    const isPlain = (byte > 0x20 && byte < 0x7f && byte !== 0x3d) || (isBlank && !isLast);
    const startsFrom = line === '' && byte === 0x46; // F
    const startsDot = line === '' && byte === 0x2e; // Alone it would end a mail on its way.
    const piece = isPlain && !startsFrom && !startsDot ? String.fromCharCode(byte) : hex(byte);
    if (line.length + piece.length > 75) {
      lines.push(`${line}=`);
      line = '';
      line += byte === 0x46 || byte === 0x2e ? hex(byte) : piece;
    } else line += piece;
  });
  return [...lines, line].join('\n');
};

const lineBytes = 57;

/** Bytes as lines of 76 base64 letters, in a stream. */
export async function* base64Lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % lineBytes);
    if (whole > 0) yield linesOf(bytes.subarray(0, whole));
    rest = bytes.slice(whole);
  }
  if (rest.length > 0) yield linesOf(rest);
}

const linesOf = (bytes: Uint8Array): string => {
  const letters = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  return letters.replace(/.{1,76}/g, '$&\n');
};
