// Restores a vault from docs/vault-format.md alone: shares no line with src, so that the page and the program check each other.
import {createHash, createHmac, hkdfSync, scryptSync} from 'node:crypto';
import {inflateRawSync} from 'node:zlib';
import {xchacha20poly1305} from '@noble/ciphers/chacha.js';

type Files = ReadonlyMap<string, Uint8Array>;

const need = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined) throw new Error(`by hand: no ${what}`);
  return value;
};

const readVarint = (bytes: Buffer, at: number): [number, number] => {
  let value = 0;
  let scale = 1;
  for (let next = at; ; next++) {
    const byte = bytes.readUInt8(next);
    value += (byte % 128) * scale;
    if (byte < 128) return [value, next + 1];
    scale *= 128;
  }
};

/** §4 */
const unwrapMaster = (files: Files, passphrase: string): {master: Buffer; vaultId: Buffer} => {
  for (const [name, bytes] of files) {
    if (!/^keys\/[0-9a-f]{16}\.json$/.test(name)) continue;
    const slot = JSON.parse(Buffer.from(bytes).toString()) as Record<string, string> & {
      kdf: {logN: number; r: number; p: number};
    };
    if (slot['kind'] !== 'passphrase') continue;
    const salt = Buffer.from(need(slot['salt'], 'salt'), 'hex');
    const {logN, r, p} = slot.kdf;
    const secret = scryptSync(passphrase.normalize('NFC'), salt, 32, {
      N: 2 ** logN,
      r,
      p,
      maxmem: 2 ** 30,
    });
    const both = Buffer.from(hkdfSync('sha256', secret, salt, 'chatark/1/slot', 64));
    if (both.subarray(32).toString('hex') !== slot['commit'])
      throw new Error('by hand: wrong passphrase');
    const vaultId = Buffer.from(need(slot['vaultId'], 'vault id'), 'hex');
    const aad = Buffer.concat([
      Buffer.from('chatark/1/slot'),
      vaultId,
      Buffer.from(need(slot['slot'], 'slot'), 'hex'),
    ]);
    const nonce = Buffer.from(need(slot['nonce'], 'nonce'), 'hex');
    const wrapped = Buffer.from(need(slot['wrapped'], 'wrapped key'), 'hex');
    return {
      master: Buffer.from(xchacha20poly1305(both.subarray(0, 32), nonce, aad).decrypt(wrapped)),
      vaultId,
    };
  }
  throw new Error('by hand: no passphrase slot');
};

export const restoreByHand = (
  files: Files,
  passphrase: string,
): Map<string, Map<string, Buffer>> => {
  const {master, vaultId} = unwrapMaster(files, passphrase);
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', master, vaultId, `chatark/1/${purpose}`, 32));

  /** §5: the inside of a block, without lengths and padding. */
  const openBlock = (block: Buffer): Buffer => {
    const key = derive(`enc-${block.readUInt8(5)}`);
    const aad = Buffer.concat([block.subarray(0, 12), vaultId]);
    const sealed = block.subarray(36, 36 + block.readUInt32LE(8));
    const inside = Buffer.from(xchacha20poly1305(key, block.subarray(12, 36), aad).decrypt(sealed));
    const count = inside.readUInt32LE(8);
    let at = 12;
    if (count > 1) for (let i = 0; i < count; i++) [, at] = readVarint(inside, at);
    const body = inside.subarray(at, at + inside.readUInt32LE(0));
    return block.readUInt8(6) === 1 ? inflateRawSync(body) : body;
  };

  /** §7, §8 */
  const chunks = new Map<string, Buffer>();
  for (const [name, bytes] of files) {
    if (!name.startsWith('index/')) continue;
    const index = openBlock(Buffer.from(bytes));
    let [packs, at] = readVarint(index, 0);
    for (; packs > 0; packs--) {
      const pack = index.subarray(at, at + 32).toString('hex');
      const file = Buffer.from(need(files.get(`packs/${pack.slice(0, 2)}/${pack}`), 'pack'));
      let blocks = 0;
      [, at] = readVarint(index, at + 32);
      [, at] = readVarint(index, at);
      [blocks, at] = readVarint(index, at);
      for (; blocks > 0; blocks--) {
        let offset = 0;
        let length = 0;
        let count = 0;
        [offset, at] = readVarint(index, at);
        [length, at] = readVarint(index, at);
        const kind = index.subarray(at, at + 1);
        [count, at] = readVarint(index, at + 1);
        const plain = openBlock(file.subarray(offset, offset + length));
        for (let start = 0; count > 0; count--) {
          const id = index.subarray(at, at + 16).toString('hex');
          let size = 0;
          [size, at] = readVarint(index, at + 16);
          const chunk = plain.subarray(start, start + size);
          const hmac = createHmac('sha256', derive('id')).update(kind).update(chunk).digest('hex');
          if (hmac.slice(0, 32) !== id) throw new Error('by hand: wrong chunk id');
          chunks.set(id, chunk);
          start += size;
        }
      }
    }
  }

  /** §6.3 */
  const follow = (root: string): Buffer => {
    const [level = '', id = ''] = root.split('.');
    const chunk = need(chunks.get(id), `chunk ${id}`);
    if (level === '0') return chunk;
    const [count, at] = readVarint(chunk, 2);
    const children = Array.from({length: count}, (_, i) =>
      chunk.subarray(at + i * 16, at + i * 16 + 16).toString('hex'),
    );
    return Buffer.concat(children.map((child) => follow(`${Number(level) - 1}.${child}`)));
  };

  /** §9, §10 */
  const snapshots = new Map<string, Map<string, Buffer>>();
  for (const [name, bytes] of files) {
    if (!name.startsWith('snapshots/')) continue;
    const snapshot = JSON.parse(openBlock(Buffer.from(bytes)).toString()) as {
      label: string;
      files: {root: string};
    };
    const restored = new Map<string, Buffer>();
    for (const line of follow(snapshot.files.root).toString().trimEnd().split('\n')) {
      const file = JSON.parse(line) as {path: string; sha256: string; root?: string};
      const content = file.root === undefined ? Buffer.alloc(0) : follow(file.root);
      if (createHash('sha256').update(content).digest('hex') !== file.sha256)
        throw new Error('by hand: wrong file');
      restored.set(file.path, content);
    }
    snapshots.set(snapshot.label, restored);
  }
  return snapshots;
};
