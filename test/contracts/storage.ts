// What every storage promises (src/engine/vault/storage.ts), run over each implementation and decorator.
import {expect, test} from 'vitest';
import type {Storage} from '../../src/engine/vault/storage.ts';
import {errorOf} from '../helpers/vault-kit.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const text = (content: Uint8Array): string => Buffer.from(content).toString('utf8');

/** `make` gives an empty storage each time. */
export const storageContract = (make: () => Promise<Storage>): void => {
  test('gives back what was put, whole and in ranges', async () => {
    const storage = await make();
    expect(await storage.put('packs/ab/abc', bytes('0123456789'))).toBe(true);
    expect(text(await storage.get('packs/ab/abc'))).toBe('0123456789');
    expect(text(await storage.get('packs/ab/abc', {start: 3, length: 4}))).toBe('3456');
  });

  test('gives fewer bytes for a range past the end', async () => {
    const storage = await make();
    await storage.put('a', bytes('0123456789'));
    expect(text(await storage.get('a', {start: 8, length: 1_000_000_000}))).toBe('89');
    expect(await storage.get('a', {start: 10, length: 1})).toHaveLength(0);
    expect(await storage.get('a', {start: 50, length: 5})).toHaveLength(0);
  });

  test('holds an empty file', async () => {
    const storage = await make();
    await storage.put('empty', new Uint8Array(0));
    expect(await storage.get('empty')).toHaveLength(0);
    expect(await storage.stat('empty')).toEqual({name: 'empty', size: 0});
  });

  test('keeps what was put when the caller changes its buffer afterwards', async () => {
    const storage = await make();
    const buffer = bytes('before');
    await storage.put('a', buffer);
    buffer.fill(0);
    (await storage.get('a')).fill(1);
    expect(text(await storage.get('a'))).toBe('before');
  });

  test('replaces a file without ifAbsent', async () => {
    const storage = await make();
    await storage.put('a', bytes('first, which is longer'));
    expect(await storage.put('a', bytes('second'))).toBe(true);
    expect(text(await storage.get('a'))).toBe('second');
  });

  test('with ifAbsent changes nothing when the name is taken, and says so', async () => {
    const storage = await make();
    expect(await storage.put('locks/1', bytes('mine'), {ifAbsent: true})).toBe(true);
    expect(await storage.put('locks/1', bytes('theirs'), {ifAbsent: true})).toBe(false);
    expect(text(await storage.get('locks/1'))).toBe('mine');
  });

  test('lets exactly one of many win a name', async () => {
    const storage = await make();
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const wins = await Promise.all(
      names.map((name) => storage.put('locks/1', bytes(name), {ifAbsent: true})),
    );
    expect(wins.filter(Boolean)).toHaveLength(1);
    expect(text(await storage.get('locks/1'))).toBe(names[wins.indexOf(true)]);
  });

  test('lists by prefix, in name order, with sizes', async () => {
    const storage = await make();
    for (const name of ['packs/ff/2', 'index/b', 'packs/00/1', 'index/a', 'top']) {
      await storage.put(name, bytes(name));
    }
    expect((await storage.list('')).map(({name}) => name)).toEqual([
      'index/a',
      'index/b',
      'packs/00/1',
      'packs/ff/2',
      'top',
    ]);
    expect(await storage.list('packs/')).toEqual([
      {name: 'packs/00/1', size: 10},
      {name: 'packs/ff/2', size: 10},
    ]);
    expect(await storage.list('index/a')).toEqual([{name: 'index/a', size: 7}]);
    expect(await storage.list('nothing/')).toEqual([]);
  });

  test('knows no file where there is none', async () => {
    const storage = await make();
    expect(await storage.list('')).toEqual([]);
    expect(await storage.stat('a')).toBeUndefined();
    expect(await errorOf(storage.get('packs/00/a'))).toMatchObject({code: 'not-found'});
    expect(await errorOf(storage.get('a', {start: 0, length: 1}))).toMatchObject({
      code: 'not-found',
    });
  });

  test('removes, and removing again is no error', async () => {
    const storage = await make();
    await storage.put('packs/00/a', bytes('x'));
    await storage.remove('packs/00/a');
    await storage.remove('packs/00/a');
    await storage.remove('never/there');
    expect(await storage.list('')).toEqual([]);
  });

  test('refuses names that are not storage names', async () => {
    const storage = await make();
    for (const name of [
      '',
      '/a',
      'a/',
      'a//b',
      '../a',
      'a/../b',
      '.hidden',
      'a/.tmp',
      'a b',
      'ä',
      'a\\b',
      'C:a',
    ]) {
      expect((await errorOf((async () => storage.put(name, bytes('x')))())).message, name).toMatch(
        /name/,
      );
    }
  });

  test('tells free space as a number or not at all', async () => {
    const storage = await make();
    expect(['number', 'undefined']).toContain(typeof (await storage.freeSpace()));
    await storage.close();
  });
};
