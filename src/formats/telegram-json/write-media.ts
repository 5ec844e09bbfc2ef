// Copies media beside result.json, each file once, under Telegram's folder names.

import type {WriteContext} from '../../engine/convert/format.ts';
import type {Sink} from '../../engine/io/sink.ts';
import type {Asset} from '../../engine/model/archive.ts';
import {copyAsset} from '../_shared/copy-asset.ts';
import {outputName, uniqueNames} from '../_shared/output-name.ts';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const splitName = (name: string): {readonly stem: string; readonly extension: string} => {
  const dot = name.lastIndexOf('.');
  return dot > 0
    ? {stem: name.slice(0, dot), extension: name.slice(dot + 1)}
    : {stem: name, extension: ''};
};

/** Memory: a path for each file that was copied. */
export class MediaFolder {
  readonly #sink: Sink;
  readonly #ctx: WriteContext;
  readonly #paths = new Map<string, string | undefined>();
  readonly #unique = uniqueNames();

  constructor(sink: Sink, ctx: WriteContext) {
    this.#sink = sink;
    this.#ctx = ctx;
  }

  async copy(asset: Asset, folder: string): Promise<string | undefined> {
    if (asset.presence !== 'included') return undefined;
    if (this.#paths.has(asset.id)) return this.#paths.get(asset.id);
    const {stem, extension} = splitName(baseName(asset.id));
    const path = this.#unique(`${folder}/${outputName(stem, extension)}`);
    const isCopied = await copyAsset(asset, path, {sink: this.#sink, ctx: this.#ctx});
    this.#paths.set(asset.id, isCopied ? path : undefined);
    return isCopied ? path : undefined;
  }
}
