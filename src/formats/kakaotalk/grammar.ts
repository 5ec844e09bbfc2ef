// The lines of KakaoTalk's text exports: days, and heads of messages in the layouts of telephones and computers. No meaning of texts.

import {isRealTime} from '../../engine/model/time.ts';
import type {LocalTime} from '../../engine/model/time.ts';
import {halfDayOf, hourOfDay} from '../_shared/half-day.ts';

export type Day = {readonly year: number; readonly month: number; readonly day: number};

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const half = '오전|오후|AM|PM';
const korean = String.raw`(\d{4})[년.] ?(\d{1,2})[월.] ?(\d{1,2})[일.]`;
const english = String.raw`([A-Z][a-z]{2,8})\.? (\d{1,2}), (\d{4})`;
const clock = String.raw`(?:(${half}) ?)?(\d{1,2}):(\d{2})(?: ?(AM|PM))?`;
const tail = String.raw`(?:, (.*)|: (.*))?`;

const koreanHead = new RegExp(`^${korean} ${clock}${tail}$`);
const englishHead = new RegExp(`^${english}(?:,| at) ${clock}${tail}$`);
const clockHead = new RegExp(`^(${half}) (\\d{1,2}):(\\d{2}), (.*)$`);
const bracketHead = new RegExp(`^\\[(.{0,100}?)\\] \\[${clock}\\] ?(.*)$`);
const ruled = /^-{5,} (.{6,60}) -{5,}$/;
const koreanDay = new RegExp(`^${korean} .요일$`);
const englishDay = new RegExp(`^[A-Z][a-z]{5,8}, ${english}$`);

const dayOf = (
  year: string | undefined,
  month: number,
  day: string | undefined,
): Day | undefined => {
  const value = {year: Number(year), month, day: Number(day)};
  return isRealTime(value) ? value : undefined;
};

const monthOf = (word: string | undefined): number =>
  months.indexOf((word ?? '').slice(0, 3).toLowerCase()) + 1;

const koreanParts = (match: RegExpExecArray): Day | undefined =>
  dayOf(match[1], Number(match[2]), match[3]);
const englishParts = (match: RegExpExecArray): Day | undefined =>
  dayOf(match[3], monthOf(match[1]), match[2]);

/** A line that is a day and nothing else. */
export const parseDay = (line: string): Day | undefined => {
  if (line.length > 120) return undefined;
  const text = ruled.exec(line)?.[1] ?? line;
  const match = koreanDay.exec(text);
  if (match) return koreanParts(match);
  const words = englishDay.exec(text);
  return words ? englishParts(words) : undefined;
};

export type Head = {
  readonly time: LocalTime;
  readonly layout: 'dated' | 'clock' | 'bracket';
  /** Absent: a system line. */
  readonly author?: string;
  /** Absent: the line is a date and a time only, which begins a day. */
  readonly text?: string;
};

const timeOf = (
  day: Day | undefined,
  groups: readonly (string | undefined)[],
): LocalTime | undefined => {
  if (!day) return undefined;
  const [before, hour, minute, after] = groups;
  const word = before ?? after;
  const time = {
    ...day,
    hour: hourOfDay(Number(hour), word === undefined ? undefined : halfDayOf(word)),
    minute: Number(minute),
    second: 0,
  };
  return isRealTime(time) ? time : undefined;
};

/** `name : text`; without the colon, or without a name, the app speaks. */
const splitAuthor = (rest: string): {readonly author?: string; readonly text: string} => {
  const at = rest.indexOf(' : ');
  if (at < 0) {
    const bare = rest.endsWith(' :') ? rest.slice(0, -2).trim() : '';
    return bare === '' ? {text: rest} : {author: bare, text: ''};
  }
  const author = rest.slice(0, at).trim();
  const text = rest.slice(at + 3);
  return author === '' ? {text} : {author, text};
};

const datedHead = (day: Day | undefined, match: RegExpExecArray): Head | undefined => {
  const time = timeOf(day, match.slice(4, 8));
  if (!time) return undefined;
  const [said, system] = [match[8], match[9]];
  if (said !== undefined) return {time, layout: 'dated', ...splitAuthor(said)};
  return {time, layout: 'dated', ...(system === undefined ? {} : {text: system})};
};

/** `today`: the day of the last heading, for layouts whose messages have a clock only. */
export const parseHead = (line: string, today: Day | undefined): Head | undefined => {
  const first = line.charCodeAt(0);
  if (first === 0x5b) {
    const match = bracketHead.exec(line);
    const time = match ? timeOf(today, match.slice(2, 6)) : undefined;
    if (!match || !time) return undefined;
    const author = match[1] ?? '';
    return {time, layout: 'bracket', text: match[6] ?? '', ...(author === '' ? {} : {author})};
  }
  const korean = koreanHead.exec(line);
  if (korean) return datedHead(koreanParts(korean), korean);
  const english = englishHead.exec(line);
  if (english) return datedHead(englishParts(english), english);
  const bare = clockHead.exec(line);
  const time = bare ? timeOf(today, [bare[1], bare[2], bare[3]]) : undefined;
  return time && {time, layout: 'clock', ...splitAuthor(bare?.[4] ?? '')};
};
