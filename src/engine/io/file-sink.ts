// One output file, or a stream such as stdout, as a sink. The path that the writer asks for does not count.

import {once} from 'node:events';
import {mkdir, open} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';
import {ChatError} from '../errors.ts';
import {createFile, resolveTarget} from './file-writer.ts';
import type {WriterOptions} from './file-writer.ts';
import type {Sink, SinkFile} from './sink.ts';
import {asChatError, withPath} from './system-error.ts';

export type FileSinkOptions = Pick<WriterOptions, 'overwrite' | 'isDurable'>;

/** A device or a pipe has no "whole or not at all": bytes go straight in. */
const openSpecial = async (location: string): Promise<SinkFile> => {
  const file = await withPath(location, () => open(location, 'a'));
  let isOpen = true;
  const end = async (): Promise<void> => {
    if (isOpen) await file.close();
    isOpen = false;
  };
  return {
    write: (chunk) =>
      withPath(location, async () => {
        await file.writeFile(chunk);
      }),
    close: end,
    abort: end,
  };
};

/** Writes that very file, in a folder that is made if need be. A second file replaces the first under the same rule. */
export const fileSink = (location: string, options: FileSinkOptions): Sink => ({
  create: async (_path, {modifiedMs} = {}) => {
    const target = await resolveTarget(resolve(location));
    if (target.isSpecial) return openSpecial(target.location);
    await withPath(location, () => mkdir(dirname(target.location), {recursive: true, mode: 0o700}));
    return createFile(target.location, {
      ...options,
      label: location,
      ...(modifiedMs === undefined ? {} : {modifiedMs}),
    });
  },
});

/** What `streamSink` needs of a stream; `process.stdout` is one. */
export type OutputStream = NodeJS.WritableStream;

/**
 * Files one after the other into a stream that stays open. A reader that goes away (`| head`) is `cancelled`, not a failure. What
 * was written cannot be taken back by `abort`.
 */
export const streamSink = (stream: OutputStream): Sink => {
  let failure: unknown;
  stream.on('error', (error) => {
    failure ??= error;
  });
  const check = (): void => {
    if (failure !== undefined) throw asChatError(failure, 'the output');
  };
  const write = async (chunk: string | Uint8Array): Promise<void> => {
    check();
    if (stream.write(chunk)) return;
    try {
      await once(stream, 'drain');
    } catch (error) {
      throw asChatError(error, 'the output');
    }
  };
  const flush = (): Promise<void> =>
    new Promise((done, fail) => {
      stream.write('', (error) => {
        if (error) fail(asChatError(error, 'the output'));
        else done();
      });
    });
  return {
    create: async () => {
      let isOpen = true;
      return {
        write: async (chunk) => {
          if (!isOpen) throw new ChatError('bug', 'Written to after it was closed.');
          await write(chunk);
        },
        close: async () => {
          if (!isOpen) return;
          isOpen = false;
          check();
          await flush();
        },
        abort: async () => {
          isOpen = false;
        },
      };
    },
  };
};
