// Media of a message as Slack file objects, their bytes under `__uploads/<file id>/<name>`, where the importers look for them.

import type {WriteContext} from '../../engine/convert/format.ts';
import {extensionFor, mimeFromName} from '../../engine/io/mime.ts';
import type {Sink} from '../../engine/io/sink.ts';
import type {Asset, JsonObject, MediaRole, Message, Part} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {copyAsset} from '../_shared/copy-asset.ts';
import {outputName} from '../_shared/output-name.ts';
import type {SlackIds} from './write-ids.ts';
import {filesOf, titleOf} from './write-message.ts';

export type WrittenFile = {readonly record: JsonObject};

type MediaPart = Extract<Part, {kind: 'media'}>;

const typeOfRole: Readonly<Record<MediaRole, string | undefined>> = {
  image: 'image/*',
  video: 'video/*',
  'video-note': 'video/*',
  audio: 'audio/*',
  voice: 'audio/*',
  animation: 'image/gif',
  sticker: 'image/*',
  file: undefined,
};

/** Slack tells images from other files by their type, so there is always one. */
const mimeOf = ({role, asset}: MediaPart): string => {
  const mime = asset.mime ?? mimeFromName(asset.name ?? asset.id);
  const wanted = typeOfRole[role];
  const fits = wanted === undefined || mime?.startsWith(wanted.split('/')[0] ?? '') === true;
  return (fits ? mime : wanted) ?? 'application/octet-stream';
};

const subtypeOf = (role: MediaRole): string | undefined => {
  if (role === 'voice') return 'slack_audio';
  return role === 'video-note' ? 'slack_video' : undefined;
};

const nameOf = (asset: Asset, mime: string): string => {
  const name = asset.name ?? asset.id.slice(asset.id.lastIndexOf('/') + 1);
  if (/\.[A-Za-z0-9]{1,8}$/.test(name)) return name;
  const extension = extensionFor(mime);
  return extension === undefined ? name : `${name}.${extension}`;
};

const safeName = (name: string): string => {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? outputName(name.slice(0, dot), name.slice(dot + 1)) : outputName(name, '');
};

export type FileContext = {
  readonly sink: Sink;
  readonly ids: SlackIds;
  readonly ctx: WriteContext;
  /** Of the message: makes ids that are the same in a second run. */
  readonly key: string;
  readonly user: string;
  readonly seconds: number;
};

const linkOf = async (
  part: MediaPart,
  id: string,
  mime: string,
  {sink, ctx}: FileContext,
): Promise<JsonObject> => {
  const {asset} = part;
  const path = `__uploads/${id}/${safeName(nameOf(asset, mime))}`;
  if (asset.presence === 'included' && (await copyAsset(asset, path, {sink, ctx})))
    return {mode: 'hosted', url_private: path, url_private_download: path};
  if (asset.url !== undefined) return {mode: 'external', is_external: true, url_private: asset.url};
  return {mode: 'hosted', file_access: 'file_not_found'};
};

const fileRecord = async (
  {part, known}: {readonly part: MediaPart; readonly known?: JsonObject},
  title: string | undefined,
  context: FileContext,
): Promise<JsonObject> => {
  const {asset} = part;
  const mime = mimeOf(part);
  const id = typeof known?.['id'] === 'string' ? known['id'] : context.ids.file(context.key);
  const link = await linkOf(part, id, mime, context);
  const name = asset.name ?? safeName(nameOf(asset, mime));
  // Of a file that stays where Slack has it, everything that Slack said holds on.
  const isCopied = link['url_private_download'] !== undefined;
  const seconds = part.durationSeconds;
  return {
    id,
    created: context.seconds,
    timestamp: context.seconds,
    user: context.user,
    ...given({filetype: /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase()}),
    ...known,
    name,
    title: title ?? name,
    mimetype: mime,
    ...given({size: asset.bytes, subtype: subtypeOf(part.role)}),
    ...given({
      original_w: part.width,
      original_h: part.height,
      duration_ms: seconds === undefined ? undefined : Math.round(seconds * 1000),
    }),
    ...(known && !isCopied ? {} : link),
    ...(part.transcript === undefined || known?.['transcription']
      ? {}
      : {
          transcription: {status: 'complete', preview: {content: part.transcript, has_more: false}},
        }),
  };
};

export const writeFiles = async (
  message: Message,
  context: FileContext,
): Promise<WrittenFile[]> => {
  const written: WrittenFile[] = [];
  for (const [index, file] of filesOf(message).entries()) {
    const title = titleOf(file.part, file.known);
    const record = await fileRecord(file, title, {...context, key: `${context.key} ${index}`});
    written.push({record});
  }
  return written;
};
