// Text as XML attributes, so that the app and every XML parser read it back. Not for element content.

/** Characters that XML 1.0 has no form for, not even as a reference. */
const impossible = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

const escapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\n', '&#10;'],
  ['\r', '&#13;'],
  ['\t', '&#9;'],
]);

/** Line ends must be references: in an attribute a parser turns plain ones into spaces. */
export const attributeText = (text: string): string =>
  text
    .toWellFormed()
    .replace(impossible, '\ufffd')
    .replace(/[&<>"\n\r\t]/g, (char) => escapes.get(char) ?? char);

/** ` a="1" b="x"`, in the order given. */
export const attributesText = (attributes: Readonly<Record<string, string | number>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${attributeText(String(value))}"`)
    .join('');
