// The keys that follow from the master key, one per purpose. Not the ways to unlock it: see slots.ts.
import {createHmac, hkdfSync} from 'node:crypto';
import {idLength} from './limits.ts';
import {allKinds, kindNumber, type BlockKind, type ObjectKind} from './kinds.ts';

export const derive = (
  secret: Uint8Array,
  salt: Uint8Array,
  {info, length}: {readonly info: string; readonly length: number},
): Uint8Array => Buffer.from(hkdfSync('sha256', secret, salt, `chatark/1/${info}`, length));

const prefixes = new Map(allKinds.map((kind) => [kind, Uint8Array.of(kindNumber(kind))]));

export class VaultKeys {
  readonly vaultId: Uint8Array;
  readonly #id: Uint8Array;
  readonly #gear: Uint32Array;
  readonly #blocks: ReadonlyMap<BlockKind, Uint8Array>;

  constructor(master: Uint8Array, vaultId: Uint8Array) {
    this.vaultId = vaultId;
    this.#id = derive(master, vaultId, {info: 'id', length: 32});
    const table = derive(master, vaultId, {info: 'cdc', length: 1024});
    const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
    this.#gear = Uint32Array.from({length: 256}, (_, i) => view.getUint32(i * 4, true));
    this.#blocks = new Map(
      allKinds.map((kind) => [
        kind,
        derive(master, vaultId, {info: `enc-${kindNumber(kind)}`, length: 32}),
      ]),
    );
  }

  get gear(): Uint32Array {
    return this.#gear;
  }

  block(kind: BlockKind): Uint8Array {
    const key = this.#blocks.get(kind);
    if (key === undefined) throw new Error('The vault is closed.');
    return key;
  }

  chunkId(kind: ObjectKind, chunk: Uint8Array): Uint8Array {
    const mac = createHmac('sha256', this.#id);
    mac.update(prefixes.get(kind) ?? '').update(chunk);
    return mac.digest().subarray(0, idLength);
  }

  /** Overwrites the keys; the vault cannot be used afterwards. */
  wipe(): void {
    this.#id.fill(0);
    this.#gear.fill(0);
    for (const key of this.#blocks.values()) key.fill(0);
    (this.#blocks as Map<BlockKind, Uint8Array>).clear();
  }
}
