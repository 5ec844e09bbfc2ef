import {expect, test} from 'vitest';
import {extensionFor, mimeFromBytes, mimeFromName} from '../../../src/engine/io/mime.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

test.each([
  ['\xff\xd8\xff\xe0', 'image/jpeg'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['GIF89a', 'image/gif'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
  ['RIFF\x10\0\0\0WAVEfmt ', 'audio/wav'],
  ['\0\0\0\x18ftypheic', 'image/heic'],
  ['\0\0\0\x18ftypisom', 'video/mp4'],
  ['\0\0\0\x18ftypqt  ', 'video/quicktime'],
  ['\0\0\0\x18ftypM4A ', 'audio/mp4'],
  ['\x1a\x45\xdf\xa3', 'video/webm'],
  ['ID3\x04', 'audio/mpeg'],
  ['OggS', 'audio/ogg'],
  ['#!AMR\n', 'audio/amr'],
  ['#!SILK_V3', 'audio/silk'],
  ['\x02#!SILK_V3', 'audio/silk'],
  ['%PDF-1.7', 'application/pdf'],
  ['BEGIN:VCARD', 'text/vcard'],
  ['PK\x03\x04', 'application/zip'],
  ['\x1f\x8b\x08', 'application/gzip'],
  ['SQLite format 3\0', 'application/vnd.sqlite3'],
])('the bytes %j are %s', (head, mime) => {
  expect(mimeFromBytes(bytes(head))).toBe(mime);
});

test('text and nothing prove nothing', () => {
  expect(mimeFromBytes(bytes('hello'))).toBeUndefined();
  expect(mimeFromBytes(new Uint8Array())).toBeUndefined();
});

test('names tell by their ending, in any case', () => {
  expect(mimeFromName('a/b/IMG-2024.JPG')).toBe('image/jpeg');
  expect(mimeFromName('voice.opus')).toBe('audio/ogg');
  expect(mimeFromName('x.constructor')).toBeUndefined();
  expect(mimeFromName('README')).toBeUndefined();
  expect(extensionFor('image/jpeg')).toBe('jpg');
  expect(extensionFor('audio/ogg; codecs=opus')).toBe('ogg');
  expect(extensionFor('no/such')).toBeUndefined();
});
