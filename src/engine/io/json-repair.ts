// JSON.parse for files that programs wrote by hand: mends what is known to be broken, keeps long integers exact. Not a lenient parser.

export type ParseOptions = {
  /** `string`: integers of 16 digits and more become strings, so that 64-bit ids stay exact. */
  readonly bigNumbers?: 'number' | 'string';
  /** Mend `\xNN`, unknown escapes and raw control characters inside strings when strict parsing fails. Default true. */
  readonly fixEscapes?: boolean;
};

const quote = 0x22;
const backslash = 0x5c;

/** Position of the closing quote of a string whose first character stands at `from`; the length when there is none. */
const endOfString = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash && end - slashes > from) slashes++;
    if (slashes % 2 === 0) return end;
    at = end + 1;
  }
};

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** `[12345678901234567890, "1234567890123456"]` → `["12345678901234567890", "1234567890123456"]`. */
const quoteLongIntegers = (text: string): string => {
  let result = '';
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at + 1) + 1;
      continue;
    }
    if (!isDigit(code) && code !== 0x2d) {
      at++;
      continue;
    }
    const start = at++;
    while (isDigit(text.charCodeAt(at))) at++;
    const digits = at - start - (code === 0x2d ? 1 : 0);
    const next = text.charCodeAt(at);
    const isInteger = next !== 0x2e && next !== 0x65 && next !== 0x45;
    if (isInteger && digits >= 16) {
      result += `${text.slice(copied, start)}"${text.slice(start, at)}"`;
      copied = at;
    }
    // The fraction or exponent of a number is no integer of its own.
    if (!isInteger) while (/[-+.\deE]/.test(text.charAt(at))) at++;
  }
  return copied === 0 ? text : result + text.slice(copied);
};

const longIntegerAhead = /[:,[]\s*-?\d{16}|^-?\d{16}/;

/** `"a\x0Bb"` → `"a\u000Bb"`, a raw line end → `\n`, `\q` → `q`. Only inside strings. */
export const mendStrings = (text: string): string => {
  let result = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('"', at);
    if (open < 0) return result + text.slice(at);
    const end = endOfString(text, open + 1);
    result += text.slice(at, open + 1) + mendString(text.slice(open + 1, end));
    if (end === text.length) return result;
    result += '"';
    at = end + 1;
  }
};

const escapeControl = (char: string): string =>
  `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

const mendString = (body: string): string =>
  body
    .replace(
      /\\(?:x([0-9a-fA-F]{2})|u[0-9a-fA-F]{4}|([^]))/g,
      (all, hex?: string, other?: string) =>
        hex !== undefined
          ? `\\u00${hex}`
          : other === undefined || '"\\/bfnrt'.includes(other)
            ? all
            : other === 'u' || other === 'x'
              ? `\\\\${other}`
              : other < ' '
                ? escapeControl(other)
                : other,
    )
    .replace(/[\u0000-\u001f]/g, escapeControl);

export type Parsed = {readonly value: unknown; readonly isMended: boolean};

/** Throws SyntaxError when the text is not JSON even after mending. */
export const parseJson = (text: string, options: ParseOptions = {}): Parsed => {
  const exact =
    options.bigNumbers === 'string' && longIntegerAhead.test(text) ? quoteLongIntegers(text) : text;
  try {
    return {value: JSON.parse(exact), isMended: false};
  } catch (error) {
    if (options.fixEscapes === false) throw error;
    const mended = mendStrings(exact);
    if (mended === exact) throw error;
    return {value: JSON.parse(mended), isMended: true};
  }
};

/** V8 says where it stopped, or names the token that it did not expect; at the very end of the text it does neither. */
const stopsAtEnd = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = /at position (\d+)/.exec(message)?.[1];
    return position === undefined
      ? !message.startsWith('Unexpected token')
      : Number(position) >= text.length;
  }
};

/** Is this how a JSON value begins, so that only its end is missing? Else there is damage in it. */
export const isCutJson = (text: string): boolean =>
  stopsAtEnd(text) || stopsAtEnd(mendStrings(text));

/** Is any value nested deeper than `limit`? Recursion over such a value would overflow the stack. */
export const isDeeperThan = (text: string, limit: number): boolean => {
  if (text.length <= limit) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at + 1);
    else if ((code | 0x20) === 0x7b) {
      if (++depth > limit) return true;
    } else if ((code | 0x20) === 0x7d) depth--;
  }
  return false;
};
