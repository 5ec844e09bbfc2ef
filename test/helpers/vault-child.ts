// What the slow vault tests need besides: a process that backs up until it is killed, and a source that is large without being stored.
import {pathToFileURL} from 'node:url';
import type {Source} from '../../src/engine/io/source.ts';
import {folderStorage} from '../../src/engine/storages/folder-storage.ts';
import {backup} from '../../src/engine/vault/backup.ts';
import {openVault} from '../../src/engine/vault/vault.ts';
import {chatText, randomBytesOf, sourceOf, type Files} from './vault-kit.ts';

/** Different for each round, with a part in common. */
export const killFiles = (round: number): Files => ({
  'chat.json': chatText(3000 + round * 40, 1),
  'shared.jpg': randomBytesOf(700_000, 'shared'),
  [`${round}.jpg`]: randomBytesOf(400_000, round),
});

/** One file of noise that repeats nothing, made while it is read. */
export const bigSource = (size: number): Source => ({
  label: 'big',
  list: async () => [{path: 'film.mp4', size, modifiedMs: 1}],
  async *open() {
    const block = randomBytesOf(256 * 1024, 'big');
    for (let at = 0; at < size; at += block.length) {
      Buffer.from(block.buffer, block.byteOffset).writeUInt32LE(at >>> 8, 0);
      yield Uint8Array.from(block.subarray(0, Math.min(block.length, size - at)));
    }
  },
  close: async () => undefined,
});

const [, script = '', folder, round] = process.argv;
if (import.meta.url === pathToFileURL(script).href && folder !== undefined && round !== undefined) {
  const vault = await openVault(folderStorage(folder), {passphrase: 'kill'});
  await backup(vault, sourceOf(killFiles(Number(round))), {label: round});
}
