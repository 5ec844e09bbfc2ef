// JSON text in Telegram Desktop's own layout: one space a level, empty values left out. Not for parsing.

/** Digits of an integer that a JavaScript number cannot hold. */
export class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Fields in the order in which they are to stand; undefined ones are left out. */
export type Fields = {[key: string]: unknown};

const scalar = (value: unknown): string => JSON.stringify(value) ?? 'null';

/** `indent`: spaces before the closing bracket. */
export const layOut = (value: unknown, indent: number): string => {
  if (value instanceof Digits) return value.text;
  if (typeof value !== 'object' || value === null) return scalar(value);
  const inner = ' '.repeat(indent + 1);
  const outer = ' '.repeat(indent);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const items = value.map((item) => inner + layOut(item, indent + 1));
    return `[\n${items.join(',\n')}\n${outer}]`;
  }
  const members: string[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${inner}${scalar(key)}: ${layOut(member, indent + 1)}`);
  }
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${outer}}`;
};

const maxSafeDigits = 15;

/** `-12` → -12; `1045178587575242772` → its digits; undefined for what is no integer of 64 bits. */
export const integer = (text: string): number | Digits | undefined => {
  if (!/^-?(?:0|[1-9]\d{0,18})$/.test(text)) return undefined;
  return text.length <= maxSafeDigits ? Number(text) : new Digits(text);
};

/** Keys whose numbers may have 64 bits: reading gives them as text. */
const longKeys: ReadonlySet<string> = new Set(['new_icon_emoji_id', 'gift_id', 'reason_app_id']);

/** Puts the raw fields that the reader kept back as they were. */
export const restore = (fields: {readonly [key: string]: unknown}): Fields => {
  const restored: Fields = {};
  for (const [key, value] of Object.entries(fields)) {
    restored[key] =
      longKeys.has(key) && typeof value === 'string' ? (integer(value) ?? value) : value;
  }
  return restored;
};
