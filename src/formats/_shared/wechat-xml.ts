// WeChat's XML message bodies, as several exporters pass them on. Text in, facts out; no files, no ids of its own.

import type {Reference} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {epochMoment} from './epoch-moment.ts';
import {readCallLine} from './chinese-call.ts';
import type {CallFacts} from './chinese-call.ts';
import {kindOfAppType, kindOfCodes, placeholderOf, transferStates} from './wechat-codes.table.ts';
import type {WechatKind} from './wechat-codes.table.ts';
import type {WechatFacts} from './wechat-facts.ts';
import {forwardedItems} from './wechat-recordinfo.ts';
import {attributeAt, childAt, parseXml, sizeFrom, textAt} from './xml-tree.ts';
import type {XmlNode} from './xml-tree.ts';

/** Group bodies of raw databases begin with the sender: `wxid_x:\n<msg>…`. */
const senderPrefix = /^([A-Za-z0-9_@.-]{2,64}):\s?\n/;

export const splitSender = (body: string): {readonly sender?: string; readonly body: string} => {
  const match = senderPrefix.exec(body.slice(0, 80));
  return match?.[1] === undefined ? {body} : {sender: match[1], body: body.slice(match[0].length)};
};

export const looksLikeXml = (body: string): boolean =>
  /^\s*(?:<\?xml|<(?:msg|sysmsg|appmsg|voipmsg|voipinvitemsg|msglist|img|emoji|location|revokemsg)[\s>/])/.test(
    body.slice(0, 300),
  );

const seconds = (milliseconds: number | undefined): number | undefined =>
  milliseconds === undefined ? undefined : Math.round(milliseconds / 100) / 10;

const imageFacts = (img: XmlNode): WechatFacts => ({
  kind: 'image',
  media: given({
    md5: attributeAt(img, 'md5'),
    bytes: sizeFrom(attributeAt(img, 'hdlength')) ?? sizeFrom(attributeAt(img, 'length')),
    width: sizeFrom(attributeAt(img, 'cdnthumbwidth')),
    height: sizeFrom(attributeAt(img, 'cdnthumbheight')),
  }),
});

const voiceFacts = (voice: XmlNode, msg: XmlNode): WechatFacts => ({
  kind: 'voice',
  media: given({
    bytes: sizeFrom(attributeAt(voice, 'length')),
    durationSeconds: seconds(sizeFrom(attributeAt(voice, 'voicelength'))),
    transcript: attributeAt(childAt(msg, 'voicetrans'), 'transtext'),
  }),
});

const videoFacts = (video: XmlNode): WechatFacts => ({
  kind: 'video',
  media: given({
    md5: attributeAt(video, 'rawmd5') ?? attributeAt(video, 'md5'),
    bytes: sizeFrom(attributeAt(video, 'length')),
    durationSeconds: sizeFrom(attributeAt(video, 'playlength')),
  }),
});

const games: Readonly<Record<string, string>> = {
  '1': '剪刀',
  '2': '石头',
  '3': '布',
  '4': '骰子 1',
  '5': '骰子 2',
  '6': '骰子 3',
  '7': '骰子 4',
  '8': '骰子 5',
  '9': '骰子 6',
};

const stickerFacts = (emoji: XmlNode, msg: XmlNode): WechatFacts => {
  const game = attributeAt(childAt(msg, 'gameext'), 'content');
  return {
    kind: 'sticker',
    media: given({
      md5: attributeAt(emoji, 'md5'),
      url: attributeAt(emoji, 'cdnurl'),
      bytes: sizeFrom(attributeAt(emoji, 'len')),
      width: sizeFrom(attributeAt(emoji, 'width')),
      height: sizeFrom(attributeAt(emoji, 'height')),
      emoji:
        attributeAt(emoji, 'desc') ??
        (game !== undefined && Object.hasOwn(games, game) ? games[game] : undefined),
    }),
  };
};

const degrees = (text: string | undefined): number | undefined =>
  text !== undefined && /^-?\d{1,3}(?:\.\d{1,17})?$/.test(text) ? Number(text) : undefined;

const locationFacts = (location: XmlNode): WechatFacts => ({
  kind: 'location',
  location: given({
    latitude: degrees(attributeAt(location, 'x')),
    longitude: degrees(attributeAt(location, 'y')),
    name: attributeAt(location, 'poiname')?.replace(/^\[位置\]$/, '') || undefined,
    address: attributeAt(location, 'label'),
  }),
});

const cardFacts = (msg: XmlNode): WechatFacts => {
  const id = attributeAt(msg, 'alias') ?? attributeAt(msg, 'username');
  return {
    kind: 'contact',
    contact: {name: attributeAt(msg, 'nickname') ?? id ?? '', ...given({id})},
  };
};

const voipFacts = (root: XmlNode): WechatFacts => {
  const bubble = childAt(root, 'VoIPBubbleMsg') ?? root;
  const text = textAt(bubble, 'msg');
  const facts = readCallLine(text ?? '');
  const room =
    textAt(bubble, 'room_type') ??
    textAt(root, 'voipinvitemsg', 'invitetype') ??
    textAt(root, 'invitetype');
  const medium = room === '0' ? 'video' : room === '1' ? 'voice' : facts.medium;
  const duration = sizeFrom(
    textAt(root, 'voiplocalinfo', 'duration') ?? textAt(bubble, 'duration'),
  );
  const call: CallFacts = {
    ...facts,
    medium,
    ...(duration === undefined || facts.durationSeconds !== undefined
      ? {}
      : {durationSeconds: duration, outcome: 'answered' as const}),
  };
  return {kind: 'call', call, ...given({text})};
};

/** One line for what a quote repeats: its words, or the placeholder of its kind. */
const quotedText = (content: string | undefined, type: number): string | undefined => {
  if (content === undefined) {
    const kind = kindOfCodes(type);
    return kind === 'text' || kind === 'unknown' ? undefined : placeholderOf[kind];
  }
  const inner = decodeWechatXml(content, {quoted: true});
  if (!inner) return splitSender(content).body;
  const words = inner.text ?? inner.title ?? inner.location?.name ?? inner.media?.name;
  const mark = placeholderOf[inner.kind];
  return inner.kind === 'text' || inner.kind === 'quote'
    ? words
    : [mark, words].filter(Boolean).join(' ');
};

const referFacts = (refer: XmlNode): Reference => {
  const id = textAt(refer, 'svrid');
  const quote = given({
    name: textAt(refer, 'displayname'),
    at: epochMoment(sizeFrom(textAt(refer, 'createtime'))),
    text: quotedText(textAt(refer, 'content'), Number(textAt(refer, 'type') ?? 0)),
  });
  return {
    ...(id === undefined || id === '0' ? {} : {entry: id}),
    ...(Object.keys(quote).length === 0 ? {} : {quote}),
  };
};

const amountPattern = /[¥￥$€]?\s?\d[\d,]{0,14}(?:\.\d{1,2})?/;

const payFacts = (app: XmlNode, kind: 'transfer' | 'red-packet'): WechatFacts => {
  const pay = childAt(app, 'wcpayinfo');
  const amount = amountPattern.exec(textAt(pay, 'feedesc') ?? '')?.[0].trim();
  const note =
    textAt(pay, 'pay_memo') ?? textAt(pay, 'receivertitle') ?? textAt(pay, 'sendertitle');
  const state = transferStates.get(Number(textAt(pay, 'paysubtype') ?? -1));
  return {
    kind,
    ...given({title: textAt(app, 'title')}),
    transfer: given({amount, note, state: kind === 'transfer' ? state : undefined}),
  };
};

const fileFacts = (app: XmlNode): WechatFacts => {
  const attach = childAt(app, 'appattach');
  return {
    kind: 'file',
    media: given({
      name: textAt(app, 'title'),
      bytes: sizeFrom(textAt(attach, 'totallen')),
      md5: textAt(app, 'md5'),
    }),
  };
};

const channelFacts = (app: XmlNode, kind: WechatKind): WechatFacts => {
  const feed = childAt(app, 'finderFeed') ?? childAt(app, 'finderLive');
  return {
    kind,
    ...given({
      title: textAt(feed, 'desc') ?? textAt(app, 'title'),
      site: textAt(feed, 'nickname'),
      url: textAt(feed, 'mediaList', 'media', 'url') ?? textAt(app, 'url'),
    }),
  };
};

const linkFacts = (app: XmlNode, msg: XmlNode, kind: WechatKind): WechatFacts => ({
  kind,
  ...given({
    title: textAt(app, 'title'),
    description: textAt(app, 'des') ?? textAt(app, 'textannouncement'),
    url: textAt(app, 'url') ?? textAt(app, 'dataurl') ?? textAt(app, 'lowurl'),
    site:
      textAt(app, 'sourcedisplayname') ??
      textAt(app, 'appname') ??
      textAt(msg, 'appinfo', 'appname'),
  }),
});

const forwardFacts = (app: XmlNode): WechatFacts => {
  const item = childAt(app, 'recorditem');
  const record = childAt(item, 'recordinfo') ?? parseXml(item?.text ?? '');
  return {
    kind: 'forward',
    ...given({title: textAt(app, 'title') ?? textAt(record, 'title')}),
    items: record ? forwardedItems(record) : [],
  };
};

const patText = (app: XmlNode): string | undefined => {
  const record = childAt(app, 'patMsg', 'records', 'record');
  return textAt(record, 'templete') ?? textAt(record, 'template') ?? textAt(app, 'title');
};

const appFacts = (app: XmlNode, msg: XmlNode): WechatFacts => {
  const code = Number(textAt(app, 'type') ?? 0);
  const kind = kindOfAppType(code);
  switch (kind) {
    case 'text':
      return {kind, text: textAt(app, 'title') ?? ''};
    case 'quote': {
      const refer = childAt(app, 'refermsg');
      return {kind, text: textAt(app, 'title') ?? '', ...(refer ? {reply: referFacts(refer)} : {})};
    }
    case 'file':
      return fileFacts(app);
    case 'forward':
      return forwardFacts(app);
    case 'transfer':
    case 'red-packet':
      return payFacts(app, kind);
    case 'pat':
      return {kind, text: patText(app) ?? placeholderOf.pat};
    case 'video-channel':
    case 'live':
      return channelFacts(app, kind);
    case 'sticker':
    case 'image':
      return {
        kind,
        media: given({
          name: textAt(app, 'title'),
          bytes: sizeFrom(textAt(app, 'appattach', 'totallen')),
        }),
      };
    default:
      return {...linkFacts(app, msg, kind), ...(kind === 'app' ? {word: `appmsg ${code}`} : {})};
  }
};

/** `"$a$"邀请"$b$"加入了群聊` with the names of the link list put in. */
const templateText = (root: XmlNode): string | undefined => {
  const body = childAt(root, 'sysmsgtemplate', 'content_template');
  let text = textAt(body, 'template') ?? textAt(body, 'plain');
  for (const link of childAt(body, 'link_list')?.children ?? []) {
    const names = (childAt(link, 'memberlist')?.children ?? [])
      .map((member) => textAt(member, 'nickname') ?? textAt(member, 'username') ?? '')
      .join('、');
    const shown = names === '' ? (textAt(link, 'title') ?? textAt(link, 'plain') ?? '') : names;
    text = text?.replaceAll(`$${link.attributes.get('name') ?? ''}$`, () => shown);
  }
  return text;
};

const systemFacts = (root: XmlNode): WechatFacts => {
  const revoke = childAt(root, 'revokemsg');
  if (revoke) {
    const recalled = textAt(revoke, 'newmsgid') ?? textAt(revoke, 'msgid');
    const text =
      textAt(revoke, 'replacemsg') ?? textAt(revoke, 'content') ?? (revoke.text || undefined);
    return {kind: 'revoke', ...given({recalled, text})};
  }
  const pat = childAt(root, 'pat');
  if (pat) return {kind: 'pat', ...given({text: textAt(pat, 'template')})};
  const text =
    templateText(root) ?? textAt(root, 'delchatroommember', 'plain') ?? textAt(root, 'plain');
  return {kind: 'system', ...given({text: text ?? (root.text || undefined)})};
};

const messageFacts = (root: XmlNode): WechatFacts | undefined => {
  for (const child of root.children) {
    switch (child.name) {
      case 'img':
        return imageFacts(child);
      case 'voicemsg':
        return voiceFacts(child, root);
      case 'videomsg':
        return videoFacts(child);
      case 'emoji':
        return stickerFacts(child, root);
      case 'location':
        return locationFacts(child);
      case 'appmsg':
        return appFacts(child, root);
      case 'voipmsg':
      case 'voipinvitemsg':
        return voipFacts(child.name === 'voipmsg' ? child : root);
      default:
        break;
    }
  }
  return root.attributes.has('nickname') || root.attributes.has('username')
    ? cardFacts(root)
    : undefined;
};

/**
 * The facts of an XML body, with or without the sender before it; undefined when the text is no XML that WeChat writes.
 * `quoted`: inside a quote, where quotes of quotes are not followed.
 */
export const decodeWechatXml = (
  body: string,
  options: {readonly quoted?: boolean} = {},
): WechatFacts | undefined => {
  const text = splitSender(body).body;
  if (!looksLikeXml(text)) return undefined;
  const root = parseXml(text);
  if (!root) return undefined;
  const facts = factsOfRoot(root);
  if (!facts || !options.quoted) return facts;
  const {reply: _, ...rest} = facts;
  return rest;
};

const factsOfRoot = (root: XmlNode): WechatFacts | undefined => {
  switch (root.name) {
    case 'msg':
      return messageFacts(root);
    case 'appmsg':
      return appFacts(root, root);
    case 'sysmsg':
      return systemFacts(root);
    case 'voipmsg':
    case 'voipinvitemsg':
      return voipFacts(root);
    case 'img':
      return imageFacts(root);
    case 'emoji':
      return stickerFacts(root, root);
    case 'location':
      return locationFacts(root);
    case 'revokemsg':
      return {kind: 'revoke', text: root.text};
    default:
      return undefined;
  }
};
