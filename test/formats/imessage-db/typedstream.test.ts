import {describe, expect, test} from 'vitest';
import {decodeAttributedText} from '../../../src/formats/imessage-db/typedstream.ts';

const latin = (text: string): number[] => [...text].map((char) => char.charCodeAt(0));
const named = (text: string): number[] => [text.length, ...latin(text)];

const header = [4, ...named('streamtyped'), 0x81, 0xe8, 0x03];
/** `@` NSAttributedString > NSObject > nil, then `@` NSString (its parent is reference 2). */
const lead = [
  header,
  [0x84, ...named('@'), 0x84, 0x84, 0x84, ...named('NSAttributedString'), 0],
  [0x84, 0x84, ...named('NSObject'), 0, 0x85],
  [0x92, 0x84, 0x84, 0x84, ...named('NSString'), 1, 0x94],
  [0x84, ...named('+')],
].flat();

const bytes = (...parts: (readonly number[])[]): Uint8Array => Uint8Array.from(parts.flat());

describe('typedstream', () => {
  test('the text of an attributed string without attributes', () => {
    expect(decodeAttributedText(bytes(lead, named('Ciao'), [0x86, 0x86]))).toEqual({
      text: 'Ciao',
      runs: [],
    });
  });

  test('a text longer than 127 bytes has its length in two bytes', () => {
    const text = 'x'.repeat(300);
    const stream = bytes(lead, [0x81, 0x2c, 0x01], latin(text), [0x86, 0x86]);
    expect(decodeAttributedText(stream)?.text).toBe(text);
  });

  test('runs that use the same attributes again refer to them', () => {
    // References count from 0x92; strings: @ 0, the classes 1-3, + 4, iI 5; objects: the text 0, its classes 1-2, the string 3, its class 4.
    const string = (text: string): number[] => [0x92, 0x84, 0x96, 0x96, ...named(text), 0x86];
    const dictionary = [
      [0x92, 0x84, 0x84, 0x84, ...named('NSDictionary'), 0, 0x94, 0x84, ...named('i'), 1],
      [...string('bold'), ...string('yes'), 0x86],
    ].flat();
    const runs = [0x84, ...named('iI'), 1, 3, ...dictionary, 0x97, 1, 1];
    const attributes = new Map([['bold', 'yes']]);
    expect(decodeAttributedText(bytes(lead, named('abcd'), [0x86], runs, [0x86]))).toEqual({
      text: 'abcd',
      runs: [
        {start: 0, end: 3, attributes},
        {start: 3, end: 4, attributes},
      ],
    });
  });

  test('a wrong length is overruled by the end mark', () => {
    const stream = bytes(lead, [200], latin('short'), [0x86, 0x84, 2], latin('iI'), [1, 5]);
    expect(decodeAttributedText(stream)).toEqual({text: 'short', runs: []});
  });

  test('other bytes are no attributed text', () => {
    expect(decodeAttributedText(Uint8Array.from([1, 2, 3]))).toBeUndefined();
    expect(decodeAttributedText(new Uint8Array())).toBeUndefined();
  });

  test('a stream cut anywhere gives text or nothing, never an exception', () => {
    const whole = bytes(lead, named('Ciao'), [0x86, 0x84, ...named('iI'), 1, 4, 0x86]);
    for (let length = 0; length <= whole.length; length++) {
      const text = decodeAttributedText(whole.subarray(0, length))?.text;
      expect(text === undefined || 'Ciao'.startsWith(text.replace(/\ufffd.*$/s, ''))).toBe(true);
    }
  });

  test('nesting without end is refused', () => {
    const deep = Array.from({length: 5000}, () => [0x92, 0x84, 0x85]).flat();
    expect(decodeAttributedText(bytes(lead, named('x'), [0x86], deep))?.text).toBe('x');
  });
});
