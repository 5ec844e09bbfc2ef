// The content of a message event to parts: text, HTML, media, places, polls. Knows nothing of relations and rooms.

import type {Asset, Inline, MediaRole, Part, PersonId} from '../../engine/model/archive.ts';
import {given, plain, textPart} from '../../engine/model/build.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {htmlInlines} from '../_shared/html-inlines.ts';
import {
  idAt,
  isTrue,
  positiveAt,
  recordAt,
  recordsAt,
  stringAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import type {MediaFolders} from './media-folders.ts';
import {mixedText} from '../_shared/mixed-markup.ts';

export type ContentContext = {
  person(id: string): PersonId;
  nameOf(id: string): string | undefined;
  readonly media: MediaFolders;
  /** Milliseconds of the event, by which its file is found. */
  readonly at: number;
  readonly votes?: ReadonlyMap<string, readonly string[]>;
  readonly isPollClosed: boolean;
  missing(asset: Asset): void;
};

/** `https://matrix.to/#/@ana:example.org` or `matrix:u/ana:example.org` → `@ana:example.org`. */
const personOfLink = (url: string): string | undefined => {
  const web = /^https:\/\/matrix\.to\/#\/(@[^?/]+)/.exec(url)?.[1];
  const scheme = /^matrix:u\/([^?/]+)/.exec(url)?.[1];
  try {
    if (web !== undefined) return decodeURIComponent(web);
    return scheme === undefined ? undefined : `@${decodeURIComponent(scheme)}`;
  } catch {
    return undefined; // A broken escape: then it is a link like any other.
  }
};

const formatted = (html: string, context: ContentContext): readonly Inline[] =>
  htmlInlines(html, ({name, attributes, children}, content) => {
    if (name === 'mx-reply') return 'skip';
    if (name === 'span' && attributes.has('data-mx-spoiler'))
      return [{kind: 'styled', style: 'spoiler', inlines: content()}];
    if (name === 'span' && attributes.has('data-mx-maths'))
      return [plain(`$${attributes.get('data-mx-maths') ?? mixedText(children)}$`)];
    if (name === 'img') {
      const text = attributes.get('alt') ?? attributes.get('title') ?? '';
      const url = attributes.get('src') ?? '';
      if (!attributes.has('data-mx-emoticon')) return [plain(text)];
      return [{kind: 'emoji', text, id: url, asset: {id: url, presence: 'remote', url}}];
    }
    const person = name === 'a' ? personOfLink(attributes.get('href') ?? '') : undefined;
    if (person === undefined) return undefined;
    const text = inlinesText(content());
    return [
      {
        kind: 'mention',
        text: text.startsWith('@') ? text : `@${text}`,
        person: context.person(person),
      },
    ];
  });

/** The quotation that clients put before a reply for those that know no replies. */
export const withoutFallback = (body: string): string =>
  /^> (?:\* )?<@[^>\n]*>/.test(body) ? body.replace(/^(?:>.*\n)+\n?/, '') : body;

const textInlines = (
  content: Loose,
  isReply: boolean,
  context: ContentContext,
): readonly Inline[] => {
  const html = stringAt(content, 'formatted_body');
  if (html !== undefined && stringAt(content, 'format') === 'org.matrix.custom.html')
    return formatted(html, context);
  const body = stringAt(content, 'body') ?? '';
  const text = isReply ? withoutFallback(body) : body;
  return text === '' ? [] : roomMention(text, content);
};

/** `@room` only counts where the event says so. */
const roomMention = (text: string, content: Loose): readonly Inline[] => {
  const mentions = recordAt(content, 'm.mentions');
  const at = mentions && isTrue(mentions, 'room') ? text.indexOf('@room') : -1;
  if (at < 0) return [plain(text)];
  const pieces: readonly Inline[] = [
    plain(text.slice(0, at)),
    {kind: 'mention', text: '@room', everyone: true},
    plain(text.slice(at + 5)),
  ];
  return pieces.filter((piece) => piece.kind !== 'plain' || piece.text !== '');
};

const isVoice = (content: Loose): boolean =>
  valueAt(content, 'org.matrix.msc3245.voice') !== undefined ||
  valueAt(content, 'm.voice') !== undefined;

const roles: ReadonlyMap<string, MediaRole> = new Map<string, MediaRole>([
  ['m.image', 'image'],
  ['m.video', 'video'],
  ['m.audio', 'audio'],
  ['m.file', 'file'],
  ['m.sticker', 'sticker'],
]);

const roleOf = (type: string, content: Loose, mime: string | undefined): MediaRole => {
  if (type === 'm.audio' && isVoice(content)) return 'voice';
  if (type === 'm.image' && mime === 'image/gif') return 'animation';
  return roles.get(type) ?? 'file';
};

const remote = (url: string | undefined, id: string): Asset =>
  url === undefined ? {id, presence: 'absent'} : {id: url, presence: 'remote', url};

const fileUrl = (holder: Loose, plainKey: string, fileKey: string): string | undefined =>
  stringAt(holder, plainKey) ?? stringAt(recordAt(holder, fileKey) ?? {}, 'url');

const mediaPart = (type: string, content: Loose, context: ContentContext): Part => {
  const info = recordAt(content, 'info') ?? {};
  const url = fileUrl(content, 'url', 'file');
  const body = stringAt(content, 'body');
  const fileName = stringAt(content, 'filename');
  const mime = stringAt(info, 'mimetype');
  const role = roleOf(type, content, mime);
  const found = context.media.find(type, {
    name: fileName ?? body ?? '',
    at: context.at,
    isVoice: role === 'voice',
  });
  const facts = given({
    name: fileName ?? body,
    mime,
    bytes: found?.size ?? positiveAt(info, 'size'),
  });
  const asset: Asset = found
    ? {id: found.path, ...facts, presence: 'included'}
    : {...remote(url, fileName ?? body ?? type), ...facts};
  if (asset.presence === 'absent') context.missing(asset);
  const isCaptioned = fileName !== undefined && body !== undefined && body !== fileName;
  const caption = isCaptioned ? textInlines(content, false, context) : undefined;
  const audio = recordAt(content, 'org.matrix.msc1767.audio');
  const duration = positiveAt(info, 'duration') ?? (audio && positiveAt(audio, 'duration'));
  const thumbnail = fileUrl(info, 'thumbnail_url', 'thumbnail_file');
  return {
    kind: 'media',
    role,
    asset,
    ...given({
      caption,
      durationSeconds: duration === undefined ? undefined : duration / 1000,
      width: positiveAt(info, 'w'),
      height: positiveAt(info, 'h'),
    }),
    ...(type === 'm.sticker' && body !== undefined ? {emoji: body} : {}),
    ...(thumbnail === undefined
      ? {}
      : {thumbnail: {id: thumbnail, presence: 'remote', url: thumbnail}}),
  };
};

const locationPart = (content: Loose): Part => {
  const place =
    recordAt(content, 'm.location') ?? recordAt(content, 'org.matrix.msc3488.location') ?? {};
  const uri = stringAt(content, 'geo_uri') ?? stringAt(place, 'uri');
  const match = /^geo:(-?\d{1,3}(?:\.\d{1,15})?),(-?\d{1,3}(?:\.\d{1,15})?)/.exec(uri ?? '');
  const name = stringAt(place, 'description') ?? stringAt(content, 'body');
  return {
    kind: 'location',
    ...(match ? {latitude: Number(match[1]), longitude: Number(match[2])} : {}),
    ...given({name}),
  };
};

/** Text of extensible events: a string, or a list of representations. */
const extensibleText = (holder: Loose): string | undefined => {
  const direct =
    stringAt(holder, 'org.matrix.msc1767.text') ??
    stringAt(holder, 'm.text') ??
    stringAt(holder, 'body');
  return direct ?? stringAt(recordsAt(holder, 'm.text')[0] ?? {}, 'body');
};

const pollPart = (content: Loose, context: ContentContext): Part => {
  const start =
    recordAt(content, 'org.matrix.msc3381.poll.start') ?? recordAt(content, 'm.poll') ?? {};
  const votes = [...(context.votes ?? new Map<string, readonly string[]>())];
  const options = recordsAt(start, 'answers').map((answer) => {
    const id = idAt(answer, 'id') ?? idAt(answer, 'm.id') ?? '';
    const voters = votes
      .filter(([, answers]) => answers.includes(id))
      .map(([voter]) => context.person(voter));
    return {
      text: extensibleText(answer) ?? id,
      ...(votes.length > 0 ? {votes: voters.length} : {}),
      ...(voters.length > 0 ? {voters} : {}),
    };
  });
  return {
    kind: 'poll',
    question: extensibleText(recordAt(start, 'question') ?? {}) ?? extensibleText(content) ?? '',
    options,
    ...(context.isPollClosed ? {isClosed: true} : {}),
    ...(votes.length > 0 ? {totalVoters: votes.length} : {}),
  };
};

const emote = (inlines: readonly Inline[]): Part => ({
  kind: 'text',
  inlines: inlines.length > 0 ? [{kind: 'styled', style: 'italic', inlines}] : [],
});

/** `isKnown` is false where only the text could be taken. */
export const partsOfContent = (
  type: string,
  content: Loose,
  isReply: boolean,
  context: ContentContext,
): {readonly parts: readonly Part[]; readonly isKnown: boolean} => {
  if (type === 'm.sticker') return known(mediaPart('m.sticker', content, context));
  if (type.endsWith('poll.start')) return known(pollPart(content, context));
  const kind = stringAt(content, 'msgtype') ?? '';
  if (roles.has(kind)) return known(mediaPart(kind, content, context));
  if (kind === 'm.location' || type === 'm.location') return known(locationPart(content));
  const inlines = textInlines(content, isReply, context);
  if (kind === 'm.emote') return known(emote(inlines));
  const text: Part = inlines.length > 0 ? {kind: 'text', inlines} : textPart('');
  return {parts: [text], isKnown: textTypes.has(kind)};
};

const textTypes: ReadonlySet<string> = new Set(['m.text', 'm.notice', 'm.server_notice']);

const known = (part: Part): {readonly parts: readonly Part[]; readonly isKnown: boolean} => ({
  parts: [part],
  isKnown: true,
});
