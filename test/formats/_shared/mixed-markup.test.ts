import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  elementsNamed,
  findElement,
  mixedText,
  parseMixed,
} from '../../../src/formats/_shared/mixed-markup.ts';

describe('mixed markup', () => {
  test('text and elements keep their order, entities are decoded', () => {
    const nodes = parseMixed('a &amp; b <b>c <i>d</i></b> e');
    expect(mixedText(nodes)).toBe('a & b c d e');
    expect(mixedText(elementsNamed(nodes, 'b'))).toBe('c d');
  });

  test('attributes hide angle brackets, names are lower case', () => {
    const nodes = parseMixed('<URIObject Doc_Id="a>b" type=\'x\'/>after');
    expect(findElement(nodes, 'uriobject')?.attributes).toEqual(
      new Map([
        ['doc_id', 'a>b'],
        ['type', 'x'],
      ]),
    );
    expect(mixedText(nodes)).toBe('after');
  });

  test('what is no tag stays text', () => {
    expect(mixedText(parseMixed('1 < 2 > 0 <3 <'))).toBe('1 < 2 > 0 <3 <');
  });

  test('missing and superfluous ends do no harm', () => {
    expect(mixedText(parseMixed('</i>a<b>b<br>c</x>d'))).toBe('ab\ncd');
  });

  test('no text is lost and nothing throws, whatever the input', () => {
    fc.assert(
      fc.property(
        fc.string({unit: fc.constantFrom('<', '>', '/', 'a', 'b', ' ', '"', '&', ';', '=')}),
        (text) => {
          expect(typeof mixedText(parseMixed(text))).toBe('string');
        },
      ),
    );
  });

  test('deep nesting ends', () => {
    expect(mixedText(parseMixed('<b>'.repeat(100_000) + 'x'))).toBe('x');
  });
});
