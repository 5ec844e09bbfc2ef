// Slack file objects to media parts, and the search for their bytes beside the export. Opens nothing.

import type {Asset, Inline, Json, JsonObject, MediaRole, Part} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {SourceEntry} from '../../engine/io/source.ts';
import {leftover, numberAt, positiveAt, recordAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

/** Where slackdump and our writer put files: by file id, whatever the folder around it is called. */
const byFolder = /(?:^|\/)__uploads\/(F[A-Z0-9]+)\/[^/]+$/;
const byName = /\/(F[A-Z0-9]{5,})-[^/]+$/;
const avatarFolder = /(?:^|\/)__avatars\/([UW][A-Z0-9]+)\/[^/]+$/;

/** Files of the source by Slack's file id or user id. Memory: one entry for each media file. */
export class MediaIndex {
  readonly #files = new Map<string, SourceEntry>();
  readonly #paths = new Map<string, SourceEntry>();

  constructor(entries: readonly SourceEntry[], root: string) {
    for (const entry of entries) {
      if (!entry.path.startsWith(root)) continue;
      const match =
        byFolder.exec(entry.path) ?? byName.exec(entry.path) ?? avatarFolder.exec(entry.path);
      if (!match) continue;
      this.#files.set(match[1] ?? '', entry);
      this.#paths.set(entry.path.slice(root.length), entry);
    }
  }

  find(id: string | undefined, url: string | undefined): SourceEntry | undefined {
    const byId = id === undefined ? undefined : this.#files.get(id);
    return byId ?? (url === undefined ? undefined : this.#paths.get(url));
  }
}

const isWeb = (url: string | undefined): url is string =>
  url !== undefined && /^https?:\/\//i.test(url);

/** Modes whose content Slack itself withholds. */
const withheld = new Set(['tombstone', 'hidden_by_limit']);

const takenFromFile = new Set([
  'id',
  'name',
  'mimetype',
  'size',
  'original_w',
  'original_h',
  'duration_ms',
]);

const roleByMime: readonly (readonly [pattern: RegExp, role: MediaRole])[] = [
  [/^image\/gif$/, 'animation'],
  [/^image\//, 'image'],
  [/^video\//, 'video'],
  [/^audio\//, 'audio'],
];

const roleOf = (file: Loose, mime: string | undefined): MediaRole => {
  const subtype = stringAt(file, 'subtype');
  if (subtype === 'slack_audio') return 'voice';
  if (subtype === 'slack_video') return 'video-note';
  return roleByMime.find(([pattern]) => pattern.test(mime ?? ''))?.[1] ?? 'file';
};

export type FileFinding = {
  readonly part: Part;
  /** The file is neither in the source nor linked. */
  readonly isMissing: boolean;
  /** What only Slack knows of it. */
  readonly rest: JsonObject;
};

const assetOf = (file: Loose, media: MediaIndex): Asset => {
  const id = stringAt(file, 'id');
  const url = stringAt(file, 'url_private_download') ?? stringAt(file, 'url_private');
  const link = [url, stringAt(file, 'url_private'), stringAt(file, 'permalink')].find(isWeb);
  const found = media.find(id, url);
  const isWithheld = withheld.has(stringAt(file, 'mode') ?? '');
  let presence: Asset['presence'] = link === undefined || isWithheld ? 'absent' : 'remote';
  if (found) presence = 'included';
  const mime = stringAt(file, 'mimetype');
  return {
    id: found?.path ?? id ?? link ?? 'file',
    ...given({
      name: stringAt(file, 'name') ?? stringAt(file, 'title'),
      mime: mime === 'image/*' ? undefined : mime,
      bytes: found?.size ?? positiveAt(file, 'size'),
    }),
    presence,
    ...given({url: presence === 'included' ? undefined : link}),
  };
};

const transcriptOf = (file: Loose): string | undefined => {
  const preview = recordAt(recordAt(file, 'transcription') ?? {}, 'preview');
  const content = preview && valueAt(preview, 'content');
  return typeof content === 'string' ? content : undefined;
};

export const mediaOfFile = (file: Loose, media: MediaIndex): FileFinding => {
  const asset = assetOf(file, media);
  const milliseconds = positiveAt(file, 'duration_ms');
  const title = stringAt(file, 'title');
  const caption: readonly Inline[] | undefined =
    title === undefined || title === asset.name ? undefined : [{kind: 'plain', text: title}];
  const rest: {[key: string]: Json | undefined} = {...leftover(file, takenFromFile)};
  if (title === asset.name) delete rest['title'];
  return {
    part: {
      kind: 'media',
      role: roleOf(file, stringAt(file, 'mimetype')),
      asset,
      ...given({
        caption,
        durationSeconds: milliseconds === undefined ? undefined : milliseconds / 1000,
        width: positiveAt(file, 'original_w'),
        height: positiveAt(file, 'original_h'),
        transcript: transcriptOf(file),
      }),
    },
    isMissing: asset.presence === 'absent',
    rest: {...given({id: stringAt(file, 'id'), size: numberAt(file, 'size')}), ...rest},
  };
};
