// Frames as screens produce them, and worse ones, from a seed: lists that scroll, rows that change, text of every width.

export type Random = () => number;

/** Mulberry32: the same numbers for the same seed. */
export const randomFrom = (seed: number): Random => {
  let state = seed;
  return () => {
    state = Math.trunc(state + 0x6d_2b_79_f5);
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export const pick = <Value>(random: Random, values: readonly Value[]): Value => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError('Nothing to pick from.');
  return value;
};

const words = [
  'backup',
  'vault',
  'of',
  'a',
  '12,345',
  '聊天记录',
  '备份',
  '「引号」',
  'カタカナ',
  '한국어',
  '😀',
  '👍🏽',
  '❤️',
  '👨‍👩‍👧‍👦',
  '🇩🇪',
  'สวัสดี',
  'ที่',
  'नमस्ते',
  'क्षि',
  'مرحبا',
  'שלום',
  'e\u0301',
  'ﾊﾟ',
  '│',
  '██',
  '…',
  '  ',
  '            ',
  '                              ',
  '☎',
  '✈️',
  '1️⃣',
  '𠮷',
  '\u{1F9D1}\u200D\u{1F680}',
];
const looks = [
  '1',
  '2',
  '3',
  '4',
  '7',
  '31',
  '32;1',
  '38;5;208',
  '48;5;24',
  '44;97',
  '38;2;1;2;3',
  '9',
  '100',
];

const randomLine = (random: Random, columns: number): string => {
  let line = '';
  const count = Math.floor(random() * (columns / 5));
  for (let word = 0; word < count; word += 1) {
    const text = pick(random, words);
    const isStyled = random() < 0.3;
    line += isStyled ? `\u001B[${pick(random, looks)}m${text}\u001B[0m` : text;
    if (random() < 0.7) line += ' ';
  }
  return random() < 0.15 ? `\u001B[44;97m${line.padEnd(columns)}\u001B[0m` : line;
};

/** The next frame: one of the things that happen on a screen. */
export const nextFrame = (random: Random, lines: readonly string[], columns: number): string[] => {
  const rows = lines.length;
  const kind = random();
  if (kind < 0.1) return lines.map(() => randomLine(random, columns));
  if (kind < 0.4) {
    const top = Math.floor(random() * (rows / 2));
    const bottom = rows - 1 - Math.floor(random() * (rows / 3));
    const by = (1 + Math.floor(random() * 3)) * (random() < 0.5 ? 1 : -1);
    return lines.map((line, y) => {
      if (y < top || y > bottom) return line;
      const from = y + by;
      return from < top || from > bottom ? randomLine(random, columns) : (lines[from] ?? '');
    });
  }
  if (kind < 0.5) return lines.map((line) => (random() < 0.2 ? '' : line));
  if (kind < 0.6)
    return lines
      .slice(0, 1 + Math.floor(random() * rows))
      .concat(Array.from<string>({length: rows}).fill(''))
      .slice(0, rows);
  return lines.map((line) => (random() < 0.15 ? randomLine(random, columns) : line));
};
