import {describe, expect, test} from 'vitest';
import {sha256} from '../../../src/formats/_shared/sha256.ts';
import {People} from '../../../src/formats/signal-jsonl/people.ts';
import {safe} from '../../../src/formats/signal-jsonl/shapes.ts';
import {inlinesOf} from '../../../src/formats/signal-jsonl/text.ts';
import {uuidAt} from '../../../src/formats/signal-jsonl/wire.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('names of files', () => {
  test('are hashes as everybody computes them', () => {
    expect(sha256(bytes(''))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(sha256(bytes('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(sha256(bytes('a'.repeat(1_000)))).toBe(
      '41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3',
    );
  });
});

describe('what opens doors', () => {
  test('is left out at any depth', () => {
    const record = {a: [{profileKey: 'x', name: 'n'}], masterKey: 'y', b: {c: {svrPin: '1'}}};
    expect(safe(record)).toEqual({a: [{name: 'n'}], b: {c: {}}});
  });
});

describe('ids', () => {
  test('come as bytes, as bytes with a kind before them, or written out', () => {
    const uuid = '00010203-0405-0607-0809-0a0b0c0d0e0f';
    expect(uuidAt({aci: 'AAECAwQFBgcICQoLDA0ODw=='}, 'aci')).toBe(uuid);
    expect(uuidAt({aci: 'AQABAgMEBQYHCAkKCwwNDg8='}, 'aci')).toBe(uuid);
    expect(uuidAt({aci: uuid.toUpperCase()}, 'aci')).toBe(uuid);
    expect(uuidAt({aci: 'no id'}, 'aci')).toBeUndefined();
  });
});

describe('ranges of text', () => {
  const read = (body: string, bodyRanges: unknown): unknown =>
    inlinesOf({body, bodyRanges}, new People(() => undefined));

  test('count UTF-16 units', () => {
    expect(read('👋 hi', [{start: 3, length: 2, style: 'BOLD'}])).toEqual([
      {kind: 'plain', text: '👋 '},
      {kind: 'styled', style: 'bold', inlines: [{kind: 'plain', text: 'hi'}]},
    ]);
  });

  test('that point outside or say nothing known leave the text alone', () => {
    for (const range of [
      {start: 50, length: 9, style: 'BOLD'},
      {start: -5, length: 2, style: 'WAVY'},
      {length: 0, style: 'BOLD'},
      {start: 'x'},
    ]) {
      expect(read('as it is', [range]), JSON.stringify(range)).toEqual([
        {kind: 'plain', text: 'as it is'},
      ]);
    }
  });
});
