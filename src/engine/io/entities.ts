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

/** Longest between `&` and `;`. */
const maxBody = 8;

const numbered = (body: string): string | undefined => {
  const isHex = body.charCodeAt(1) === 0x78 || body.charCodeAt(1) === 0x58;
  const digits = body.slice(isHex ? 2 : 1);
  if (!(isHex ? /^[0-9a-fA-F]{1,6}$/ : /^[0-9]{1,7}$/).test(digits)) return undefined;
  const code = Number.parseInt(digits, isHex ? 16 : 10);
  if (code > 0x10ffff) return undefined;
  // XML has no NUL: programs that write `&#0;` mean "nothing here".
  if (code === 0) return '';
  // Two references for the halves of one emoji meet again as UTF-16.
  return code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code);
};

/** `&#55357;&#56832; &amp;` → `😀 &`. Unknown references stay as they are, halves of pairs that stand alone become U+FFFD. */
export const decodeEntities = (text: string): string => {
  let at = text.indexOf('&');
  if (at < 0) return text;
  let result = '';
  let copied = 0;
  let hasHalves = false;
  for (; at >= 0; at = text.indexOf('&', at)) {
    const body = text.slice(at + 1, at + maxBody + 2);
    const end = body.indexOf(';');
    const name = body.slice(0, Math.max(end, 0));
    const char = name.charCodeAt(0) === 0x23 ? numbered(name) : named.get(name);
    if (char === undefined) {
      at++;
      continue;
    }
    const code = char.charCodeAt(0);
    if (char.length === 1 && code >= 0xd800 && code <= 0xdfff) hasHalves = true;
    result += text.slice(copied, at) + char;
    at += end + 2;
    copied = at;
  }
  result += text.slice(copied);
  return hasHalves ? result.replace(/\p{Surrogate}/gu, '\ufffd') : result;
};
