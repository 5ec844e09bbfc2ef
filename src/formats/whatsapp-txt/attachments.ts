// Files that messages name: what kind they are, when they were made, and where they lie in the source.

import type {Asset, MediaRole} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {SourceEntry} from '../../engine/io/source.ts';
import type {CalendarDay} from '../_shared/calendars.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';

/** `00000035-PHOTO-2022-03-27-21-41-55.jpg`: the time is that of the message. */
const iosName =
  /^\d{8}-(PHOTO|VIDEO|AUDIO|GIF|STICKER|[A-Z_]{3,12})-(\d{4})-(\d\d)-(\d\d)-\d\d-\d\d-\d\d\./;
/** `IMG-20220323-WA0002.jpg`: the day is that of the arrival on the phone. */
const androidName = /^(IMG|VID|AUD|PTT|PTV|DOC|STK|GIF)-(\d{4})(\d\d)(\d\d)-WA\d{4,}\./;

export type NamedDay = {readonly day: CalendarDay; readonly weight: number};

/** Photos and videos come on the day of their message; voice and stickers may be days apart. */
const weights: Readonly<Record<string, number>> = {IMG: 10, VID: 10, GIF: 10};

/** The day in a file's name, and how far to trust it. */
export const dayInName = (name: string): NamedDay | undefined => {
  const match = iosName.exec(name) ?? androidName.exec(name);
  if (!match) return undefined;
  const [, kind = '', year, month, date] = match;
  const day = {year: Number(year), month: Number(month), day: Number(date)};
  return {day, weight: /^\d/.test(name) ? 30 : (weights[kind] ?? 1)};
};

/** Does the app name files like this? */
export const isAppName = (name: string): boolean => /^\d{8}-/.test(name) || androidName.test(name);

const rolesByPrefix: Readonly<Record<string, MediaRole>> = {
  PHOTO: 'image',
  VIDEO: 'video',
  AUDIO: 'audio',
  GIF: 'animation',
  STICKER: 'sticker',
  VIDEO_NOTE: 'video-note',
  PTV: 'video-note',
  IMG: 'image',
  VID: 'video',
  AUD: 'audio',
  PTT: 'voice',
  STK: 'sticker',
  DOC: 'file',
};

const roleOfMime = (mime: string | undefined): MediaRole => {
  const [type] = (mime ?? '').split('/');
  if (mime === 'image/gif') return 'animation';
  return type === 'image' || type === 'video' || type === 'audio' ? type : 'file';
};

/** What kind of media a file is, by its name. */
export const roleOfName = (name: string): MediaRole => {
  const prefix = (iosName.exec(name) ?? androidName.exec(name))?.[1];
  const role = prefix === undefined ? undefined : rolesByPrefix[prefix];
  if (role === 'audio' && /\.opus$/i.test(name)) return 'voice';
  if (role !== undefined) return role;
  if (/\.webp$/i.test(name)) return 'sticker';
  return /\.opus$/i.test(name) ? 'voice' : roleOfMime(mimeFromName(name));
};

export const isVcard = (name: string): boolean => /\.vcf$/i.test(name);

/** The files beside the transcript. Memory: three table entries for each file of the source. */
export class Attachments {
  readonly #lookup: MediaLookup | undefined;
  readonly #folder: string;

  constructor(entries: readonly SourceEntry[], path: string) {
    this.#folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    const others = entries.filter((entry) => entry.path !== path);
    this.#lookup = others.length > 0 ? new MediaLookup(others) : undefined;
  }

  find(name: string): SourceEntry | undefined {
    return this.#lookup?.find(name, [this.#folder]) ?? this.#lookup?.byName(name);
  }

  /** A named file as an asset, there or not. */
  asset(name: string): Asset {
    const entry = this.find(name);
    return {
      id: entry?.path ?? name,
      name,
      ...given({mime: mimeFromName(name), bytes: entry?.size}),
      presence: entry ? 'included' : 'absent',
    };
  }
}
