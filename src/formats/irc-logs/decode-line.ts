// IRC has no encoding of its own: most lines are UTF-8, some are what their author's client sent. Decided line by line.

const utf8 = new TextDecoder('utf-8', {fatal: true});

/** What Windows-1252 has at 0x80 to 0x9f; the five places that it leaves empty are control characters. */
const upper = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** The byte of each character that decoding as Windows-1252 gives. */
const byteOf: ReadonlyMap<string, number> = new Map([
  ...Array.from({length: 256}, (_, byte) => [String.fromCharCode(byte), byte] as const),
  ...[...upper].map((char, index) => [char, 0x80 + index] as const),
]);

/** A line that was decoded as Windows-1252, which loses nothing: as UTF-8 if it is that, else as it stands. */
export const decodeLine = (line: string): {readonly text: string; readonly isGuess: boolean} => {
  if (!/[^\u0000-\u007f]/.test(line)) return {text: line, isGuess: false};
  const bytes = Uint8Array.from(line, (char) => byteOf.get(char) ?? 0x3f);
  try {
    return {text: utf8.decode(bytes), isGuess: false};
  } catch {
    return {text: line, isGuess: true}; // Not UTF-8: then Windows-1252, as clients do.
  }
};
