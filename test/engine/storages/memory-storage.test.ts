import {describe, expect, test} from 'vitest';
import {memoryStorage} from '../../../src/engine/storages/memory-storage.ts';
import {storageContract} from '../../contracts/storage.ts';
import {errorOf} from '../../helpers/vault-kit.ts';

describe('the memory storage', () => {
  storageContract(async () => memoryStorage());

  test('is full at its capacity, and tells how much is left', async () => {
    const storage = memoryStorage(new Map(), {capacity: 10});
    await storage.put('a', new Uint8Array(6));
    expect(await storage.freeSpace()).toBe(4);
    expect(await errorOf(storage.put('b', new Uint8Array(5)))).toMatchObject({code: 'no-space'});
    await storage.put('a', new Uint8Array(10));
    expect(await storage.freeSpace()).toBe(0);
  });
});
