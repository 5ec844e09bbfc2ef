// One ChatLab message record as an entry: type code, text and the extra keys that other tools add. No files, no state but ids.

import type {
  BundleItem,
  Call,
  Entry,
  Message,
  Moment,
  Part,
  PersonId,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {cardLabels, chatlabType, mediaTypes} from './chatlab-codes.table.ts';
import {readCallLine} from './chinese-call.ts';
import {readSystemLine} from './chinese-notice.ts';
import {assetFrom, referenceKind} from './content-reference.ts';
import type {AssetWords} from './content-reference.ts';
import {numberAt, recordsAt, stringAt, valueAt} from './loose.ts';
import type {Loose} from './loose.ts';

/** ChatLab's limit for seconds; what is larger is milliseconds. */
const firstMilliseconds = 1e11;

/** Also takes strings and milliseconds, which some producers write. Undefined: no time at all. */
export const chatlabMoment = (record: Loose): Moment | undefined => {
  const value = numberAt(record, 'timestamp');
  if (value === undefined || Math.abs(value) > 8e15) return undefined;
  if (Math.abs(value) >= firstMilliseconds) return utcMoment(Math.trunc(value), 'ms');
  if (Number.isInteger(value)) return utcMoment(value * 1000, 's');
  return utcMoment(Math.round(value * 1000), 'ms');
};

export type EntryWords = {
  readonly format: string;
  readonly media: AssetWords;
};

const maxNesting = 20;

/** `[链接] 标题\nrest` → the words in brackets, what follows on that line, the other lines. */
const labelled = (
  text: string,
): {readonly label?: string; readonly head: string; readonly rest: readonly string[]} => {
  const [first = '', ...rest] = text.split('\n');
  const match = /^[[【]([^\]】]{1,60})[\]】]\s?(.*)$/u.exec(first);
  return match ? {label: match[1] ?? '', head: match[2] ?? '', rest} : {head: first, rest};
};

const readMedia = (record: Loose, text: string, words: EntryWords): Part => {
  const role = mediaTypes.get(Number(valueAt(record, 'type'))) ?? 'file';
  const special = stringAt(record, 'mediaRole');
  const ownRole = special === 'audio' || special === 'animation' || special === 'video-note';
  const path = stringAt(record, 'mediaPath');
  const [first = '', ...others] = text.split('\n');
  const isReference = referenceKind(first) !== undefined;
  const reference = path ?? (isReference ? first : '');
  const after = (isReference ? others : [first, ...others]).join('\n');
  const isSpoken = role === 'voice' && valueAt(record, 'mediaText') !== 'caption';
  const caption = path !== undefined && first === path ? others.join('\n') : after;
  return {
    kind: 'media',
    role: ownRole ? special : role,
    asset: assetFrom(reference, words.media),
    ...(caption === '' || isSpoken ? {} : {caption: [{kind: 'plain', text: caption}]}),
    ...(caption !== '' && isSpoken ? {transcript: caption} : {}),
  };
};

const readLocation = (text: string): Part => {
  const {head, rest} = labelled(text);
  const lines = head === '' ? rest : [head, ...rest];
  const last = lines.at(-1) ?? '';
  const point = /^\(?(-?\d{1,3}(?:\.\d{1,17})?),\s?(-?\d{1,3}(?:\.\d{1,17})?)\)?$/.exec(last);
  const named = point ? lines.slice(0, -1) : lines;
  const url = named.find((line) => referenceKind(line) === 'url');
  const [name, ...address] = named.filter((line) => line !== url);
  return {
    kind: 'location',
    ...given({
      latitude: point ? Number(point[1]) : undefined,
      longitude: point ? Number(point[2]) : undefined,
      name: name === '' ? undefined : name,
      address: address.length === 0 ? undefined : address.join('\n'),
      url,
    }),
  };
};

const readLink = (text: string, type: number): Part => {
  const {label, head, rest} = labelled(text);
  const known = cardLabels.find(([, words]) => words.zh === label || words.en === label)?.[0];
  const lines = [head, ...rest];
  const at = lines.findIndex((line) => /^https?:\/\/\S+$/i.test(line.trim()));
  const inside = at < 0 ? /https?:\/\/[^\s<>"']+/i.exec(text)?.[0] : undefined;
  const before = (at < 0 ? lines : lines.slice(0, at)).join('\n').trim();
  const after =
    at < 0
      ? ''
      : lines
          .slice(at + 1)
          .join('\n')
          .trim();
  const card = known ?? (type === chatlabType.share ? (label ?? 'card') : undefined);
  return {
    kind: 'link',
    url: (at < 0 ? inside : lines[at]?.trim()) ?? '',
    ...given({
      title: before === '' ? undefined : before,
      description: after === '' ? undefined : after,
      card: card === 'link' ? undefined : card,
    }),
  };
};

const readTransfer = (text: string, type: number): Part => {
  const {label, head, rest} = labelled(text);
  const state = /\(([^()]{1,40})\)$/.exec(head)?.[1];
  const bare = state === undefined ? head : head.slice(0, -state.length - 2).trimEnd();
  const match = /^([¥￥$€£]?\s?\d[\d,]{0,14}(?:\.\d{1,4})?)(?: ([A-Z]{3}))?$/.exec(bare);
  const words = [match ? '' : bare, ...rest].filter((line) => line !== '').join('\n');
  return {
    kind: 'transfer',
    role:
      type === chatlabType.redPacket
        ? 'red-packet'
        : label === '付款' || label === 'payment'
          ? 'payment'
          : 'transfer',
    ...given({
      amount: match?.[1],
      currency: match?.[2],
      note: words === '' ? undefined : words,
      state,
    }),
  };
};

const readContact = (text: string): Part => {
  const {head, rest} = labelled(text);
  const emails = rest.filter((line) => line.includes('@'));
  const phones = rest.filter((line) => !line.includes('@') && line !== '');
  return {
    kind: 'contact',
    name: head,
    ...given({
      phones: phones.length === 0 ? undefined : phones,
      emails: emails.length === 0 ? undefined : emails,
    }),
  };
};

const readBundleItem = (record: Loose, words: EntryWords, depth: number): BundleItem => {
  const at = chatlabMoment(record);
  const name = stringAt(record, 'accountName') ?? stringAt(record, 'sender');
  return {
    ...given({name, at: at === undefined || at.epochMs === 0 ? undefined : at}),
    body: readBody(record, words, depth + 1),
  };
};

/** The body of a message record; never empty. */
const readBody = (record: Loose, words: EntryWords, depth = 0): readonly Part[] => {
  const type = numberAt(record, 'type');
  const content = valueAt(record, 'content');
  const text = typeof content === 'string' ? content : '';
  const nested = depth < maxNesting ? recordsAt(record, 'chatRecords') : [];
  if (type === chatlabType.forward || nested.length > 0) {
    const {label, head, rest} = labelled(text);
    const title = [label === undefined || head !== '' ? head : `[${label}]`, ...rest].join('\n');
    const items = nested.map((item) => readBundleItem(item, words, depth));
    return [{kind: 'bundle', ...given({title: title === '' ? undefined : title}), items}];
  }
  switch (type) {
    case chatlabType.image:
    case chatlabType.voice:
    case chatlabType.video:
    case chatlabType.file:
    case chatlabType.sticker:
      return [readMedia(record, text, words)];
    case chatlabType.link:
    case chatlabType.share:
      return [readLink(text, type)];
    case chatlabType.location:
      return [readLocation(text)];
    case chatlabType.redPacket:
    case chatlabType.transfer:
      return [readTransfer(text, type)];
    case chatlabType.contact:
      return [readContact(text)];
    case chatlabType.text:
    case chatlabType.reply:
      return [textPart(text)];
    default: {
      const name = type === chatlabType.other ? 'other' : `type ${String(valueAt(record, 'type'))}`;
      return [{kind: 'raw', format: words.format, name, text}];
    }
  }
};

type Stem = {readonly id: string; readonly at: Moment; readonly from: PersonId | undefined};

const callEntry = (text: string, stem: Stem, from: PersonId): Call => ({
  kind: 'call',
  id: stem.id,
  at: stem.at,
  from,
  ...readCallLine(text),
  ...(text === '' ? {} : {text}),
});

const noticeEntry = (text: string, type: number | undefined, {id, at, from}: Stem): Entry => {
  const said = readSystemLine(text);
  const sender = from === undefined ? {} : {from};
  if (type === chatlabType.recall || said.kind === 'recalled') {
    return {kind: 'removed', id, at, ...sender, removedBy: 'unknown', ...given({text})};
  }
  const event = type === chatlabType.poke ? ({kind: 'poked'} as const) : said.event;
  return {kind: 'notice', id, at, ...sender, event, text};
};

/** `from` is undefined for the reserved sender SYSTEM. Extras are the caller's. */
export const entryFromRecord = (record: Loose, stem: Stem, words: EntryWords): Entry => {
  const type = numberAt(record, 'type');
  const content = valueAt(record, 'content');
  const text = typeof content === 'string' ? content : '';
  const {id, at, from} = stem;
  const isLine =
    type === chatlabType.system || type === chatlabType.recall || type === chatlabType.poke;
  if (isLine || from === undefined) return noticeEntry(text, type, stem);
  if (type === chatlabType.call) return callEntry(text, stem, from);
  const target = stringAt(record, 'replyToMessageId');
  const message: Message = {
    kind: 'message',
    id,
    at,
    from,
    body: readBody(record, words),
    ...(target === undefined ? {} : {replyTo: {entry: target}}),
  };
  return message;
};
