import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {ChatError} from '../../../src/engine/errors.ts';
import {DamagedError, toHex} from '../../../src/engine/vault/bytes.ts';
import {
  parseReference,
  readNode,
  RecipeBuilder,
  writeNode,
  writeReference,
  type Child,
  type Reference,
} from '../../../src/engine/vault/recipe.ts';
import {chunksUnder, leavesOf, readStream} from '../../../src/engine/vault/stream.ts';
import {errorOf, randomBytesOf} from '../../helpers/vault-kit.ts';

/** A store of nodes by id; ids are 16 bytes that tests choose. */
class Nodes {
  readonly nodes = new Map<string, Uint8Array>();
  #count = 0;

  put = async (node: Uint8Array): Promise<Uint8Array> => {
    const id = randomBytesOf(16, `node ${this.#count++}`);
    this.nodes.set(toHex(id), node.slice());
    return id;
  };

  get = async (id: Uint8Array): Promise<Uint8Array> => {
    const node = this.nodes.get(toHex(id));
    if (node === undefined) throw new ChatError('vault-damaged', 'no such node');
    return node;
  };
}

const child = (n: number): Child => ({
  id: randomBytesOf(16, `chunk ${n}`),
  length: 1 + (n % 70_000),
});

const build = async (nodes: Nodes, children: readonly Child[]): Promise<Reference | undefined> => {
  const builder = new RecipeBuilder(nodes.put);
  for (const one of children) await builder.add(one);
  return builder.finish();
};

const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
};

describe('recipes', () => {
  test.each([1, 2, 31, 32, 33, 400, 5000])(
    'a stream of %i chunks gives the chunks back in order',
    async (count) => {
      const nodes = new Nodes();
      const children = Array.from({length: count}, (_, i) => child(i));
      const reference = await build(nodes, children);
      if (reference === undefined) throw new Error('no reference');
      expect(reference.length).toBe(children.reduce((sum, {length}) => sum + length, 0));
      expect(reference.level).toBe(count === 1 ? 0 : count < 33 ? 1 : reference.level);
      const leaves = await collect(leavesOf(nodes, reference));
      expect(leaves.map(({id}) => toHex(id))).toEqual(children.map(({id}) => toHex(id)));
      expect(leaves.every(({lostLevel}) => lostLevel === 0)).toBe(true);
    },
  );

  test('no chunks give no reference', async () => {
    expect(await build(new Nodes(), [])).toBeUndefined();
  });

  test('nodes end after a child whose last id byte is 0, but not before 32 children, and after 1,024 at the latest', async () => {
    const nodes = new Nodes();
    const never = Array.from({length: 3000}, (_, i) => {
      const id = Uint8Array.from(randomBytesOf(16, i));
      id[15] = 1;
      return {id, length: 1};
    });
    await build(nodes, never);
    const counts = [...nodes.nodes.values()].map(
      (node) => readNode(node, {level: node[1] ?? 0, length: lengthIn(node)}).length,
    );
    expect(counts).toEqual([1024, 1024, 952, 3]);
  });

  test('one chunk more in the middle changes few nodes', async () => {
    const children = Array.from({length: 20_000}, (_, i) => child(i));
    const nodes = new Nodes();
    await build(nodes, children);
    const before = new Set(
      [...nodes.nodes.values()].map((node) => Buffer.from(node).toString('hex')),
    );
    const other = new Nodes();
    await build(other, [...children.slice(0, 9000), child(99_999), ...children.slice(9000)]);
    const level1 = [...other.nodes.values()].filter((node) => node[1] === 1);
    expect(
      level1.filter((node) => !before.has(Buffer.from(node).toString('hex'))).length,
    ).toBeLessThan(3);
  });

  test('a node that cannot be read is one lost leaf of the right length, and the rest is there', async () => {
    const nodes = new Nodes();
    const children = Array.from({length: 2000}, (_, i) => child(i));
    const reference = await build(nodes, children);
    if (reference === undefined) throw new Error('no reference');
    const root = readNode(await nodes.get(reference.id), reference);
    const victim = root[1];
    if (victim === undefined) throw new Error('too few nodes');
    nodes.nodes.delete(toHex(victim.id));
    const leaves = await collect(leavesOf(nodes, reference));
    expect(leaves.filter(({lostLevel}) => lostLevel > 0)).toMatchObject([{length: victim.length}]);
    expect(leaves.reduce((sum, {length}) => sum + length, 0)).toBe(reference.length);
    expect(await errorOf(collect(readStream(nodes, reference)))).toMatchObject({
      code: 'vault-damaged',
    });
    const reached = await collect(chunksUnder(nodes, reference, () => true));
    expect(reached.filter(({isLost}) => isLost)).toHaveLength(1);
  });

  test('a reference comes back from its text', () => {
    const reference = {level: 2, id: randomBytesOf(16, 'r'), length: 77};
    expect(parseReference(writeReference(reference), 77)).toEqual(reference);
    for (const [text, length] of [
      ['', 1],
      ['9.', 1],
      ['1.xyz', 1],
      [writeReference(reference), 0],
      [writeReference(reference), 1.5],
      [null, 1],
    ]) {
      expect(() => parseReference(text, length)).toThrow(DamagedError);
    }
  });
});

/** The sum of a node's lengths, read without the checks of `readNode`. */
const lengthIn = (node: Uint8Array): number => {
  let at = 2;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = node[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const count = varint();
  at += count * 16;
  return Array.from({length: count}, varint).reduce((sum, length) => sum + length, 0);
};

describe('12: hostile recipes', () => {
  test('12: no bytes make reading a node do anything but give children or say damaged', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 400}), fc.integer({min: 1, max: 8}), (bytes, level) => {
        try {
          const children = readNode(bytes, {level, length: 1000});
          expect(children.reduce((sum, {length}) => sum + length, 0)).toBe(1000);
        } catch (error) {
          expect(error).toBeInstanceOf(DamagedError);
        }
      }),
      {numRuns: 2000},
    );
  });

  test('12: a node that claims millions of children is refused before memory is taken', () => {
    const claim = Uint8Array.of(1, 1, 0xff, 0xff, 0xff, 0x7f);
    expect(() => readNode(claim, {level: 1, length: 5})).toThrow(DamagedError);
  });

  test('12: a node that stands under itself ends: levels only go down', async () => {
    const id = randomBytesOf(16, 'loop');
    const nodes = new Nodes();
    nodes.nodes.set(toHex(id), writeNode(8, [{id, length: 10}]));
    expect(await collect(leavesOf(nodes, {level: 8, id, length: 10}))).toMatchObject([
      {lostLevel: 7, length: 10},
    ]);
    expect(await collect(chunksUnder(nodes, {level: 8, id, length: 10}, () => true))).toHaveLength(
      2,
    );
  });

  test('12: children that do not have the promised length together are refused', () => {
    const node = writeNode(1, [child(5), child(6)]);
    expect(() => readNode(node, {level: 1, length: 12})).toThrow(DamagedError);
    expect(() => readNode(node, {level: 2, length: 13})).toThrow(DamagedError);
    expect(readNode(node, {level: 1, length: 13})).toHaveLength(2);
  });
});
