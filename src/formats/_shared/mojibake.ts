// Mends text whose UTF-8 bytes were written as Latin-1 characters (`cafÃ©`), as Meta's exports do. Leaves every other text alone.

const strict = new TextDecoder('utf-8', {fatal: true});

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined; // Not UTF-8: the answer that was asked for.
  }
};

/** A text that was cut inside its last character: what stands before it, if that holds at least one whole wide character. */
const decodeCut = (bytes: Uint8Array): string | undefined => {
  for (let length = bytes.length - 1; length >= Math.max(2, bytes.length - 3); length--) {
    if ((bytes[length] ?? 0) < 0xc2) continue;
    const text = decode(bytes.subarray(0, length));
    return text !== undefined && /[^\0-\x7f]/.test(text) ? `${text}\ufffd` : undefined;
  }
  return undefined;
};

/** The mended text, or the same text when it is not damaged in this way. */
export const mendText = (text: string): string => {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text;
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  return decode(bytes) ?? decodeCut(bytes) ?? text;
};

/** The same for every string in a JSON value; `mended` is called once for each change. Keys stay as they are. */
export const mendValue = (value: unknown, mended: () => void): unknown => {
  if (typeof value === 'string') {
    const text = mendText(value);
    if (text !== value) mended();
    return text;
  }
  if (Array.isArray(value)) return value.map((item) => mendValue(item, mended));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value)) copy[key] = mendValue(inner, mended);
  return copy;
};
