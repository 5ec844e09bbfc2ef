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
  const bytes = Buffer.from(text, 'latin1');
  const quick = bytes.toString('utf8');
  return quick.includes('\ufffd') ? (decode(bytes) ?? decodeCut(bytes) ?? text) : quick;
};

const mendList = (list: readonly unknown[], mended: () => void): readonly unknown[] => {
  const copy = list.map((item) => mendValue(item, mended));
  return copy.some((item, index) => item !== list[index]) ? copy : list;
};

/** The same for every string in a JSON value, which is copied only where it changes. `mended` is called for each change. Keys stay as they are. */
export const mendValue = (value: unknown, mended: () => void): unknown => {
  if (typeof value === 'string') {
    const text = mendText(value);
    if (text !== value) mended();
    return text;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return mendList(value as readonly unknown[], mended);
  const record = value as Record<string, unknown>;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(record)) {
    const inner = mendValue(record[key], mended);
    if (inner === record[key]) continue;
    copy ??= Object.assign(Object.create(null) as Record<string, unknown>, record);
    copy[key] = inner;
  }
  return copy ?? value;
};
