import {describe, expect, test} from 'vitest';
import {parseBinaryPlist, plistAt} from '../../../src/formats/imessage-db/binary-plist.ts';

/** Objects as byte lists, a table of one-byte offsets, the trailer. */
const plist = (...objects: (readonly number[])[]): Uint8Array => {
  const head = [...new TextEncoder().encode('bplist00')];
  const offsets: number[] = [];
  for (const object of objects) {
    offsets.push(head.length);
    head.push(...object);
  }
  const table = head.length;
  const trailer = Array.from({length: 32}, () => 0);
  trailer[6] = 1;
  trailer[7] = 1;
  trailer[15] = objects.length;
  trailer[31] = table;
  return Uint8Array.from([...head, ...offsets, ...trailer]);
};

const ascii = (text: string): number[] => [0x50 | text.length, ...new TextEncoder().encode(text)];

describe('binary property lists', () => {
  test('dictionaries give their values by key, arrays in order', () => {
    const bytes = plist([0xd1, 1, 2], ascii('rp'), [0xa2, 3, 4], [0x10, 7], [0x09]);
    expect(plistAt(parseBinaryPlist(bytes), 'rp')).toEqual([7, true]);
  });

  test('strings come in ASCII and in UTF-16', () => {
    expect(parseBinaryPlist(plist(ascii('hi')))).toBe('hi');
    expect(parseBinaryPlist(plist([0x62, 0xd8, 0x3d, 0xdc, 0x4b]))).toBe('👋');
  });

  test('negative and large integers keep their value', () => {
    expect(parseBinaryPlist(plist([0x13, 255, 255, 255, 255, 255, 255, 255, 254]))).toBe(-2);
    expect(parseBinaryPlist(plist([0x13, 0x7f, 255, 255, 255, 255, 255, 255, 255]))).toBe(
      9_223_372_036_854_775_807n,
    );
  });

  test('dates count from 2001', () => {
    expect(parseBinaryPlist(plist([0x33, 0, 0, 0, 0, 0, 0, 0, 0]))).toEqual(
      new Date('2001-01-01T00:00:00Z'),
    );
  });

  test('a list that holds itself is refused', () => {
    expect(() => parseBinaryPlist(plist([0xa1, 0]))).toThrow(RangeError);
  });

  test('a length beyond the end is refused before anything is allocated', () => {
    expect(() => parseBinaryPlist(plist([0x4f, 0x12, 0x7f, 0xff, 0xff, 0xff]))).toThrow(RangeError);
  });

  test('a file cut anywhere is refused, not misread', () => {
    const bytes = plist([0xd1, 1, 2], ascii('ec'), [0xa1, 3], ascii('x'));
    for (let length = 0; length < bytes.length; length++)
      expect(() => parseBinaryPlist(bytes.subarray(0, length))).toThrow(RangeError);
  });
});
