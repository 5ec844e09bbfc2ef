// From `--out` to a sink: a file, a folder, a zip, stdout. One place decides, for every verb and screen that writes.

import {stat} from 'node:fs/promises';
import {resolve} from 'node:path';
import type {Writer} from '../engine/convert/format.ts';
import {ChatError} from '../engine/errors.ts';
import {directorySink} from '../engine/io/directory-sink.ts';
import {fileSink, streamSink} from '../engine/io/file-sink.ts';
import {foldPath, safeName} from '../engine/io/path-names.ts';
import type {Sink} from '../engine/io/sink.ts';
import {zipFileSink} from '../engine/io/zip-sink.ts';

export type OpenedOutput = {
  /** The sink for one export. */
  sink(label: string): Sink;
  /** Ends a zip; without it the zip does not appear. */
  close(): Promise<void>;
  abort(): Promise<void>;
};

export type OutputOptions = {
  readonly stdout: NodeJS.WritableStream;
  /** How many exports will be written one after the other. */
  readonly exports: number;
  readonly overwrite: boolean;
};

const isFolder = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false; // Not there yet: the name decides.
  }
};

const nothing = async (): Promise<void> => undefined;

/** Lets one file through and refuses the second: `--out` named a file. */
const single = (sink: Sink, hint: string): Sink => {
  let isUsed = false;
  return {
    create: (path, options) => {
      if (isUsed)
        throw new ChatError(
          'usage',
          'There is more than one chat to write, and --out names one file.',
          {hint},
        );
      isUsed = true;
      return sink.create(path, options);
    },
  };
};

/**
 * One export writes straight into the target. Of several, each gets a folder of its own, named after it: two of them may hold a chat
 * or a picture of the same name.
 */
const perExport = (sink: Sink, {exports}: OutputOptions): ((label: string) => Sink) => {
  if (exports <= 1) return () => sink;
  const taken = new Set<string>();
  return (label) => {
    let folder = safeName(label);
    for (let copy = 2; taken.has(foldPath(folder)); copy++) folder = safeName(`${label} (${copy})`);
    taken.add(foldPath(folder));
    return {create: (path, options) => sink.create(`${folder}/${path}`, options)};
  };
};

/**
 * - `-`: stdout, one file.
 * - `….zip`: a zip, unless the format's own files end so.
 * - an existing folder, a name with a final `/`, or a format that writes several files: a folder.
 * - else: that very file.
 */
export const openOutput = async (
  out: string,
  writer: Writer,
  options: OutputOptions,
): Promise<OpenedOutput> => {
  const policy = options.overwrite ? 'always' : 'never';
  if (out === '-') {
    if (writer.layout === 'folder')
      throw new ChatError('usage', 'This format is several files; it cannot go to stdout.', {
        hint: 'Use --out FOLDER.',
      });
    const sink = single(streamSink(options.stdout), 'Choose one with --chat, or use --out FOLDER.');
    return {sink: () => sink, close: nothing, abort: nothing};
  }
  if (/\.zip$/i.test(out) && writer.extension !== 'zip') {
    const zip = await zipFileSink(resolve(out), {overwrite: policy});
    return {
      sink: perExport(zip.sink, options),
      close: () => zip.close(),
      abort: () => zip.abort(),
    };
  }
  if (writer.layout === 'folder' || out.endsWith('/') || (await isFolder(out))) {
    const sink = await directorySink(resolve(out), {overwrite: policy});
    return {sink: perExport(sink, options), close: nothing, abort: nothing};
  }
  if (options.exports > 1) {
    throw new ChatError(
      'usage',
      `There are ${options.exports} exports, and --out names one file.`,
      {
        hint: 'Use --out FOLDER/ for one file each, or "chatark merge" for one timeline.',
      },
    );
  }
  const sink = single(
    fileSink(resolve(out), {overwrite: policy}),
    'Choose one with --chat, or use --out FOLDER/.',
  );
  return {sink: () => sink, close: nothing, abort: nothing};
};
