import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  openBlock,
  padme,
  prepareBlock,
  proveSealed,
  readHead,
  sealBlock,
  type BlockTools,
  type PlainBlock,
} from '../../../src/engine/vault/block.ts';
import {DamagedError} from '../../../src/engine/vault/bytes.ts';
import {nativeCodec} from '../../../src/engine/vault/codec.ts';
import {VaultKeys} from '../../../src/engine/vault/keys.ts';
import {seal} from '../../../src/engine/vault/seal.ts';
import {allKinds, isObjectKind, kindNumber} from '../../../src/engine/vault/kinds.ts';
import {decodeIndex, encodeIndex} from '../../../src/engine/vault/index-file.ts';
import {
  checkFrame,
  footerOf,
  readFooter,
  scanPack,
  writeFooter,
} from '../../../src/engine/vault/pack.ts';
import {
  chatText,
  namesUnder,
  newVault,
  backUp,
  randomBytesOf,
  sampleFiles,
  seededRandom,
} from '../../helpers/vault-kit.ts';

const toolsFor = (vaultId = 'v'): BlockTools => ({
  keys: new VaultKeys(randomBytesOf(32, 'master'), randomBytesOf(16, vaultId)),
  codec: nativeCodec,
  random: seededRandom(vaultId),
  scratch: new Uint8Array(2_000_000),
});

const tools = toolsFor();

const blockOf = (plain: Uint8Array, lengths: readonly number[] = [plain.length]): PlainBlock => ({
  kind: 'text',
  plain,
  lengths,
});

describe('a block', () => {
  test('gives its chunks back', async () => {
    const text = Buffer.from(chatText(800));
    const block = blockOf(text, [100, 5000, text.length - 5100]);
    const opened = openBlock(tools, await sealBlock(tools, block), {expected: 'text'});
    expect(Buffer.compare(opened.plain, text)).toBe(0);
    expect(opened.lengths).toEqual(block.lengths);
  });

  test('is deflated when that saves at least 3 %, else raw', async () => {
    const codecOf = async (plain: Uint8Array): Promise<number> =>
      (await sealBlock(tools, blockOf(plain)))[6] ?? -1;
    expect(await codecOf(Buffer.from(chatText(100)))).toBe(1);
    expect(await codecOf(randomBytesOf(10_000))).toBe(0);
    expect(await codecOf(Buffer.concat([randomBytesOf(97_500), Buffer.alloc(2500)]))).toBe(0);
    expect(await codecOf(Buffer.concat([randomBytesOf(90_000), Buffer.alloc(10_000)]))).toBe(1);
  });

  test('14: sealed twice looks different each time', async () => {
    const block = blockOf(Buffer.from(chatText(10)));
    expect(await sealBlock(tools, block)).not.toEqual(await sealBlock(tools, block));
  });

  test('a full media piece is padded by nothing, and sizes come from a small set', () => {
    const full = prepareBlock(tools, {
      kind: 'media',
      plain: randomBytesOf(1_048_576),
      lengths: [1_048_576],
    });
    expect(full.length).toBe(1_048_576 + 12 + 36 + 16);
    const sizes = new Set<number>();
    for (let length = 60_000; length < 70_000; length += 13) {
      sizes.add(prepareBlock(tools, blockOf(randomBytesOf(length), [length])).length);
    }
    expect(sizes.size).toBeLessThan(10);
  });

  test('Padmé sizes never shrink, cost at most 12 % and are their own Padmé size', () => {
    fc.assert(
      fc.property(fc.integer({min: 0, max: 5_000_000}), (length) => {
        const padded = padme(length);
        expect(padded).toBeGreaterThanOrEqual(length);
        expect(padded).toBeLessThanOrEqual(Math.ceil(length * 1.12) + 1);
        expect(padme(padded)).toBe(padded);
      }),
      {numRuns: 500},
    );
    expect([9, 100, 1000, 100_000].map(padme)).toEqual([10, 104, 1024, 100_352]);
  });

  test('11: does not open as another kind, with another kind in its head, or in another vault', async () => {
    const block = await sealBlock(tools, blockOf(Buffer.from(chatText(10))));
    for (const kind of allKinds) {
      if (kind === 'text') continue;
      expect(() => openBlock(tools, block, {expected: kind})).toThrow(DamagedError);
      const relabelled = Uint8Array.from(block);
      relabelled[5] = kindNumber(kind);
      expect(() => openBlock(tools, relabelled, {expected: kind})).toThrow(DamagedError);
    }
    const master = randomBytesOf(32, 'master');
    const otherId: BlockTools = {...tools, keys: new VaultKeys(master, randomBytesOf(16, 'w'))};
    expect(() => openBlock(otherId, block, {expected: 'text'})).toThrow(DamagedError);
  });

  test('11: the vault’s id is bound even under the very same key', async () => {
    const block = await sealBlock(tools, blockOf(Buffer.from('x')));
    const sameKey = Object.create(tools.keys, {
      vaultId: {value: randomBytesOf(16, 'w')},
      block: {value: () => tools.keys.block('text')},
    }) as VaultKeys;
    expect(() => openBlock({...tools, keys: sameKey}, block, {expected: 'text'})).toThrow(
      /authentication/,
    );
  });

  test('every flipped bit is found', async () => {
    const block = await sealBlock(
      tools,
      blockOf(Buffer.from('a few bytes of text, a few bytes of text')),
    );
    for (let bit = 0; bit < block.length * 8; bit++) {
      const changed = Uint8Array.from(block);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => openBlock(tools, changed, {expected: 'text'}), `bit ${bit}`).toThrow(
        DamagedError,
      );
    }
  });

  test('that came out wrong is noticed before it leaves memory', async () => {
    const chunk = randomBytesOf(1000);
    const block = await sealBlock(tools, blockOf(chunk));
    const promised = {
      kind: 'text',
      chunks: [{id: tools.keys.chunkId('text', chunk), length: 1000}],
    } as const;
    expect(() => proveSealed(tools, block, {promised})).not.toThrow();
    expect(() => proveSealed(tools, block, {promised, original: chunk})).not.toThrow();
    const wrong = {
      kind: 'text',
      chunks: [{id: tools.keys.chunkId('text', randomBytesOf(9)), length: 1000}],
    } as const;
    expect(() => proveSealed(tools, block, {promised: wrong})).toThrow(/right after/);
    expect(() => proveSealed(tools, block, {promised, original: randomBytesOf(1000, 'x')})).toThrow(
      /right after/,
    );
  });
});

describe('12: hostile blocks', () => {
  test('12: a head with an impossible length is refused before anything is read for it', () => {
    const head = Buffer.from('4341626b01010000ffffffff', 'hex');
    expect(() => readHead(head)).toThrow(/impossible/);
    for (const bytes of [
      '',
      '43',
      '4341626b',
      '4341626b02010000ff000000',
      '4341626b01630000ff000000',
      '4341626b01010200ff000000',
      '4341626b01010001ff000000',
      '4341626b0101000005000000',
    ]) {
      expect(() => readHead(Buffer.from(bytes, 'hex')), bytes).toThrow(DamagedError);
    }
  });

  /** A block whose inside is whatever a hostile holder of the key wants. */
  const sealInside = (inside: Uint8Array, isDeflated: boolean): Uint8Array => {
    const head = Buffer.from('4341626b0101000000000000', 'hex');
    head[6] = isDeflated ? 1 : 0;
    head.writeUInt32LE(inside.length + 16, 8);
    const nonce = randomBytesOf(24, 'n');
    const aad = Buffer.concat([head, tools.keys.vaultId]);
    return Buffer.concat([
      head,
      nonce,
      seal(nativeCodec, {key: tools.keys.block('text'), nonce, aad}, inside),
    ]);
  };

  test('12: no inside makes opening do anything but open or say damaged', () => {
    const numbers = fc.oneof(fc.integer({min: 0, max: 300}), fc.integer({min: 0, max: 0xffffffff}));
    fc.assert(
      fc.property(
        fc.tuple(numbers, numbers, numbers),
        fc.uint8Array({minLength: 1, maxLength: 200}),
        fc.boolean(),
        (heads, rest, isDeflated) => {
          const inside = Buffer.alloc(12 + rest.length);
          heads.forEach((value, i) => inside.writeUInt32LE(value, i * 4));
          inside.set(rest, 12);
          try {
            const block = openBlock(tools, sealInside(inside, isDeflated), {expected: 'text'});
            expect(block.lengths.reduce((sum, length) => sum + length, 0)).toBe(block.plain.length);
          } catch (error) {
            expect(error).toBeInstanceOf(DamagedError);
          }
        },
      ),
      {numRuns: 1500},
    );
  });

  test('12: a deflate bomb inside a good seal is stopped', async () => {
    const bomb = await nativeCodec.deflate(new Uint8Array(40 * 1024 * 1024));
    const inside = Buffer.alloc(12 + bomb.length);
    inside.writeUInt32LE(bomb.length, 0);
    inside.writeUInt32LE(100, 4);
    inside.writeUInt32LE(1, 8);
    inside.set(bomb, 12);
    expect(() => openBlock(tools, sealInside(inside, true), {expected: 'text'})).toThrow(
      DamagedError,
    );
    inside.writeUInt32LE(0xfffffff0, 4);
    expect(() => openBlock(tools, sealInside(inside, true), {expected: 'text'})).toThrow(
      /too large/,
    );
  });
});

describe('12: hostile footers and index files', () => {
  const footer = writeFooter([
    {
      offset: 8,
      length: 100,
      kind: 'text',
      chunks: [
        {id: randomBytesOf(16, 1), length: 50},
        {id: randomBytesOf(16, 2), length: 60},
      ],
    },
    {offset: 108, length: 200, kind: 'recipe', chunks: [{id: randomBytesOf(16, 3), length: 7}]},
  ]);

  const quietly = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      expect(error).toBeInstanceOf(DamagedError);
    }
  };

  test('a footer comes back', () => {
    const blocks = [...readFooter(footer, 1000)];
    expect(writeFooter(blocks)).toEqual(footer);
  });

  test('12: no bytes make reading a footer do anything but give blocks inside the pack or say damaged', () => {
    const mutated = fc.tuple(fc.nat(footer.length - 1), fc.nat(255)).map(([at, value]) => {
      const bytes = Uint8Array.from(footer);
      bytes[at] = value;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({maxLength: 300})), (bytes) => {
        quietly(() => {
          for (const block of readFooter(bytes, 1000)) {
            expect(block.offset + block.length).toBeLessThanOrEqual(1000);
            expect(isObjectKind(block.kind)).toBe(true);
          }
        });
      }),
      {numRuns: 2000},
    );
  });

  test('12: no bytes make reading an index file do anything but give entries or say damaged', () => {
    const index = encodeIndex([{name: 'ab'.repeat(32), size: 1000, footer}]);
    expect([...decodeIndex(index)]).toMatchObject([{name: 'ab'.repeat(32), size: 1000}]);
    const mutated = fc.tuple(fc.nat(index.length - 1), fc.nat(255)).map(([at, value]) => {
      const bytes = Uint8Array.from(index);
      bytes[at] = value;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({maxLength: 300})), (bytes) => {
        quietly(() => {
          for (const entry of decodeIndex(bytes))
            for (const block of readFooter(entry.footer, entry.size)) void block;
        });
      }),
      {numRuns: 2000},
    );
  });

  test('a pack without a footer is read block by block, past blocks that do not open', async () => {
    const {vault, files} = await newVault();
    await backUp(vault, sampleFiles());
    const [name = ''] = namesUnder(files, 'packs/');
    const bytes = Uint8Array.from(files.get(name) ?? []);
    const promised = [...readFooter(footerOf(vault.state.tools, bytes), bytes.length)];
    expect(scanPack(vault.state.tools, bytes)).toEqual(promised);
    const second = promised[1]?.offset ?? 0;
    bytes[second + 60] = (bytes[second + 60] ?? 0) ^ 1;
    expect(scanPack(vault.state.tools, bytes)).toEqual(
      promised.filter(({offset}) => offset !== second),
    );
    expect(scanPack(vault.state.tools, bytes.subarray(0, second + 20))).toEqual(
      promised.slice(0, 1),
    );
    expect(() => checkFrame(bytes)).not.toThrow();
    bytes[0] = 0;
    expect(() => checkFrame(bytes)).toThrow(DamagedError);
  });
});
