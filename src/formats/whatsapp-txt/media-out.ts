// Files beside a transcript that is being written: their names as WhatsApp would have them, their bytes where there is a place for them.

import {ChatError} from '../../engine/errors.ts';
import {extensionFor} from '../../engine/io/mime.ts';
import type {Asset, MediaRole, Moment, Part} from '../../engine/model/archive.ts';
import {wallClock} from '../../engine/model/time.ts';
import {copyAsset} from '../_shared/copy-asset.ts';
import type {CopyContext} from '../_shared/copy-asset.ts';
import {fileNameOf} from '../_shared/media-shelf.ts';
import {outputName, uniqueNames} from '../_shared/output-name.ts';
import {vcardText} from '../_shared/vcard.ts';
import {isVcard, roleOfName} from './attachments.ts';

const prefixes: Readonly<Record<MediaRole, string>> = {
  image: 'IMG',
  video: 'VID',
  audio: 'AUD',
  voice: 'PTT',
  'video-note': 'PTV',
  sticker: 'STK',
  animation: 'GIF',
  file: 'DOC',
};

const hasEnding = (name: string): boolean => /\.\w{1,10}$/.test(name);

/** Memory: one entry for each file. */
export class MediaBeside {
  readonly #copy: CopyContext;
  readonly #unique = uniqueNames();
  readonly #names = new Map<string, string>();
  #isOpen = true;
  #count = 0;

  constructor(copy: CopyContext) {
    this.#copy = copy;
  }

  /** The name to print; undefined: there is nothing to name. */
  async nameOf(asset: Asset, role: MediaRole, at: Moment): Promise<string | undefined> {
    if (asset.presence !== 'included') {
      const name = asset.name === undefined ? '' : fileNameOf(asset);
      return hasEnding(name) ? name : undefined;
    }
    const known = this.#names.get(asset.id);
    if (known !== undefined) return known;
    const name = this.#unique(this.#freshName(asset, role, at));
    this.#names.set(asset.id, name);
    await this.#try(() => copyAsset(asset, name, this.#copy));
    return name;
  }

  /** Writes the contact as a file; the name, and whether the file is there. */
  async contact(
    part: Extract<Part, {kind: 'contact'}>,
  ): Promise<{name: string; isWritten: boolean}> {
    const {vcard} = part;
    if (vcard?.presence === 'included' && isVcard(vcard.name ?? vcard.id)) {
      const name = this.#names.get(vcard.id) ?? this.#unique(fileNameOf(vcard));
      if (this.#names.has(vcard.id)) return {name, isWritten: true};
      this.#names.set(vcard.id, name);
      return {name, isWritten: await this.#try(() => copyAsset(vcard, name, this.#copy))};
    }
    const name = this.#unique(outputName(part.name, 'vcf'));
    const isEmpty = part.phones === undefined && part.emails === undefined;
    return {name, isWritten: !isEmpty && (await this.#try(() => this.#writeCard(name, part)))};
  }

  async #writeCard(name: string, part: Extract<Part, {kind: 'contact'}>): Promise<boolean> {
    const file = await this.#copy.sink.create(name);
    try {
      await file.write(vcardText(part));
      await file.close();
      return true;
    } catch (error) {
      await file.abort();
      throw error;
    }
  }

  /** The file's own name, unless it would be taken for another kind of media. */
  #freshName(asset: Asset, role: MediaRole, at: Moment): string {
    const name = fileNameOf(asset);
    if (hasEnding(name) && roleOfName(name) === role && !isVcard(name)) return name;
    const {year, month, day} = wallClock(at);
    const date = `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
    const ending = /\.(\w{1,10})$/.exec(name)?.[1] ?? extensionFor(asset.mime ?? '') ?? 'bin';
    return `${prefixes[role]}-${date}-WA${String(++this.#count).padStart(4, '0')}.${ending}`;
  }

  /** A single output file or stdout has no place beside it. */
  async #try(write: () => Promise<boolean>): Promise<boolean> {
    if (!this.#isOpen) return false;
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof ChatError) || error.code !== 'usage') throw error;
      this.#isOpen = false;
      return false;
    }
  }
}
