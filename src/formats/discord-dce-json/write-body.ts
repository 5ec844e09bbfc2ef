// Bodies as content, attachments, stickers and embeds; what Discord has no place for becomes words.

import type {Inline, Json, Part} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {plain} from '../../engine/model/build.ts';
import {partText} from '../../engine/model/text.ts';
import {formatId} from './shapes.ts';
import type {AssetFolder} from './write-media.ts';
import {numberFor} from './write-ids.ts';

export type BodyRecord = {
  readonly inlines: readonly Inline[];
  readonly attachments: readonly Json[];
  readonly stickers: readonly Json[];
  readonly embeds: readonly Json[];
};

type Media = Extract<Part, {kind: 'media'}>;
type Link = Extract<Part, {kind: 'link'}>;

const rawId = (raw: Json | undefined): Json | undefined =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)
    ? (raw as {id?: Json}).id
    : undefined;

const nameOf = ({asset, role}: Media): string =>
  asset.name ?? asset.id.slice(asset.id.lastIndexOf('/') + 1).replace(/[?#].*$/, '') ?? role;

const attachment = async (
  part: Media,
  raw: Json | undefined,
  folder: AssetFolder,
): Promise<Json> => {
  const {asset} = part;
  const name = nameOf(part);
  const url = await folder.urlOf(asset);
  return {
    id: rawId(raw) ?? (/^\d{15,20}$/.test(asset.id) ? asset.id : numberFor(asset.id)),
    url: url ?? name,
    fileName: part.isSpoiler === true && !name.startsWith('SPOILER_') ? `SPOILER_${name}` : name,
    fileSizeBytes: asset.bytes ?? 0,
  };
};

const sticker = async (part: Media, folder: AssetFolder): Promise<Json> => ({
  id: /^\d{15,20}$/.test(part.asset.id) ? part.asset.id : numberFor(part.asset.id),
  name: part.emoji ?? nameOf(part),
  format: 'Png',
  sourceUrl: (await folder.urlOf(part.asset)) ?? nameOf(part),
});

const embed = async (part: Link, folder: AssetFolder): Promise<Json> => {
  const picture = part.thumbnail && (await folder.urlOf(part.thumbnail));
  return {
    title: part.title ?? '',
    url: part.url === '' ? null : part.url,
    timestamp: null,
    description: part.description ?? '',
    ...(part.site === undefined ? {} : {author: {name: part.site, url: null}}),
    ...(picture === undefined ? {} : {thumbnail: {url: picture, width: null, height: null}}),
    images: [],
    fields: [],
    inlineEmojis: [],
  };
};

const words = (part: Part): readonly Inline[] => {
  const text = partText(part);
  return text === '' ? [] : [plain(text)];
};

/** `rawAttachments`: those that the reader kept; their ids come back. */
export const bodyRecord = async (
  body: readonly Part[],
  rawAttachments: readonly Json[],
  folder: AssetFolder,
): Promise<BodyRecord> => {
  const inlines: Inline[] = [];
  const attachments: Json[] = [];
  const stickers: Json[] = [];
  const embeds: Json[] = [];
  const say = (more: readonly Inline[]): void => {
    if (more.length === 0) return;
    if (inlines.length > 0) inlines.push(plain('\n'));
    inlines.push(...more);
  };
  for (const part of body) {
    switch (part.kind) {
      case 'text':
        say(part.inlines);
        break;
      case 'media':
        if (part.role === 'sticker') stickers.push(await sticker(part, folder));
        else attachments.push(await attachment(part, rawAttachments[attachments.length], folder));
        say(part.caption ?? []);
        break;
      case 'link':
        embeds.push(await embed(part, folder));
        break;
      case 'location':
      case 'contact':
      case 'poll':
      case 'transfer':
      case 'bundle':
        say(words(part));
        break;
      case 'raw':
        // Our own comes back with the raw fields.
        if (part.format !== formatId) say(words(part));
        break;
      default:
        assertNever(part);
    }
  }
  return {inlines, attachments, stickers, embeds};
};
