import {describe, expect, test} from 'vitest';
import {memorySink, memorySource} from '../../../src/engine/io/memory-source.ts';
import {bytesOf, pathsOf, textOf} from './read-source.ts';

describe('memorySource', () => {
  test('lists by path and gives the content in chunks of the wished size', async () => {
    const source = memorySource(
      {'b/x.txt': 'xyz', a: Uint8Array.of(1, 2)},
      {label: 'L', chunkSize: 1},
    );
    expect(source.label).toBe('L');
    expect(await source.list()).toEqual([
      {path: 'a', size: 2},
      {path: 'b/x.txt', size: 3},
    ]);
    const sizes: number[] = [];
    for await (const chunk of source.open('b/x.txt')) sizes.push(chunk.length);
    expect(sizes).toEqual([1, 1, 1]);
  });

  test('reads ranges, past the end too', async () => {
    const source = memorySource({f: 'abcdef'});
    expect(await textOf(source, 'f', {start: 2, length: 3})).toBe('cde');
    expect(await textOf(source, 'f', {start: 4, length: 99})).toBe('ef');
    expect(await textOf(source, 'f', {start: 99})).toBe('');
    expect(await textOf(source, 'f', {length: 0})).toBe('');
  });

  test('knows no other path, inherited names included', async () => {
    const source = memorySource({});
    expect(await pathsOf(source)).toEqual([]);
    await expect(bytesOf(source, 'toString')).rejects.toMatchObject({code: 'not-found'});
  });
});

describe('memorySink', () => {
  test('shows a file only once it is closed', async () => {
    const sink = memorySink();
    const file = await sink.create('a/b.txt');
    await file.write('hé');
    await file.write(Uint8Array.of(33));
    expect(sink.files.size).toBe(0);
    await file.close();
    await file.abort();
    expect(sink.text()).toBe('hé!');
    expect(sink.open.size).toBe(0);
  });

  test('forgets an aborted file and refuses paths that leave', async () => {
    const sink = memorySink();
    const file = await sink.create('x');
    await file.write('never');
    await file.abort();
    await file.abort();
    expect(sink.files.size).toBe(0);
    for (const path of ['../x', '/x', 'a/../../x', 'C:\\x', '', 'a\0b']) {
      await expect(sink.create(path)).rejects.toMatchObject({code: 'usage'});
    }
  });
});
