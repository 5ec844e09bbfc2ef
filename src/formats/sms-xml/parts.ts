// Parts of an MMS as text and media. Pictures stay where they are, as base64 in the file: an asset is the place of its part.

import {ChatError} from '../../engine/errors.ts';
import {decodeBase64} from '../../engine/io/base64.ts';
import type {Attributes, LargeAttribute} from '../../engine/io/markup.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {Source} from '../../engine/io/source.ts';
import {scanXml} from '../../engine/io/xml-scan.ts';
import type {Asset, Part} from '../../engine/model/archive.ts';
import {textPart} from '../../engine/model/build.ts';
import type {ReportProblem} from '../../engine/model/problem.ts';
import {given} from '../_shared/android-values.ts';
import {mediaRole} from '../_shared/media-role.ts';

export type MmsPart = {
  readonly attributes: Attributes;
  readonly large: readonly LargeAttribute[];
  /** Offset of the tag in the file. */
  readonly byte: number;
};

/** `<image.jpg>` → `image.jpg`; some phones put folders or nothing there. */
const nameOf = (attributes: Attributes): string | undefined => {
  for (const key of ['fn', 'name', 'cl', 'cid']) {
    const name = given(attributes, key)?.replace(/^<|>$/g, '').split(/[/\\]/).at(-1);
    if (name !== undefined && name !== '') return name;
  }
  return undefined;
};

const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text);

export type PartWhere = {readonly path: string; readonly report: ReportProblem};

const presenceOf = (part: MmsPart, {path, report}: PartWhere): Asset['presence'] => {
  const data = part.attributes['data'] ?? '';
  if (part.large.some(({name}) => name === 'data') || isBase64(data)) return 'included';
  const isEmpty = data === '' || data === 'null';
  report({
    kind: isEmpty ? 'media-missing' : 'media-unreadable',
    place: {path, byte: part.byte},
    detail: isEmpty ? 'The part has no data.' : 'The data of the part is no base64.',
  });
  return 'absent';
};

const mediaOf = (part: MmsPart, mime: string, where: PartWhere): Part => {
  const name = nameOf(part.attributes);
  const isVague = mime === '' || mime === 'application/octet-stream';
  const known = isVague ? ((name && mimeFromName(name)) ?? mime) : mime;
  return {
    kind: 'media',
    role: mediaRole(known),
    asset: {
      id: `${where.path}#${part.byte}`,
      ...(name !== undefined && {name}),
      ...(known !== '' && {mime: known}),
      presence: presenceOf(part, where),
    },
  };
};

const isText = (part: MmsPart, mime: string): boolean =>
  (mime === 'text/plain' || mime === 'text/html' || mime === '') &&
  part.attributes['text'] !== undefined &&
  !part.large.some(({name}) => name === 'data');

/** Undefined for layout instructions (SMIL). */
export const partOf = (part: MmsPart, where: PartWhere): Part | undefined => {
  const mime = (given(part.attributes, 'ct') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (mime === 'application/smil') return undefined;
  if (!isText(part, mime)) return mediaOf(part, mime, where);
  if (part.large.length > 0) {
    const detail = 'A text larger than 256 KiB is left out.';
    where.report({kind: 'record-too-large', place: {path: where.path, byte: part.byte}, detail});
  }
  return textPart(part.attributes['text'] ?? '');
};

const startOf = (asset: Asset): {readonly path: string; readonly byte: number} | undefined => {
  const match = /^(.*)#(\d{1,16})$/s.exec(asset.id);
  return match ? {path: match[1] ?? '', byte: Number(match[2])} : undefined;
};

/** Where the raw `data` attribute of the part stands. Reads its tag once, holding nothing of it. */
const dataAt = async (
  source: Source,
  path: string,
  start: number,
): Promise<{readonly start: number; readonly length: number} | undefined> => {
  for await (const batch of scanXml(source.open(path, {start}), {maxAttribute: 0})) {
    for (const event of batch) {
      if (event.type !== 'open') continue;
      const data = event.large.find(({name}) => name === 'data');
      return event.name === 'part' && data
        ? {start: start + data.byte, length: data.length}
        : undefined;
    }
  }
  return undefined;
};

/** The bytes of a picture: base64 is decoded as it is read. Throws `not-found` where there is no such part. */
export async function* openPart(source: Source, asset: Asset): AsyncIterable<Uint8Array> {
  const place = startOf(asset);
  const range = place && (await dataAt(source, place.path, place.byte));
  if (!place || !range) throw new ChatError('not-found', `No data for "${asset.id}".`);
  yield* decodeBase64(source.open(place.path, range));
}
