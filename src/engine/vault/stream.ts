// Streams of any length on top of chunks: writing one gives a reference, reading one gives its bytes back.
import {ChatError, isChatError} from '../errors.ts';
import {DamagedError} from './bytes.ts';
import type {Cutter} from './chunker.ts';
import type {ObjectKind} from './kinds.ts';
import type {ChunkId} from './object-reader.ts';
import {pace} from './pace.ts';
import {readNode, RecipeBuilder, type Child, type Reference} from './recipe.ts';

/** Where a stream puts its chunks. */
export type ChunkSink = {put(kind: ObjectKind, chunk: Uint8Array): Promise<ChunkId>};

/** Where a stream gets its chunks. */
export type ChunkSource = {get(id: ChunkId): Promise<Uint8Array>};

export class StreamWriter {
  readonly #sink: ChunkSink;
  readonly #kind: ObjectKind;
  readonly #cutter: Cutter;
  readonly #recipe: RecipeBuilder;

  constructor(sink: ChunkSink, kind: ObjectKind, cutter: Cutter) {
    this.#sink = sink;
    this.#kind = kind;
    this.#cutter = cutter;
    this.#recipe = new RecipeBuilder((node) => sink.put('recipe', node));
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (const chunk of this.#cutter.push(bytes)) await this.#put(chunk);
  }

  async #put(chunk: Uint8Array): Promise<void> {
    const id = await this.#sink.put(this.#kind, chunk);
    await this.#recipe.add({id, length: chunk.length});
  }

  /** Undefined for a stream without bytes. */
  async finish(): Promise<Reference | undefined> {
    for (const chunk of this.#cutter.finish()) await this.#put(chunk);
    return this.#recipe.finish();
  }
}

export type Leaf = Child & {
  /** 0: a chunk of the stream; above: the recipe node of that level could not be read, and all that it stands for is lost. */
  readonly lostLevel: number;
};

const isDamage = (error: unknown): boolean =>
  error instanceof DamagedError || (isChatError(error) && error.code === 'vault-damaged');

/** The chunks of a stream in order, reading recipes only. Damaged recipe nodes come as one lost leaf each. */
export async function* leavesOf(source: ChunkSource, reference: Reference): AsyncGenerator<Leaf> {
  if (reference.level === 0) {
    yield {id: reference.id, length: reference.length, lostLevel: 0};
    return;
  }
  let children: readonly Child[];
  try {
    children = readNode(await source.get(reference.id), reference);
  } catch (error) {
    if (!isDamage(error)) throw error;
    yield {id: reference.id, length: reference.length, lostLevel: reference.level};
    return;
  }
  const level = reference.level - 1;
  await pace();
  for (const child of children) {
    if (level === 0) yield {...child, lostLevel: 0};
    else yield* leavesOf(source, {level, ...child});
  }
}

/** Every chunk that a reference needs, recipe nodes first. `enter` false: what is below this node is known already. */
export async function* chunksUnder(
  source: ChunkSource,
  reference: Reference,
  enter: (id: ChunkId) => boolean,
): AsyncGenerator<{readonly id: ChunkId; readonly isLost: boolean}> {
  if (!enter(reference.id)) return;
  if (reference.level === 0) {
    yield {id: reference.id, isLost: false};
    return;
  }
  let children: readonly Child[];
  try {
    children = readNode(await source.get(reference.id), reference);
  } catch (error) {
    if (!isDamage(error)) throw error;
    yield {id: reference.id, isLost: true};
    return;
  }
  yield {id: reference.id, isLost: false};
  await pace();
  for (const child of children) {
    yield* chunksUnder(source, {level: reference.level - 1, ...child}, enter);
  }
}

/** The bytes. Throws `vault-damaged` at the first piece that cannot be read. */
export async function* readStream(
  source: ChunkSource,
  reference: Reference,
): AsyncGenerator<Uint8Array> {
  for await (const leaf of leavesOf(source, reference)) {
    if (leaf.lostLevel > 0) throw new ChatError('vault-damaged', 'A recipe is damaged.');
    const chunk = await source.get(leaf.id);
    if (chunk.length !== leaf.length) throw new ChatError('vault-damaged', 'A recipe is wrong.');
    yield chunk;
  }
}

/** A small stream in one piece; refuses more than `limit` bytes before reading. */
export const readWhole = async (
  source: ChunkSource,
  reference: Reference,
  limit: number,
): Promise<Uint8Array> => {
  if (reference.length > limit) throw new ChatError('vault-damaged', 'A stream is too large.');
  const parts: Uint8Array[] = [];
  for await (const part of readStream(source, reference)) parts.push(part);
  return Buffer.concat(parts);
};
