import {expect, test} from 'vitest';
import {contactsOfVcard, vcardText} from '../../../src/formats/_shared/vcard.ts';

const asset = {id: 'x.vcf', name: 'x.vcf', presence: 'included' as const};

test('reads names, phones and addresses of several contacts, folded and escaped lines, and leaves photos', () => {
  const text =
    'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\\, the\r\n  first\r\nitem1.TEL;waid=34:+34 600\r\nPHOTO;ENCODING=b:AAAA\r\n AAAA\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Mu=C3=B1oz;Jos=C3=A9\r\nEMAIL:j@x.org\r\nEND:VCARD\r\n';
  expect(contactsOfVcard(text, asset)).toEqual([
    {kind: 'contact', name: 'Ana, the first', phones: ['+34 600'], vcard: asset},
    {kind: 'contact', name: 'José Muñoz', emails: ['j@x.org'], vcard: asset},
  ]);
});

test('what is no vCard gives nothing', () => {
  expect(contactsOfVcard('hello', asset)).toEqual([]);
});

test('a contact that was written is read again', () => {
  const contact = {
    kind: 'contact' as const,
    name: 'Ruiz; Ana, \\ Dr.',
    phones: ['+34 600'],
    emails: ['a@x.org'],
  };
  expect(contactsOfVcard(vcardText(contact), asset)).toEqual([{...contact, vcard: asset}]);
});
