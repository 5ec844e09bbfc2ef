import {spawn, spawnSync} from 'node:child_process';
import {chmod, mkdir, readFile, readdir, stat, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {PassThrough, Writable} from 'node:stream';
import {describe, expect, test} from 'vitest';
import {fileSink, streamSink} from '../../../src/engine/io/file-sink.ts';
import {tempFolder} from './temp-folder.ts';

const isPosix = process.platform !== 'win32';

describe('one file as a sink', () => {
  test('writes that very file, whatever the writer calls it, in a folder that it makes', async () => {
    const folder = await tempFolder();
    const location = join(folder, 'new', 'out.json');
    const file = await fileSink(location, {overwrite: 'never'}).create('Other Name.txt');
    await file.write('{}');
    await file.close();
    expect(await readFile(location, 'utf8')).toBe('{}');
    expect(await readdir(join(folder, 'new'))).toEqual(['out.json']);
    const again = fileSink(location, {overwrite: 'never'}).create('x');
    await expect(again).rejects.toMatchObject({code: 'target-exists'});
  });

  test.runIf(isPosix)('changes what a link means, not the link', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'real'), 'old');
    await symlink('real', join(folder, 'link'));
    const file = await fileSink(join(folder, 'link'), {overwrite: 'always'}).create('x');
    await file.write('new');
    await file.close();
    expect(await readFile(join(folder, 'real'), 'utf8')).toBe('new');
  });

  test.runIf(isPosix)('writes into a pipe instead of replacing it', async () => {
    const pipe = join(await tempFolder(), 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    const reader = spawn('cat', [pipe]);
    const output: string[] = [];
    reader.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    const file = await fileSink(pipe, {overwrite: 'never'}).create('x');
    await file.write('through');
    await file.close();
    await new Promise((done) => reader.once('close', done));
    expect(output.join('')).toBe('through');
    expect((await stat(pipe)).isFIFO()).toBe(true);
  });

  test.runIf(isPosix)('names a full device', async () => {
    const file = await fileSink('/dev/full', {overwrite: 'never'}).create('x');
    await expect(file.write('x'.repeat(100_000))).rejects.toMatchObject({code: 'no-space'});
    await file.abort();
  });

  test.runIf(isPosix && process.getuid?.() !== 0)(
    'names a folder that may not be written',
    async () => {
      const folder = await tempFolder();
      await mkdir(join(folder, 'locked'), {mode: 0o500});
      const creating = fileSink(join(folder, 'locked', 'x'), {overwrite: 'never'}).create('x');
      await expect(creating).rejects.toMatchObject({code: 'no-permission'});
      await chmod(join(folder, 'locked'), 0o700);
    },
  );
});

describe('a stream as a sink', () => {
  test('waits while the stream is full and leaves it open', async () => {
    const stream = new PassThrough({highWaterMark: 4});
    const file = await streamSink(stream).create('x');
    const steps: string[] = [];
    const writing = (async () => {
      await file.write('more than four');
      steps.push('written');
      await file.close();
      steps.push('closed');
    })();
    await new Promise((done) => setImmediate(done));
    expect(steps).toEqual([]);
    const output: string[] = [];
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    await writing;
    expect(steps).toEqual(['written', 'closed']);
    expect(output.join('')).toBe('more than four');
    expect(stream.writableEnded).toBe(false);
  });

  test('a reader that goes away is a cancellation', async () => {
    const stream = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('gone'), {code: 'EPIPE'})),
    });
    const sink = streamSink(stream);
    const file = await sink.create('x');
    await expect(file.write('abc')).rejects.toMatchObject({code: 'cancelled'});
    await expect(file.close()).rejects.toMatchObject({code: 'cancelled'});
  });
});
