// Copies included media beside a page, once each, under safe names. Where the output is a single file, nothing is copied.

import {ChatError} from '../../engine/errors.ts';
import type {Asset} from '../../engine/model/archive.ts';
import {extensionFor} from '../../engine/io/mime.ts';
import {copyAsset} from './copy-asset.ts';
import type {CopyContext} from './copy-asset.ts';
import {outputName, uniqueNames} from './output-name.ts';

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `IMG 1.jpg`; a name without an ending gets that of its type. */
export const fileNameOf = (asset: Asset): string => {
  const name = lastPart(asset.name ?? asset.id);
  const match = /^(.*)\.([A-Za-z0-9]{1,8})$/s.exec(name);
  const extension =
    match?.[2] ?? (asset.mime === undefined ? '' : (extensionFor(asset.mime) ?? ''));
  return outputName(match?.[1] ?? name, extension);
};

/** Memory: one entry for each different asset. */
export class MediaShelf {
  readonly #folder: string | undefined;
  readonly #copy: CopyContext;
  readonly #paths = new Map<string, string | undefined>();
  readonly #unique = uniqueNames();
  #isOpen: boolean;

  constructor(folder: string | undefined, copy: CopyContext) {
    this.#folder = folder;
    this.#copy = copy;
    this.#isOpen = folder !== undefined;
  }

  /** The path of the copy, relative to the page; undefined where there is none. */
  async place(asset: Asset): Promise<string | undefined> {
    if (asset.presence !== 'included' || !this.#isOpen) return undefined;
    if (!this.#paths.has(asset.id)) this.#paths.set(asset.id, await this.#put(asset));
    return this.#paths.get(asset.id);
  }

  async #put(asset: Asset): Promise<string | undefined> {
    const path = `${this.#folder ?? ''}/${this.#unique(fileNameOf(asset))}`;
    try {
      return (await copyAsset(asset, path, this.#copy)) ? path : undefined;
    } catch (error) {
      // A single output file or stdout: there is no place beside it.
      if (!(error instanceof ChatError) || error.code !== 'usage') throw error;
      this.#isOpen = false;
      return undefined;
    }
  }
}
