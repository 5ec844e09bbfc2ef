// What an open vault knows: its index in memory, kept in step with the storage. The base of reading and writing sessions.
import {createHash} from 'node:crypto';
import {isChatError} from '../errors.ts';
import type {BlockTools} from './block.ts';
import {DamagedError} from './bytes.ts';
import {readChecks} from './checks.ts';
import {ChunkIndex} from './chunk-index.ts';
import type {Environment} from './environment.ts';
import {decodeIndex, writeIndex, type IndexEntry} from './index-file.ts';
import {maxPack} from './limits.ts';
import {NoticeLog} from './notices.ts';
import {ObjectReader} from './object-reader.ts';
import {fetchFooter, packNameOf, packPath, scanPack, writeFooter} from './pack.ts';
import {listRecords, tryRecord} from './records.ts';
import type {Storage} from './storage.ts';
import {readTombs, type Tomb} from './tombs.ts';

export class VaultState {
  readonly storage: Storage;
  readonly tools: BlockTools;
  readonly env: Environment;
  readonly index = new ChunkIndex();
  readonly reader: ObjectReader;
  readonly notices = new NoticeLog();
  /** Packs that no index file names yet. */
  readonly unindexed: IndexEntry[] = [];
  readonly #loaded = new Set<string>();
  readonly #damagedIndexes = new Set<string>();
  readonly #unreadable = new Set<string>();
  readonly #suspect = new Set<string>();
  #tombs: ReadonlyMap<string, Tomb> = new Map();
  #listing: ReadonlyMap<string, number> = new Map();

  constructor(storage: Storage, tools: BlockTools, env: Environment) {
    this.storage = storage;
    this.tools = tools;
    this.env = env;
    this.reader = new ObjectReader(storage, tools, this.index);
  }

  /** Sizes of the files in packs/, by name, as of the last full refresh. */
  get listing(): ReadonlyMap<string, number> {
    return this.#listing;
  }

  /** This session wrote that index file itself and knows what is in it. */
  markLoaded(name: string): void {
    this.#loaded.add(name);
  }

  /** `index`: what others added, and tombstones. `full`: also which packs are there, which are known damaged, which no index names. */
  async refresh(mode: 'index' | 'full'): Promise<void> {
    await this.#loadIndexes();
    const {tombs, damaged} = await readTombs(this.storage, this.tools, this.#tombs);
    this.#tombs = tombs;
    for (const name of damaged) this.notices.add('tomb-damaged', `tombs/${name}`);
    if (mode === 'full') {
      await this.#loadChecks();
      // After the index: a pack that is named there was durable before
      this.#listing = await this.#listPacks();
      await this.#adoptOrphans();
    }
    this.#setStates(mode === 'full');
  }

  // ---- index files

  async #loadIndexes(): Promise<void> {
    for (const {name} of await listRecords(this.storage, 'index')) {
      if (this.#loaded.has(name) || this.#damagedIndexes.has(name)) continue;
      const bytes = await tryRecord(this.storage, this.tools, {kind: 'index', name});
      if (bytes === 'missing') continue;
      if (bytes !== 'damaged' && this.#take(bytes)) {
        this.#loaded.add(name);
        continue;
      }
      this.#damagedIndexes.add(name);
      this.notices.add('index-damaged', `index/${name}`);
    }
  }

  #take(bytes: Uint8Array): boolean {
    try {
      for (const entry of decodeIndex(bytes)) this.#addPack(entry);
      return true;
    } catch (error) {
      if (error instanceof DamagedError) return false;
      throw error;
    }
  }

  #addPack(entry: IndexEntry): void {
    if (this.index.packNumber(entry.name) !== undefined) return;
    const pack = this.index.addPack(entry.name, entry.size, 'good');
    this.index.addFooter(pack, entry.footer);
  }

  /** Writes what damaged index files told anew and removes them: they are derived from the packs. */
  async repairIndex(): Promise<void> {
    if (this.#damagedIndexes.size === 0) return;
    const entries = this.unindexed.splice(0);
    for (const name of await writeIndex(this.storage, this.tools, entries)) this.markLoaded(name);
    for (const name of this.#damagedIndexes) {
      await this.storage.remove(`index/${name}`);
      this.notices.add('index-repaired', `index/${name}`);
    }
    this.#damagedIndexes.clear();
  }

  // ---- packs

  async #listPacks(): Promise<Map<string, number>> {
    const sizes = new Map<string, number>();
    for (const file of await this.storage.list('packs/')) {
      const name = packNameOf(file.name);
      if (name !== undefined) sizes.set(name, file.size);
    }
    return sizes;
  }

  /** A killed session leaves packs that no index names; a damaged index file does too. Their footers tell the same. */
  async #adoptOrphans(): Promise<void> {
    for (const [name, size] of this.#listing) {
      if (this.index.packNumber(name) !== undefined || this.#unreadable.has(name)) continue;
      try {
        const footer = await fetchFooter(this.storage, this.tools, {name, size});
        this.#addPack({name, size, footer});
        this.unindexed.push({name, size, footer});
        this.notices.add('pack-adopted', packPath(name));
      } catch (error) {
        if (isChatError(error) && error.code === 'not-found') continue;
        if (!(error instanceof DamagedError)) throw error;
        await this.#adoptByScanning(name, size);
      }
    }
  }

  async #adoptByScanning(name: string, size: number): Promise<void> {
    const bytes =
      size > maxPack
        ? new Uint8Array(0)
        : await this.storage.get(packPath(name), {start: 0, length: maxPack});
    const blocks = scanPack(this.tools, bytes);
    if (createHash('sha256').update(bytes).digest('hex') !== name) this.#suspect.add(name);
    if (blocks.length === 0) {
      this.#unreadable.add(name);
      this.notices.add('pack-unreadable', packPath(name));
      return;
    }
    this.#addPack({name, size, footer: writeFooter(blocks)});
    this.notices.add('pack-adopted', packPath(name));
  }

  async #loadChecks(): Promise<void> {
    const {checks, damaged} = await readChecks(this.storage, this.tools);
    for (const name of damaged) this.notices.add('check-damaged', `checks/${name}`);
    for (const check of checks.values()) {
      // 'missing' is seen anew at each listing; a pack that was copied back counts again
      if (check.verdict === 'damaged') this.#suspect.add(check.name);
      else this.#suspect.delete(check.name);
    }
  }

  #setStates(isListed: boolean): void {
    const doomed = new Set([...this.#tombs.values()].flatMap((tomb) => tomb.packs));
    this.index.packs.forEach(({name, size, state}, number) => {
      if (state === 'pending' || name === '') return;
      const found = this.#listing.get(name);
      if (isListed && found === undefined) this.notices.add('pack-missing', packPath(name));
      if (isListed && found !== undefined && found !== size)
        this.notices.add('pack-short', packPath(name));
      const isGone = isListed ? found === undefined : state === 'gone';
      // A pack that was cut short may still give its first blocks
      const isSuspect = this.#suspect.has(name) || (found !== undefined && found !== size);
      if (isGone) this.index.setState(number, 'gone');
      else if (isSuspect) this.index.setState(number, 'suspect');
      else this.index.setState(number, doomed.has(name) ? 'doomed' : 'good');
    });
  }
}
