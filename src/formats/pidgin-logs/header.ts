// What a libpurple log says of itself in its first line, and what its path says. No I/O.

import type {Conversation} from '../../engine/model/archive.ts';
import {isRealTime} from '../../engine/model/time.ts';
import type {LocalTime} from '../../engine/model/time.ts';

export type LogHeader = {
  readonly kind: 'conversation' | 'system';
  readonly with: string;
  readonly date: string;
  readonly account: string;
  readonly protocol: string;
};

const conversationPattern = /^Conversation with (.+) at (.+) on (.+) \(([\w-]{1,40})\)$/;
const systemPattern = /^System log for account (.+) \(([\w-]{1,40})\) connected at (.+)$/;

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
};

const unescapeHtml = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|apos|#39);/g, (entity) => entities[entity] ?? entity);

/** From the beginning of a file; the words are English in every language of the program. */
export const parseHeader = (text: string): LogHeader | undefined => {
  const title = /<title>([^<]{1,1000})<\/title>/i.exec(text.slice(0, 3000))?.[1];
  const old = /<h[13]>([^<]{1,1000})<\/h[13]>/i.exec(text.slice(0, 3000))?.[1];
  const html = title ?? old;
  const line =
    html === undefined ? (/^\ufeff?([^\r\n]{1,1000})/.exec(text)?.[1] ?? '') : unescapeHtml(html);
  const conversation = conversationPattern.exec(line.trim());
  if (conversation) {
    const [, other = '', date = '', account = '', protocol = ''] = conversation;
    return {kind: 'conversation', with: other, date, account, protocol};
  }
  const system = systemPattern.exec(line.trim());
  if (!system) return undefined;
  const [, account = '', protocol = '', date = ''] = system;
  return {kind: 'system', with: account, date, account, protocol};
};

// ---- when

export type Start = {
  readonly day: {readonly year: number; readonly month: number; readonly day: number};
  /** Minutes east of UTC, where the name of the file says it. */
  readonly offset?: number;
};

const namePattern = /(\d{4})-(\d\d)-(\d\d)\.(\d{6})(?:([+-])(\d\d)(\d\d))?[^/]*$/;

export const isLogName = (path: string): boolean =>
  /(?:^|\/)\d{4}-\d\d-\d\d\.\d{6}[^/]*\.(?:html?|txt)$/i.test(path);

/** `2026-11-23.190058+0000UTC.html` */
export const startOfName = (path: string): Start | undefined => {
  const match = namePattern.exec(path.slice(path.lastIndexOf('/') + 1));
  if (!match) return undefined;
  const day = {year: Number(match[1]), month: Number(match[2]), day: Number(match[3])};
  if (!isRealTime(day)) return undefined;
  const minutes = Number(match[6]) * 60 + Number(match[7]);
  return match[5] === undefined ? {day} : {day, offset: match[5] === '-' ? -minutes : minutes};
};

const monthNames = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
];

/** The day of a header date as the C library prints it in English, or with numbers, year first. */
export const startOfHeader = (date: string): Start | undefined => {
  const iso = /(\d{4})-(\d\d)-(\d\d)/.exec(date);
  const named = /([A-Za-z]{3})[a-z]* +(\d{1,2})\b.*?\b(\d{4})\b/.exec(date);
  const dayFirst = /(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4})/.exec(date);
  const month = (word: string | undefined): number =>
    monthNames.indexOf((word ?? '').toLowerCase()) + 1;
  const candidates: readonly LocalTime[] = [
    ...(iso ? [{year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3])}] : []),
    ...(dayFirst
      ? [{year: Number(dayFirst[3]), month: month(dayFirst[2]), day: Number(dayFirst[1])}]
      : []),
    ...(named ? [{year: Number(named[3]), month: month(named[1]), day: Number(named[2])}] : []),
  ];
  const day = candidates.find(isRealTime);
  return day && {day};
};

// ---- who and where

export type LogPlace = {
  readonly protocol: string;
  readonly account: string;
  readonly target: string;
  readonly kind: 'direct' | 'group' | 'unknown';
};

/** `irc/me@host/#test.chat/2026-….html`; the header fills in what the path does not say. */
export const placeOf = (path: string, header: LogHeader | undefined): LogPlace => {
  const folders = path.split('/').slice(0, -1);
  const folder = isLogName(path) ? folders.at(-1) : undefined;
  const isSystem = header?.kind === 'system' || folder === '.system';
  const isChat = folder?.endsWith('.chat') === true;
  const named =
    folder === undefined || isSystem ? undefined : decoded(folder.replace(/\.chat$/, ''));
  const target = header?.with ?? named ?? 'chat';
  return {
    protocol: header?.protocol ?? folders.at(-3) ?? 'unknown',
    account: header?.account ?? decoded(folders.at(-2) ?? ''),
    target,
    kind: isSystem ? 'unknown' : isChat || /^[#&]/.test(target) ? 'group' : 'direct',
  };
};

/** libpurple percent-encodes what a file name cannot hold. */
const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // A real percent sign.
  }
};

export const conversationOf = ({protocol, account, target, kind}: LogPlace): Conversation => ({
  id: `${protocol}/${account}/${target}${kind === 'unknown' ? '/.system' : ''}`,
  kind,
  title: target,
  platform: protocol === 'unknown' ? 'pidgin' : protocol,
  members: [],
  extras: {'pidgin-logs': {account, protocol}},
});
