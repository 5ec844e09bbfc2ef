// Names, phones and addresses out of vCard files (2.1, 3.0, 4.0). Not a vCard library: photos and the rest are passed over.

import type {Asset, Part} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';

type Contact = {
  name: string;
  readonly phones: string[];
  readonly emails: string[];
};

const maxContacts = 200;

/** `=C3=A9` → é. */
const fromQuotedPrintable = (text: string): string => {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (let at = 0; at < text.length; at++) {
    const hex = text.charAt(at) === '=' ? text.slice(at + 1, at + 3) : '';
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else bytes.push(...encoder.encode(text.charAt(at)));
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
};

const unescaped = (text: string): string =>
  text.replace(/\\([\\,;:nN])/g, (_, letter: string) => (/n/i.test(letter) ? ' ' : letter)).trim();

/** `N:Family;Given;…` as one would say it. */
const spokenName = (value: string): string => {
  const [family = '', givenName = ''] = value.split(/(?<!\\);/);
  return [unescaped(givenName), unescaped(family)].filter((part) => part !== '').join(' ');
};

const takeLine = (contact: Contact, line: string): void => {
  const colon = line.indexOf(':');
  if (colon < 0) return;
  const [key = '', ...parameters] = line.slice(0, colon).split(';');
  const name = key.replace(/^.*\./, '').toUpperCase();
  const raw = line.slice(colon + 1);
  const value = parameters.some((parameter) => /quoted-printable/i.test(parameter))
    ? fromQuotedPrintable(raw)
    : raw;
  if (name === 'FN') contact.name = unescaped(value) || contact.name;
  else if (name === 'N' && contact.name === '') contact.name = spokenName(value);
  else if (name === 'TEL') contact.phones.push(unescaped(value).replace(/^tel:/i, ''));
  else if (name === 'EMAIL') contact.emails.push(unescaped(value));
};

/** The contacts of a vCard file, one part each; `asset` is the file. Empty when there is none in the text. */
export const contactsOfVcard = (
  text: string,
  asset: Asset,
): readonly Extract<Part, {kind: 'contact'}>[] => {
  // A line that begins with a space goes on; so does one of 2.1 that ends with `=`.
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .replace(/=\n/g, '')
    .split('\n');
  const contacts: Contact[] = [];
  let open: Contact | undefined;
  for (const line of lines) {
    if (/^BEGIN:VCARD/i.test(line)) open = {name: '', phones: [], emails: []};
    else if (/^END:VCARD/i.test(line)) {
      if (open && contacts.length < maxContacts) contacts.push(open);
      open = undefined;
    } else if (open) takeLine(open, line);
  }
  return contacts.map(({name, phones, emails}) => ({
    kind: 'contact',
    name: name || phones[0] || emails[0] || (asset.name ?? ''),
    ...given({
      phones: phones.length > 0 ? phones : undefined,
      emails: emails.length > 0 ? emails : undefined,
    }),
    vcard: asset,
  }));
};

const escaped = (text: string): string =>
  text.replace(/[\\,;]/g, (char) => `\\${char}`).replace(/\s*\n\s*/g, '\\n');

/** A vCard 3.0 file of one contact. */
export const vcardText = (contact: Extract<Part, {kind: 'contact'}>): string =>
  [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:${escaped(contact.name)};;;;`,
    `FN:${escaped(contact.name)}`,
    ...(contact.phones ?? []).map((phone) => `TEL:${escaped(phone)}`),
    ...(contact.emails ?? []).map((email) => `EMAIL:${escaped(email)}`),
    'END:VCARD',
    '',
  ].join('\r\n');
