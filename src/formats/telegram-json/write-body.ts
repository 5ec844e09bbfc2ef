// Bodies of messages as Telegram's fields: one record holds one file and a text, so that some bodies need several records.

import type {Asset, Inline, Json, MediaRole, Part} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {plain} from '../../engine/model/build.ts';
import {partText} from '../../engine/model/text.ts';
import {formatId, mediaRoles, viewOnceSeconds} from './shapes.ts';
import type {Fields} from './write-json.ts';

const typeOfRole: ReadonlyMap<MediaRole, string> = new Map(
  [...mediaRoles].map(([type, role]) => [role, type]),
);

const folders: Readonly<Record<MediaRole, string>> = {
  image: 'photos',
  video: 'video_files',
  audio: 'files',
  voice: 'voice_messages',
  'video-note': 'round_video_messages',
  sticker: 'stickers',
  animation: 'animations',
  file: 'files',
};

export const notIncluded = '(File not included. Change data exporting settings to download.)';

export type BodyContext = {
  /** Path of the copied file in `folder`; undefined where there are no bytes. */
  file(asset: Asset, folder: string): Promise<string | undefined>;
  /** Raw fields of the record that the body was read from. */
  readonly kept?: Fields;
};

/** One record's worth of a body. */
export type Piece = {
  readonly fields: Fields;
  readonly inlines: readonly Inline[];
  readonly hasMedia: boolean;
};

type Media = Extract<Part, {kind: 'media'}>;

/** A path, or why there is none. An absent file that a path names keeps it; what the reader kept comes back over it. */
const place = async (asset: Asset, folder: string, ctx: BodyContext): Promise<string> =>
  (await ctx.file(asset, folder)) ??
  (asset.presence === 'absent' && asset.id.includes('/') ? asset.id : notIncluded);

const mediaFields = async (part: Media, ctx: BodyContext): Promise<Fields> => {
  const {asset, role} = part;
  const path = await place(asset, folders[role], ctx);
  const size = {
    duration_seconds: part.durationSeconds,
    width: part.width,
    height: part.height,
    media_spoiler: part.isSpoiler === true ? true : undefined,
    self_destruct_period_seconds: part.isViewOnce === true ? viewOnceSeconds : undefined,
  };
  const thumbnail = {
    thumbnail: part.thumbnail && (await place(part.thumbnail, folders[role], ctx)),
    thumbnail_file_size: part.thumbnail?.bytes,
  };
  // Telegram gives a photo no name and type; other platforms do, and an importer may want the type.
  const named = {file_name: asset.name, mime_type: asset.mime};
  if (role === 'image')
    return {photo: path, photo_file_size: asset.bytes, ...named, ...thumbnail, ...size};
  return {
    file: path,
    file_name: asset.name,
    file_size: asset.bytes,
    ...thumbnail,
    media_type: typeOfRole.get(role),
    sticker_emoji: part.emoji,
    mime_type: asset.mime,
    ...size,
  };
};

const contactFields = async (
  part: Extract<Part, {kind: 'contact'}>,
  ctx: BodyContext,
): Promise<Fields> => ({
  contact_information: {
    first_name: part.name,
    last_name: '',
    phone_number: part.phones?.[0] ?? '',
  },
  contact_vcard: part.vcard && (await place(part.vcard, 'contacts', ctx)),
  contact_vcard_file_size: part.vcard?.bytes,
});

const locationFields = (part: Extract<Part, {kind: 'location'}>): Fields => ({
  place_name: part.name === '' ? undefined : part.name,
  address: part.address === '' ? undefined : part.address,
  location_information:
    part.latitude === undefined || part.longitude === undefined
      ? part.name === undefined
        ? null
        : undefined
      : {latitude: part.latitude, longitude: part.longitude},
  live_location_period_seconds: part.isLive === true ? 0 : undefined,
});

const pollFields = (part: Extract<Part, {kind: 'poll'}>): Fields => ({
  poll: {
    question: part.question,
    closed: part.isClosed ?? false,
    total_voters:
      part.totalVoters ??
      part.options.reduce((sum, {votes, voters}) => sum + (votes ?? voters?.length ?? 0), 0),
    answers: part.options.map(({text, votes, voters, isChosen}) => ({
      text,
      voters: votes ?? voters?.length ?? 0,
      chosen: isChosen === true,
    })),
  },
});

/** Words for what Telegram's records have no keys for. */
const linkInlines = (part: Extract<Part, {kind: 'link'}>): readonly Inline[] => {
  const words = [part.title, part.description]
    .filter((word) => word !== undefined && word !== '')
    .join('\n');
  const text: Inline[] = words === '' ? [] : [plain(words)];
  if (part.url === '') return text.length > 0 ? text : [plain(partText(part))];
  return text.length > 0
    ? [...text, plain('\n'), {kind: 'url', url: part.url}]
    : [{kind: 'url', url: part.url}];
};

const gameFields = (part: Extract<Part, {kind: 'link'}>): Fields => ({
  game_title: part.title,
  game_description: part.description,
  game_link: part.url === '' ? undefined : part.url,
});

const piece = (fields: Fields, inlines: readonly Inline[] = [], hasMedia = false): Piece => ({
  fields,
  inlines,
  hasMedia,
});

const rawPiece = (part: Extract<Part, {kind: 'raw'}>): Piece =>
  part.format === formatId && part.value !== undefined
    ? piece({[part.name]: part.value as Json}, [], true)
    : piece({}, part.text === '' ? [] : [plain(part.text)]);

/** A file that is only a link: the link must not get lost. */
const linkOf = ({asset}: Media): readonly Inline[] =>
  asset.presence === 'remote' && asset.url !== undefined ? [{kind: 'url', url: asset.url}] : [];

const pieceOf = async (part: Part, ctx: BodyContext): Promise<Piece> => {
  switch (part.kind) {
    case 'text':
      return piece({}, part.inlines);
    case 'media':
      return piece(await mediaFields(part, ctx), joined(part.caption ?? [], linkOf(part)), true);
    case 'location':
      return piece(locationFields(part), [], true);
    case 'contact':
      return piece(await contactFields(part, ctx), [], true);
    case 'poll':
      return piece(pollFields(part), [], true);
    case 'link':
      return part.card === 'game' && part.title !== undefined
        ? piece(gameFields(part), [], true)
        : piece({}, linkInlines(part));
    case 'transfer':
      // An invoice comes back with the raw fields.
      return ctx.kept?.['invoice_information'] === undefined
        ? piece({}, [plain(partText(part))])
        : piece({}, [], true);
    case 'bundle':
      return piece({}, [plain(partText(part))]);
    case 'raw':
      return rawPiece(part);
    default:
      return assertNever(part);
  }
};

const joined = (a: readonly Inline[], b: readonly Inline[]): readonly Inline[] =>
  a.length === 0 ? b : b.length === 0 ? a : [...a, plain('\n'), ...b];

/** Texts go with the file before them, or with the first one when there is none before. */
export const piecesOf = async (
  body: readonly Part[],
  ctx: BodyContext,
): Promise<readonly Piece[]> => {
  const pieces: Piece[] = [];
  for (const part of body) {
    const next = await pieceOf(part, ctx);
    const last = pieces.at(-1);
    if (!last || (last.hasMedia && next.hasMedia)) pieces.push(next);
    else {
      pieces[pieces.length - 1] = {
        fields: {...last.fields, ...next.fields},
        inlines: joined(last.inlines, next.inlines),
        hasMedia: last.hasMedia || next.hasMedia,
      };
    }
  }
  return pieces.length === 0 ? [piece({})] : pieces;
};
