// The bodies of WeCom's message types as parts: audit records and wecom-cli answers share the names.

import type {Asset, BundleItem, Json, MediaRole, Part} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {parseJson} from '../../engine/io/json-repair.ts';
import {
  idAt,
  isLoose,
  numberAt,
  positiveAt,
  recordAt,
  recordsAt,
  stringAt,
  stringsAt,
  valueAt,
} from '../_shared/loose.ts';
import {epochMoment} from '../_shared/epoch-moment.ts';
import type {Loose} from '../_shared/loose.ts';

const format = 'wecom';

export type BodyWords = {
  asset(body: Loose, role: MediaRole): Asset;
  unknown(type: string): void;
};

const mediaRoles: Readonly<Record<string, MediaRole>> = {
  image: 'image',
  voice: 'voice',
  video: 'video',
  file: 'file',
  emotion: 'sticker',
};

const mediaPart = (type: string, body: Loose, words: BodyWords): Part => {
  const role = mediaRoles[type] ?? 'file';
  return {
    kind: 'media',
    role,
    asset: words.asset(body, role),
    ...given({
      durationSeconds: positiveAt(body, 'play_length'),
      width: positiveAt(body, 'width'),
      height: positiveAt(body, 'height'),
    }),
  };
};

const locationPart = (body: Loose): Part => ({
  kind: 'location',
  ...given({
    latitude: numberAt(body, 'latitude'),
    longitude: numberAt(body, 'longitude'),
    name: stringAt(body, 'title'),
    address: stringAt(body, 'address'),
  }),
});

const linkPart = (body: Loose, card?: string): Part => ({
  kind: 'link',
  url: stringAt(body, 'link_url') ?? stringAt(body, 'url') ?? '',
  ...given({
    title: stringAt(body, 'title') ?? stringAt(body, 'feed_title') ?? stringAt(body, 'username'),
    description: stringAt(body, 'description') ?? stringAt(body, 'feed_desc'),
    site: stringAt(body, 'displayname') ?? stringAt(body, 'sph_name'),
    card,
  }),
});

/** Amounts are in fen. */
const redPacketPart = (body: Loose): Part => {
  const fen = numberAt(body, 'totalamount');
  return {
    kind: 'transfer',
    role: 'red-packet',
    ...given({
      amount: fen === undefined ? undefined : (fen / 100).toFixed(2),
      currency: fen === undefined ? undefined : 'CNY',
      note: stringAt(body, 'wish'),
    }),
  };
};

const maxNesting = 8;

/** `content` inside a list is JSON in a string. */
const innerBody = (item: Loose): Loose => {
  const content = valueAt(item, 'content');
  if (isLoose(content)) return content;
  if (typeof content !== 'string') return {};
  try {
    const {value} = parseJson(content);
    return isLoose(value) ? value : {content};
  } catch {
    return {content}; // Plain words, as some items have them.
  }
};

/** `ChatRecordText`, `text` → text. */
const innerType = (item: Loose): string =>
  (stringAt(item, 'type') ?? 'text').replace(/^ChatRecord/, '').toLowerCase();

const recordPart = (body: Loose, words: BodyWords, depth: number): Part => ({
  kind: 'bundle',
  ...given({title: stringAt(body, 'title')}),
  items: recordsAt(body, 'item').map((item): BundleItem => {
    return {
      ...given({at: epochMoment(numberAt(item, 'msgtime'))}),
      body: partsOf(innerType(item), innerBody(item), words, depth + 1),
    };
  }),
});

const votePart = (body: Loose): Part => ({
  kind: 'poll',
  question: stringAt(body, 'votetitle') ?? '',
  options: stringsAt(body, 'voteitem').map((text) => ({text})),
});

const newsParts = (body: Loose): readonly Part[] => {
  const inner = recordAt(body, 'info') ?? body;
  return recordsAt(inner, 'item').map((item) => linkPart(item));
};

const wordsIn = (body: Loose): string | undefined =>
  stringAt(body, 'content') ??
  stringAt(body, 'title') ??
  stringAt(body, 'topic') ??
  stringAt(body, 'wish') ??
  stringAt(body, 'remarks');

const rawPart = (type: string, body: Loose): Part => ({
  kind: 'raw',
  format,
  name: type,
  text: wordsIn(body) ?? `[${type}]`,
  value: body as Json,
});

const rawTypes: ReadonlySet<string> = new Set([
  'todo',
  'collect',
  'meeting',
  'calendar',
  'voip_doc_share',
  'meeting_voice_call',
  'agree',
  'disagree',
]);

/** The body of a message of this type; never empty. */
export const partsOf = (
  type: string,
  body: Loose,
  words: BodyWords,
  depth = 0,
): readonly Part[] => {
  if (Object.hasOwn(mediaRoles, type)) return [mediaPart(type, body, words)];
  switch (type) {
    case 'text':
    case 'markdown':
      return [
        textPart(
          stringAt(body, 'content') ?? stringAt(recordAt(body, 'info') ?? {}, 'content') ?? '',
        ),
      ];
    case 'location':
      return [locationPart(body)];
    case 'link':
      return [linkPart(body)];
    case 'weapp':
      return [linkPart(body, 'mini-program')];
    case 'docmsg':
      return [linkPart(body, 'document')];
    case 'sphfeed':
      return [linkPart(body, 'video-channel')];
    case 'card':
      return [{kind: 'contact', name: idAt(body, 'userid') ?? stringAt(body, 'corpname') ?? ''}];
    case 'redpacket':
    case 'external_redpacket':
      return [redPacketPart(body)];
    case 'vote':
      return [votePart(body)];
    case 'news': {
      const parts = newsParts(body);
      return parts.length > 0 ? parts : [rawPart(type, body)];
    }
    case 'chatrecord':
      return depth < maxNesting ? [recordPart(body, words, depth)] : [rawPart(type, body)];
    case 'mixed': {
      const parts =
        depth < maxNesting
          ? recordsAt(body, 'item').flatMap((item) =>
              partsOf(innerType(item), innerBody(item), words, depth + 1),
            )
          : [];
      return parts.length > 0 ? parts : [rawPart(type, body)];
    }
    default:
      if (!rawTypes.has(type)) words.unknown(type);
      return [rawPart(type, body)];
  }
};
