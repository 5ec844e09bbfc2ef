// Character references in XML: the five names, numbers in both bases, and the two errors that real exports contain.
// No entity declarations are ever read, so nothing can expand.

const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);

const numbered = (body: string): string | undefined => {
  const code =
    body.startsWith('x') || body.startsWith('X')
      ? Number.parseInt(body.slice(1), 16)
      : Number.parseInt(body, 10);
  if (!Number.isInteger(code) || code > 0x10ffff) return undefined;
  // XML has no NUL: programs that write `&#0;` mean "nothing here".
  if (code === 0) return '';
  // Two references for the halves of one emoji meet again as UTF-16.
  return code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code);
};

const reference = /&(?:#([0-9]{1,7}|[xX][0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));/g;

/** `&#55357;&#56832; &amp;` → `😀 &`. Unknown references stay as they are, halves of pairs that stand alone become U+FFFD. */
export const decodeEntities = (text: string): string => {
  if (!text.includes('&')) return text;
  return text
    .replace(
      reference,
      (all, number?: string, name?: string) =>
        (number === undefined ? named.get(name ?? '') : numbered(number)) ?? all,
    )
    .toWellFormed();
};
