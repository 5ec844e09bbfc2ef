// Where an attachment lies: `files/<xx>/<name>`, its name made from the content's hash and a key that stays in the export.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {SourceEntry} from '../../engine/io/source.ts';
import type {Asset} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {Place} from '../../engine/model/problem.ts';
import {positiveAt, recordAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {sha256} from '../_shared/sha256.ts';
import {bytesOf, hexOf} from './wire.ts';

const filePattern = /(?:^|\/)files\/[0-9a-f]{2}\/([0-9a-f]{16,128})(?:\.[^/]*)?$/i;

const joinBytes = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
};

/** Memory: one table entry for each file below `files/`. */
export class Files {
  readonly #byName = new Map<string, SourceEntry>();
  readonly #ctx: ReadContext;

  constructor(entries: readonly SourceEntry[], folder: string, ctx: ReadContext) {
    this.#ctx = ctx;
    for (const entry of entries) {
      const name = entry.path.startsWith(folder) ? filePattern.exec(entry.path)?.[1] : undefined;
      if (name !== undefined) this.#byName.set(name.toLowerCase(), entry);
    }
  }

  get hasNone(): boolean {
    return this.#byName.size === 0;
  }

  /** `pointer`: what Signal says of a file; `fallback`: the asset's id where it gives no hash. */
  asset(pointer: Loose, fallback: string, place: Place): Asset {
    const locator = recordAt(pointer, 'locatorInfo') ?? recordAt(pointer, 'localLocator') ?? {};
    const hash = bytesOf(stringAt(locator, 'plaintextHash'));
    const key = bytesOf(stringAt(locator, 'localKey'));
    const sha = hash?.length === 32 ? hexOf(hash) : undefined;
    const name = hash && key ? sha256(joinBytes(hash, key)) : stringAt(locator, 'mediaName');
    const entry =
      (name === undefined ? undefined : this.#byName.get(name.toLowerCase())) ??
      (sha === undefined ? undefined : this.#byName.get(sha));
    if (!entry && !this.hasNone) {
      this.#ctx.report({kind: 'media-missing', place, detail: 'A file is not in the export.'});
    }
    return {
      id: entry?.path ?? name ?? sha ?? fallback,
      ...given({
        name: stringAt(pointer, 'fileName'),
        mime: stringAt(pointer, 'contentType'),
        bytes: entry?.size ?? positiveAt(locator, 'size'),
        sha256: sha,
      }),
      presence: entry ? 'included' : 'absent',
    };
  }
}
