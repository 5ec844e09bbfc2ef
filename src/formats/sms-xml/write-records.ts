// Entries as `sms`, `mms` and `call` elements, each one line, with the attributes that the app needs to restore them. Media are marks to be filled in.

import {mimeFromName} from '../../engine/io/mime.ts';
import type {
  Asset,
  Call,
  DeliveryStatus,
  Message,
  Moment,
  Part,
} from '../../engine/model/archive.ts';
import {partText, inlinesText} from '../../engine/model/text.ts';
import {formatClock, formatDay} from '../../engine/model/time.ts';
import {attributesText} from './xml-text.ts';

type Values = Readonly<Record<string, string | number>>;

/** The thread that an entry goes to. */
export type Thread = {
  /** Everybody but the owner, as the phone would address them. */
  readonly addresses: readonly string[];
  readonly isGroup: boolean;
  readonly title: string;
};

export type RecordContext = {
  readonly thread: Thread;
  /** Undefined: the owner wrote it. */
  readonly sender: string | undefined;
  readonly zone: string;
  /** A mark for the bytes of an asset; undefined when they cannot be had. */
  mark(asset: Asset): string | undefined;
};

/** Stands in attributes until the bytes are written; no other text can hold U+0001. */
export const assetMark = (index: number): string => `\u0001${index}\u0001`;
export const assetMarks = /\u0001(\d+)\u0001/;

const readable = (at: Moment, zone: string): string =>
  `${formatDay(at, zone)} ${formatClock({...at, precision: 's'}, zone)}`;

const ownExtras = (entry: Message | Call): Values => {
  const extras = entry.extras?.['sms-xml'] ?? {};
  return Object.fromEntries(
    Object.entries(extras).filter(
      (item): item is [string, string] =>
        typeof item[1] === 'string' && /^[A-Za-z_][\w-]*$/.test(item[0]),
    ),
  );
};

const boxes: Readonly<Record<DeliveryStatus, number>> = {
  draft: 3,
  sending: 4,
  failed: 5,
  sent: 2,
  delivered: 2,
  read: 2,
};

const boxOf = (message: Message, sender: string | undefined): number =>
  sender === undefined ? boxes[message.status ?? 'sent'] : 1;

/** A chat that is called by its numbers has no name. */
const isNamed = ({title, addresses}: Thread): boolean =>
  title !== '' && title !== addresses.join(', ');

const tail = (at: Moment, {zone, thread}: RecordContext): Values => ({
  readable_date: readable(at, zone),
  contact_name: isNamed(thread) ? thread.title : '(Unknown)',
});

// ---- sms

const smsOf = (message: Message, text: string, context: RecordContext): string => {
  const isDelivered = message.status === 'delivered' || message.status === 'read';
  const values = {
    protocol: 0,
    address: context.sender ?? context.thread.addresses[0] ?? '',
    date: message.at.epochMs,
    type: boxOf(message, context.sender),
    subject: 'null',
    body: text,
    toa: 'null',
    sc_toa: 'null',
    service_center: 'null',
    read: 1,
    status: isDelivered ? 0 : -1,
    locked: 0,
    date_sent: 0,
    sub_id: -1,
    ...ownExtras(message),
    ...tail(message.at, context),
  };
  return `  <sms${attributesText(values)} />\n`;
};

// ---- mms

const nothing = 'null';

const partDefaults = {chset: nothing, cd: nothing, fn: nothing, ctt_s: nothing, ctt_t: nothing};

const textElement = (text: string, seq: number): string => {
  const names = {name: nothing, cid: `<text_${seq}>`, cl: `text_${seq}.txt`};
  const values = {seq, ct: 'text/plain', ...partDefaults, ...names, chset: 106, text};
  return `      <part${attributesText(values)} />\n`;
};

const mediaElement = (asset: Asset, seq: number, mark: string): string => {
  const name = asset.name ?? `part_${seq}`;
  const ct = asset.mime ?? mimeFromName(name) ?? 'application/octet-stream';
  const names = {name, fn: name, cid: `<part_${seq}>`, cl: name};
  const values = attributesText({seq, ct, ...partDefaults, ...names, text: nothing});
  return `      <part${values} data="${mark}" />\n`;
};

const isHeading = (part: Part | undefined): boolean =>
  part?.kind === 'text' &&
  part.inlines.length === 1 &&
  part.inlines[0]?.kind === 'styled' &&
  part.inlines[0].style === 'heading';

const elementsOf = (body: readonly Part[], context: RecordContext): string => {
  let seq = 0;
  let elements = '';
  for (const part of body) {
    const mark = part.kind === 'media' ? context.mark(part.asset) : undefined;
    if (part.kind === 'media' && mark !== undefined) {
      elements += mediaElement(part.asset, seq++, mark);
      const caption = inlinesText(part.caption ?? []);
      if (caption !== '') elements += textElement(caption, seq++);
    } else if (partText(part) !== '') elements += textElement(partText(part), seq++);
  }
  return elements;
};

const ownAddress = 'insert-address-token';

const addressElements = ({thread, sender}: RecordContext): string => {
  const from = sender ?? ownAddress;
  const to =
    sender === undefined
      ? thread.addresses
      : [ownAddress, ...thread.addresses.filter((address) => address !== sender)];
  const element = (address: string, type: number): string =>
    `      <addr${attributesText({address, type, charset: 106})} />\n`;
  return element(from, 137) + to.map((address) => element(address, 151)).join('');
};

const mmsOf = (message: Message, context: RecordContext): string => {
  const [first, ...rest] = message.body;
  const subject = isHeading(first) && first ? partText(first) : undefined;
  const body = subject === undefined ? message.body : rest;
  const isOwn = context.sender === undefined;
  const isPlain = body.every((part) => part.kind === 'text');
  const extras = ownExtras(message);
  const hasOwnId = message.extras?.['sms-xml'] !== undefined && !message.id.startsWith('~');
  const values = {
    date: message.at.epochMs,
    rr: 129,
    sub: subject ?? nothing,
    ct_t: 'application/vnd.wap.multipart.related',
    read_status: nothing,
    seen: 1,
    msg_box: boxOf(message, context.sender),
    address: context.thread.addresses.join('~'),
    sub_cs: subject === undefined ? nothing : 106,
    resp_st: isOwn ? 128 : nothing,
    retr_st: nothing,
    d_tm: nothing,
    text_only: isPlain ? 1 : 0,
    exp: nothing,
    locked: 0,
    m_id: hasOwnId ? message.id : nothing,
    st: nothing,
    retr_txt_cs: nothing,
    retr_txt: nothing,
    creator: nothing,
    date_sent: 0,
    read: 1,
    m_size: nothing,
    rpt_a: nothing,
    ct_cls: nothing,
    pri: 129,
    sub_id: -1,
    tr_id: nothing,
    resp_txt: nothing,
    ct_l: nothing,
    m_cls: 'personal',
    d_rpt: 129,
    v: 18,
    m_type: isOwn ? 128 : 132,
    ...extras,
    ...tail(message.at, context),
  };
  return `  <mms${attributesText(values)}>\n    <parts>\n${elementsOf(body, context)}    </parts>\n    <addrs>\n${addressElements(context)}    </addrs>\n  </mms>\n`;
};

/** Plain words between two phones are an SMS; everything else is an MMS. */
export const messageRecord = (message: Message, context: RecordContext): string => {
  const [only] = message.body;
  const isSms =
    !context.thread.isGroup &&
    message.body.length === 1 &&
    only?.kind === 'text' &&
    !isHeading(only);
  return isSms ? smsOf(message, partText(only), context) : mmsOf(message, context);
};

// ---- calls

const callType = (call: Call, sender: string | undefined): number => {
  if (sender === undefined) return 2;
  if (call.outcome === 'answered') return 1;
  return call.outcome === 'declined' ? 5 : 3;
};

export const callRecord = (call: Call, context: RecordContext): string => {
  const values = {
    number: context.sender ?? context.thread.addresses[0] ?? '',
    duration: Math.round(call.durationSeconds ?? 0),
    date: call.at.epochMs,
    type: callType(call, context.sender),
    presentation: 1,
    ...ownExtras(call),
    ...tail(call.at, context),
  };
  return `  <call${attributesText(values)} />\n`;
};
