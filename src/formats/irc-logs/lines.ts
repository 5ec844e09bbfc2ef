// The lines of IRC logs, dialect by dialect: what was said by whom, or what happened. Times and dates are told, not reckoned (clock.ts).

import {eventPatterns} from './events.table.ts';
import type {EventName} from './events.table.ts';

export type Dialect = 'weechat' | 'irssi' | 'znc' | 'hexchat' | 'mirc';

/** Fields of a printed time; what the line does not print is absent. */
export type PrintedTime = {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
  readonly hour: number;
  readonly minute: number;
  readonly second?: number;
  readonly ms?: number;
  readonly isUtc?: boolean;
};

export type LineEvent = {
  readonly name: EventName;
  readonly nick: string;
  readonly to?: string;
  readonly host?: string;
  readonly topic?: string;
  readonly modes?: string;
  readonly reason?: string;
};

export type ParsedLine =
  | {
      readonly kind: 'said';
      readonly time: PrintedTime;
      readonly as: 'message' | 'action' | 'notice';
      readonly nick: string;
      readonly mode?: string;
      readonly text: string;
    }
  | {
      readonly kind: 'event';
      readonly time: PrintedTime;
      readonly event: LineEvent;
      readonly text: string;
    }
  /** A line of the client or the server. */
  | {
      readonly kind: 'other';
      readonly time: PrintedTime;
      readonly text: string;
      readonly by?: string;
    }
  /** The log says which day it is. */
  | {
      readonly kind: 'date';
      readonly date: {readonly year: number; readonly month: number; readonly day: number};
      readonly word: 'opened' | 'changed' | 'closed';
    }
  | {readonly kind: 'blank'};

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export const monthNumber = (word: string): number =>
  months.indexOf(word.slice(0, 3).toLowerCase()) + 1;

const parseEvent = (text: string): LineEvent | undefined => {
  for (const [name, pattern] of eventPatterns) {
    const groups = pattern.exec(text)?.groups;
    if (!groups) continue;
    const {nick = '', to, host, topic, modes, reason} = groups;
    return {
      name,
      nick,
      ...(to === undefined ? {} : {to}),
      ...(host === undefined || host === '' ? {} : {host}),
      ...(topic === undefined ? {} : {topic}),
      ...(modes === undefined ? {} : {modes}),
      ...(reason === undefined ? {} : {reason}),
    };
  }
  return undefined;
};

const happened = (time: PrintedTime, text: string): ParsedLine => {
  const event = parseEvent(text);
  return event ? {kind: 'event', time, event, text} : {kind: 'other', time, text};
};

const modeChar = /^[~&@%+!.]/;

const said = (
  time: PrintedTime,
  as: 'message' | 'action' | 'notice',
  [nick, text]: readonly [nick: string, text: string],
): ParsedLine => {
  const mode = modeChar.exec(nick)?.[0];
  return {
    kind: 'said',
    time,
    as,
    nick: mode === undefined ? nick : nick.slice(1),
    ...(mode === undefined || mode === '.' ? {} : {mode}),
    text,
  };
};

const clock = (
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
): PrintedTime => ({
  hour: Number(hour),
  minute: Number(minute),
  ...(second === undefined ? {} : {second: Number(second)}),
});

const ctime = /^(?:[^\s\d]+ )?([^\s\d]{3,}) +(\d{1,2}) (?:\d\d:\d\d:\d\d )?(\d{4})$/;

/** `Mon Nov 23 18:54:50 2026` (ctime), `Tue Nov 24 2026`. */
const parseDate = (text: string): {year: number; month: number; day: number} | undefined => {
  const match = ctime.exec(text.trim());
  const month = monthNumber(match?.[1] ?? '');
  return match && month > 0 ? {year: Number(match[3]), month, day: Number(match[2])} : undefined;
};

type Parse = (line: string) => ParsedLine | undefined;

// ---- WeeChat: time, prefix and message between tabs

const weechatPattern =
  /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z?)\t([^\t]*)\t(.*)$/s;

const weechat: Parse = (line) => {
  const match = weechatPattern.exec(line);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone, prefix = '', text = ''] = match;
  const time: PrintedTime = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    ...clock(hour, minute, second),
    ...(fraction === undefined ? {} : {ms: Number(fraction.slice(0, 3).padEnd(3, '0'))}),
    ...(zone === 'Z' ? {isUtc: true} : {}),
  };
  return weechatBody(time, prefix.trim(), text);
};

const weechatBody = (time: PrintedTime, prefix: string, text: string): ParsedLine => {
  if (prefix === '-->' || prefix === '<--') return happened(time, text);
  if (prefix === '--') {
    const notice = /^Notice\(([^()\s]+)\): (.*)$/s.exec(text);
    if (notice && !notice[1]?.includes('.'))
      return said(time, 'notice', [notice[1] ?? '', notice[2] ?? '']);
    return happened(time, text);
  }
  if (prefix === '*') {
    const action = /^(\S+) ?(.*)$/s.exec(text);
    return action
      ? said(time, 'action', [action[1] ?? '', action[2] ?? ''])
      : {kind: 'other', time, text};
  }
  if (prefix === '' || prefix === '=!=' || /\s/.test(prefix)) return {kind: 'other', time, text};
  return said(time, 'message', [prefix, text]);
};

// ---- irssi: minutes only, the day in lines of its own

const irssiDate = /^--- (Log opened|Day changed|Log closed) (.+)$/;
const irssiTime = /^\[?(\d\d):(\d\d)(?::(\d\d))?\]? ?(.*)$/s;

const irssi: Parse = (line) => {
  const dated = irssiDate.exec(line);
  if (dated) {
    const date = parseDate(dated[2] ?? '');
    const word =
      dated[1] === 'Day changed' ? 'changed' : dated[1] === 'Log opened' ? 'opened' : 'closed';
    return date ? {kind: 'date', date, word} : undefined;
  }
  const match = irssiTime.exec(line);
  if (!match) return undefined;
  return irssiBody(clock(match[1], match[2], match[3]), match[4] ?? '');
};

const irssiBody = (time: PrintedTime, text: string): ParsedLine | undefined => {
  const message = /^<([ ~&@%+!]?)([^>\s]+)> ?(.*)$/s.exec(text);
  if (message)
    return said(time, 'message', [
      `${message[1]?.trim() ?? ''}${message[2] ?? ''}`,
      message[3] ?? '',
    ]);
  const action = /^ ?\* (\S+) ?(.*)$/s.exec(text);
  if (action) return said(time, 'action', [action[1] ?? '', action[2] ?? '']);
  const happening = /^-!- (.*)$/s.exec(text);
  if (happening) return happened(time, happening[1] ?? '');
  const notice = /^-([^\s:]+)(?::[^\s]+)?- (.*)$/s.exec(text);
  if (notice) return said(time, 'notice', [notice[1] ?? '', notice[2] ?? '']);
  const server = /^!(\S+) (.*)$/s.exec(text);
  return server ? {kind: 'other', time, text: server[2] ?? '', by: server[1] ?? ''} : undefined;
};

// ---- ZNC: seconds in brackets, the day in the file's name; mIRC: the same, its sessions dated

const bracketTime = /^\[(\d\d):(\d\d)(?::(\d\d))?\] (.*)$/s;

const znc: Parse = (line) => {
  const match = bracketTime.exec(line);
  return match ? bracketBody(clock(match[1], match[2], match[3]), match[4] ?? '') : undefined;
};

const bracketBody = (time: PrintedTime, text: string): ParsedLine => {
  const message = /^<([^>\s]+)> ?(.*)$/s.exec(text);
  if (message) return said(time, 'message', [message[1] ?? '', message[2] ?? '']);
  if (text.startsWith('*** ')) return happened(time, text.slice(4));
  const notice = /^-([^\s-][^\s]*)- (.*)$/s.exec(text);
  if (notice)
    return notice[1]?.includes('.')
      ? {kind: 'other', time, text: notice[2] ?? '', by: notice[1]}
      : said(time, 'notice', [notice[1] ?? '', notice[2] ?? '']);
  return (
    starred(time, text.startsWith('* ') ? text.slice(2) : undefined) ?? {kind: 'other', time, text}
  );
};

/** What clients say themselves behind a star. */
const clientWords =
  /^(?:Now talking (?:on|in)|Topic (?:for|is|set by)|Looking up|Connecting to|Connected\b|Disconnected|Retrieving|Attempting to rejoin|Rejoined|Set by|You are now|You have been)\b/;

/** Behind one star both events and actions stand: what is worded as an event is one. */
const starred = (time: PrintedTime, text: string | undefined): ParsedLine | undefined => {
  if (text === undefined) return undefined;
  const event = parseEvent(text);
  if (event) return {kind: 'event', time, event, text};
  if (clientWords.test(text)) return {kind: 'other', time, text};
  const action = /^(\S+) ?(.*)$/s.exec(text);
  return action ? said(time, 'action', [action[1] ?? '', action[2] ?? '']) : undefined;
};

const mircDate = /^Session (Start|Time|Close): (.+)$/;

const mirc: Parse = (line) => {
  const dated = mircDate.exec(line);
  if (dated) {
    const date = parseDate(dated[2] ?? '');
    return date
      ? {kind: 'date', date, word: dated[1] === 'Close' ? 'closed' : 'opened'}
      : undefined;
  }
  if (line.startsWith('Session Ident: ')) return {kind: 'blank'};
  return znc(line);
};

// ---- HexChat: the day in every line, the year in the header

const hexchatDate = /^\*\*\*\* (BEGIN|ENDING) LOGGING AT (.+)$/;
const hexchatTime = /^([^\s\d]{3,5}) (\d\d) (\d\d):(\d\d):(\d\d) (.*)$/s;

const hexchat: Parse = (line) => {
  const dated = hexchatDate.exec(line);
  if (dated) {
    const date = parseDate(dated[2] ?? '');
    return date
      ? {kind: 'date', date, word: dated[1] === 'BEGIN' ? 'opened' : 'closed'}
      : undefined;
  }
  const match = hexchatTime.exec(line);
  const month = monthNumber(match?.[1] ?? '');
  if (!match || month === 0) return undefined;
  const time = {month, day: Number(match[2]), ...clock(match[3], match[4], match[5])};
  return hexchatBody(time, match[6] ?? '');
};

const hexchatBody = (time: PrintedTime, text: string): ParsedLine => {
  const message = /^<([^>\s]+)>[\t ](.*)$/s.exec(text);
  if (message) return said(time, 'message', [message[1] ?? '', message[2] ?? '']);
  const notice = /^-([^\s/-][^\s/]*)(?:\/[^\s]+)?-[\t ](.*)$/s.exec(text);
  if (notice) return said(time, 'notice', [notice[1] ?? '', notice[2] ?? '']);
  const star = /^\*[\t ](.*)$/s.exec(text);
  return starred(time, star?.[1]) ?? {kind: 'other', time, text};
};

const parsers: Readonly<Record<Dialect, Parse>> = {weechat, irssi, znc, hexchat, mirc};

/** Undefined: the line is none of this dialect. */
export const parseLine = (line: string, dialect: Dialect): ParsedLine | undefined =>
  line.trim() === '' ? {kind: 'blank'} : parsers[dialect](line);
