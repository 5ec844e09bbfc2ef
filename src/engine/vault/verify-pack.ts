// Looks at one pack as deep as asked: its footer, its hash, or every chunk in it. Changes nothing.
import {createHash} from 'node:crypto';
import {isChatError} from '../errors.ts';
import {proveBlock} from './block.ts';
import {DamagedError, damaged} from './bytes.ts';
import type {Verdict} from './checks.ts';
import {maxPack} from './limits.ts';
import {BlockLedger} from './ledger.ts';
import {pace} from './pace.ts';
import {checkFrame, fetchFooter, footerOf, packPath, readFooter, type PackedBlock} from './pack.ts';
import type {VaultState} from './state.ts';

export type PackVerdict = {
  readonly verdict: Verdict;
  /** Offsets of blocks that do not open or hold other chunks than they should. */
  readonly blocks: readonly number[];
};

const good: PackVerdict = {verdict: 'good', blocks: []};

export class PackChecker {
  readonly #state: VaultState;
  #ledger: BlockLedger | undefined;

  constructor(state: VaultState) {
    this.#state = state;
  }

  /** What the index says, by pack. Built at the first damage. */
  get ledger(): BlockLedger {
    this.#ledger ??= new BlockLedger(this.#state.index);
    return this.#ledger;
  }

  /** The footer opens and says what the index says. */
  async footer(pack: number): Promise<PackVerdict> {
    const {name, size} = this.#state.index.pack(pack);
    return this.#verdict(pack, undefined, async () => {
      const footer = await fetchFooter(this.#state.storage, this.#state.tools, {name, size});
      for (const block of readFooter(footer, size))
        if (!this.#isIndexed(pack, block)) damaged('an unindexed block');
    });
  }

  #isIndexed(pack: number, block: PackedBlock): boolean {
    const {index} = this.#state;
    return block.chunks.every(({id, length}) =>
      index.findCopies(id).some((copy) => {
        const where = index.block(copy.block);
        return where.pack === pack && where.offset === block.offset && copy.length === length;
      }),
    );
  }

  /** The bytes are those that were written; with `isDeep`, every block opens, inflates and holds the chunks that it should. */
  async whole(pack: number, isDeep: boolean): Promise<PackVerdict> {
    const {storage, tools, index} = this.#state;
    const {name} = index.pack(pack);
    let bytes: Uint8Array;
    try {
      bytes = await storage.get(packPath(name), {start: 0, length: maxPack});
    } catch (error) {
      if (isChatError(error) && error.code === 'not-found') return {verdict: 'missing', blocks: []};
      throw error;
    }
    return this.#verdict(pack, bytes, async () => {
      if (createHash('sha256').update(bytes).digest('hex') !== name)
        damaged('another content than its name says');
      if (!isDeep) return;
      checkFrame(bytes);
      for (const block of readFooter(footerOf(tools, bytes), bytes.length)) {
        proveBlock(tools, bytes.subarray(block.offset, block.offset + block.length), block);
        await pace();
      }
    });
  }

  async #verdict(
    pack: number,
    bytes: Uint8Array | undefined,
    look: () => Promise<void>,
  ): Promise<PackVerdict> {
    try {
      await look();
      return good;
    } catch (error) {
      if (isChatError(error) && error.code === 'not-found') return {verdict: 'missing', blocks: []};
      if (!(error instanceof DamagedError)) throw error;
    }
    return bytes === undefined
      ? this.whole(pack, true)
      : {verdict: 'damaged', blocks: this.#badBlocks(pack, bytes)};
  }

  #badBlocks(pack: number, bytes: Uint8Array): readonly number[] {
    return this.ledger
      .blocksOf(pack)
      .filter((block) => !this.#opens(bytes, block))
      .map(({offset}) => offset);
  }

  #opens(bytes: Uint8Array, block: PackedBlock): boolean {
    try {
      proveBlock(
        this.#state.tools,
        bytes.subarray(block.offset, block.offset + block.length),
        block,
      );
      return true;
    } catch (error) {
      if (error instanceof DamagedError) return false;
      throw error;
    }
  }
}
