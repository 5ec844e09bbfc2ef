import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  nativeCodec,
  portableCodec,
  provesEqual,
  chooseCodec,
  type Codec,
} from '../../../src/engine/vault/codec.ts';
import {DamagedError} from '../../../src/engine/vault/bytes.ts';
import {seal} from '../../../src/engine/vault/seal.ts';
import {
  backUp,
  chatText,
  differences,
  newVault,
  randomBytesOf,
  reopen,
  restoreAll,
  sampleFiles,
} from '../../helpers/vault-kit.ts';

const bytes = (minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({minLength, maxLength});

const input = fc.record({key: bytes(32, 32), nonce: bytes(24, 24), aad: bytes(0, 40)});

describe('15: the codec lanes read each other’s output', () => {
  test('15: sealed bytes are the same in both lanes, and each opens the other’s', () => {
    fc.assert(
      fc.property(input, bytes(0, 3000), (input, plain) => {
        const [native, portable] = [
          seal(nativeCodec, input, plain),
          seal(portableCodec, input, plain),
        ];
        expect(Buffer.compare(native, portable)).toBe(0);
        expect(Buffer.compare(nativeCodec.unseal(input, portable), plain)).toBe(0);
        expect(Buffer.compare(portableCodec.unseal(input, native), plain)).toBe(0);
      }),
      {numRuns: 60},
    );
  });

  test('15: parts sealed one after the other are the same as in one piece, whatever their sizes', () => {
    const key = {key: randomBytesOf(32, 1), nonce: randomBytesOf(24, 2), aad: randomBytesOf(9, 3)};
    const plain = randomBytesOf(300_000, 4);
    for (const codec of [nativeCodec, portableCodec]) {
      const out = new Uint8Array(plain.length + 16);
      codec.sealInto(
        key,
        [
          plain.subarray(0, 12),
          plain.subarray(12, 12),
          plain.subarray(12, 200_000),
          plain.subarray(200_000),
        ],
        out,
      );
      expect(Buffer.compare(out, seal(portableCodec, key, plain))).toBe(0);
      const scratch = new Uint8Array(400_000);
      expect(Buffer.compare(codec.unseal(key, out, scratch), plain)).toBe(0);
    }
  });

  test('the published test vector of XChaCha20-Poly1305 comes out', () => {
    // draft-irtf-cfrg-xchacha-03, appendix A.3.1
    const plain = Buffer.from(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    );
    const key = Buffer.from(
      '808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f',
      'hex',
    );
    const nonce = Buffer.from('404142434445464748494a4b4c4d4e4f5051525354555657', 'hex');
    const aad = Buffer.from('50515253c0c1c2c3c4c5c6c7', 'hex');
    for (const codec of [nativeCodec, portableCodec]) {
      const sealed = Buffer.from(seal(codec, {key, nonce, aad}, plain)).toString('hex');
      expect(sealed.slice(0, 32)).toBe('bd6d179d3e83d43b9576579493c0e939');
      expect(sealed.slice(-32)).toBe('c0875924c1c7987947deafd8780acf49');
    }
  });

  test.each([nativeCodec, portableCodec])(
    'the $lane lane refuses any changed bit, nonce, key or AAD',
    (codec) => {
      const key = {
        key: randomBytesOf(32, 1),
        nonce: randomBytesOf(24, 2),
        aad: randomBytesOf(9, 3),
      };
      const sealed = seal(codec, key, randomBytesOf(40, 4));
      const refuses = (change: () => Uint8Array): void => expect(change).toThrow(DamagedError);
      for (let bit = 0; bit < sealed.length * 8; bit++) {
        const changed = Uint8Array.from(sealed);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        refuses(() => codec.unseal(key, changed));
      }
      refuses(() => codec.unseal({...key, nonce: randomBytesOf(24, 9)}, sealed));
      refuses(() => codec.unseal({...key, key: randomBytesOf(32, 9)}, sealed));
      refuses(() => codec.unseal({...key, aad: randomBytesOf(8, 9)}, sealed));
      for (const length of [0, 1, 15, 16, 55])
        refuses(() => codec.unseal(key, sealed.subarray(0, length)));
    },
  );

  const pairs: readonly (readonly [Codec, Codec])[] = [
    [nativeCodec, portableCodec],
    [portableCodec, nativeCodec],
    [nativeCodec, nativeCodec],
    [portableCodec, portableCodec],
  ];

  test.each(pairs)('15: what $lane deflates the other lane inflates', async (from, to) => {
    for (const plain of [
      Buffer.from('a'),
      Buffer.from(chatText(900)),
      randomBytesOf(70_000),
      Buffer.alloc(262_144),
    ]) {
      expect(Buffer.compare(to.inflate(await from.deflate(plain), plain.length), plain)).toBe(0);
    }
  });

  test('15: a vault written in one lane opens, grows and restores in the other', async () => {
    for (const [one, other] of [
      ['native', 'portable'],
      ['portable', 'native'],
    ] as const) {
      const {files, recoveryKey} = await newVault(one);
      const first = await backUp(await reopen(files, recoveryKey, {lane: one}), sampleFiles());
      const vault = await reopen(files, recoveryKey, {lane: other});
      expect(differences((await restoreAll(vault, first.snapshot)).files, sampleFiles())).toEqual(
        [],
      );
      const second = await backUp(vault, {...sampleFiles(), 'copy.json': chatText(400, 1)});
      // Nothing but the listing and the snapshot is new: ids do not depend on the lane
      expect(second.snapshot.stats.bytesNew).toBeLessThan(2000);
    }
  });
});

describe('12: inflating is bounded', () => {
  test.each([nativeCodec, portableCodec])(
    'the $lane lane stops a deflate bomb at the promised length',
    async (codec) => {
      const bomb = await nativeCodec.deflate(new Uint8Array(60 * 1024 * 1024));
      const before = performance.now();
      expect(() => codec.inflate(bomb, 1000)).toThrow(DamagedError);
      expect(performance.now() - before).toBeLessThan(1000);
    },
  );

  test.each([nativeCodec, portableCodec])(
    'the $lane lane refuses too little, garbage and a cut stream',
    async (codec) => {
      const packed = await codec.deflate(Buffer.from(chatText(50)));
      const length = Buffer.from(chatText(50)).length;
      for (const wrong of [length - 1, length + 1, 1]) {
        expect(() => codec.inflate(packed, wrong)).toThrow(DamagedError);
      }
      expect(() => codec.inflate(packed.subarray(0, packed.length >> 1), length)).toThrow(
        DamagedError,
      );
      expect(() => codec.inflate(randomBytesOf(500), 5000)).toThrow(DamagedError);
      expect(() => codec.inflate(new Uint8Array(0), 10)).toThrow(DamagedError);
    },
  );
});

describe('choosing the lane', () => {
  test('takes native after it has proved that it equals portable', async () => {
    expect(await provesEqual(nativeCodec)).toBe(true);
    expect((await chooseCodec('auto')).lane).toBe('native');
    expect((await chooseCodec('portable')).lane).toBe('portable');
  });

  test('does not take a lane that seals differently, accepts changes or throws', async () => {
    const seals: Codec = {
      ...nativeCodec,
      sealInto: (input, parts, out) => nativeCodec.sealInto({...input, aad: input.key}, parts, out),
    };
    const accepts: Codec = {...nativeCodec, unseal: (_input, sealed) => sealed.subarray(0, -16)};
    const throws: Codec = {
      ...nativeCodec,
      deflate: () => Promise.reject(new Error('no zlib here')),
    };
    const inflates: Codec = {...nativeCodec, inflate: (_packed, length) => new Uint8Array(length)};
    for (const codec of [seals, accepts, throws, inflates])
      expect(await provesEqual(codec)).toBe(false);
  });
});
