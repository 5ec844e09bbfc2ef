// Copies assets into the folder beside a channel's file and says where each is to be found.

import type {WriteContext} from '../../engine/convert/format.ts';
import type {Sink} from '../../engine/io/sink.ts';
import type {Asset, Json} from '../../engine/model/archive.ts';
import {copyAsset} from '../_shared/copy-asset.ts';
import {outputName, uniqueNames} from '../_shared/output-name.ts';

const baseName = (path: string): string =>
  path.slice(path.replaceAll('\\', '/').lastIndexOf('/') + 1);

const splitName = (name: string): readonly [stem: string, extension: string] => {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? [name.slice(0, dot), name.slice(dot + 1)] : [name, ''];
};

/** Memory: a path for each file that was copied. */
export class AssetFolder {
  readonly #sink: Sink;
  readonly #ctx: WriteContext;
  readonly #folder: string;
  readonly #paths = new Map<string, string | undefined>();
  readonly #unique = uniqueNames();
  /** By the name of the file, for the raw records in which only paths stand. */
  readonly #byName = new Map<string, string>();

  constructor(sink: Sink, ctx: WriteContext, folder: string) {
    this.#sink = sink;
    this.#ctx = ctx;
    this.#folder = folder;
  }

  /** A path, a link, or undefined where there is neither. */
  async urlOf(asset: Asset): Promise<string | undefined> {
    if (asset.presence !== 'included')
      return asset.url ?? (asset.presence === 'absent' ? undefined : asset.id);
    if (!this.#paths.has(asset.id)) {
      const [stem, extension] = splitName(baseName(asset.id));
      const path = this.#unique(`${this.#folder}/${outputName(stem, extension)}`);
      const isCopied = await copyAsset(asset, path, {sink: this.#sink, ctx: this.#ctx});
      this.#paths.set(asset.id, isCopied ? path : undefined);
      if (isCopied) this.#byName.set(baseName(asset.id), path);
    }
    return this.#paths.get(asset.id);
  }

  /** Raw records again, with the paths of what was copied. */
  relink(value: Json | undefined): Json | undefined {
    if (typeof value === 'string') {
      if (!/[/\\]/.test(value) || /^https?:/i.test(value)) return value;
      return this.#byName.get(baseName(value)) ?? value;
    }
    if (Array.isArray(value))
      return (value as readonly Json[]).map((one) => this.relink(one) ?? null);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.relink(one)]));
  }
}
