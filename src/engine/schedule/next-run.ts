// When a job is due next. Pure: a frequency, an instant and a zone in, an instant out.

import {floatingMoment, utcMoment, wallClock} from '../model/time.ts';

export type Frequency =
  | {readonly every: 'hour'; readonly minute: number}
  | {readonly every: 'day'; readonly hour: number; readonly minute: number}
  /** weekday: 1 = Monday … 7 = Sunday. */
  | {
      readonly every: 'week';
      readonly weekday: number;
      readonly hour: number;
      readonly minute: number;
    }
  /** day: 1-31; a month without that day uses its last. */
  | {readonly every: 'month'; readonly day: number; readonly hour: number; readonly minute: number};

const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

type Day = {readonly year: number; readonly month: number; readonly day: number};

const addDays = ({year, month, day}: Day, days: number): Day => {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return {year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate()};
};

/** 1 = Monday. */
const weekdayOf = ({year, month, day}: Day): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;

const isDue = (frequency: Exclude<Frequency, {every: 'hour'}>, day: Day): boolean => {
  switch (frequency.every) {
    case 'day':
      return true;
    case 'week':
      return weekdayOf(day) === frequency.weekday;
    case 'month':
      return day.day === Math.min(frequency.day, daysIn(day.year, day.month));
    default:
      return frequency satisfies never;
  }
};

const hourMs = 3_600_000;

/** The first due instant strictly after `after` (epoch milliseconds). */
export const nextRun = (frequency: Frequency, after: number, zone: string): number => {
  const now = wallClock(utcMoment(after), zone);
  if (frequency.every === 'hour') {
    const hourStart = after - (now.minute * 60_000 + now.second * 1000 + now.ms);
    const candidate = hourStart + frequency.minute * 60_000;
    return candidate > after ? candidate : candidate + hourMs;
  }
  const {hour, minute} = frequency;
  for (let ahead = 0; ahead <= 62; ahead++) {
    const day = addDays(now, ahead);
    if (!isDue(frequency, day)) continue;
    const {epochMs} = floatingMoment({...day, hour, minute}, 'min', zone);
    if (epochMs > after) return epochMs;
  }
  throw new Error('Every frequency is due within two months.');
};

const two = (value: number): string => String(value).padStart(2, '0');
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** `OnCalendar=` of a systemd timer (systemd.time(7)). */
export const systemdCalendar = (frequency: Frequency): string => {
  switch (frequency.every) {
    case 'hour':
      return `*-*-* *:${two(frequency.minute)}:00`;
    case 'day':
      return `*-*-* ${two(frequency.hour)}:${two(frequency.minute)}:00`;
    case 'week':
      return `${weekdays[frequency.weekday - 1] ?? 'Mon'} *-*-* ${two(frequency.hour)}:${two(frequency.minute)}:00`;
    case 'month':
      // systemd has no "or the last day"; the job itself asks what is due, so a daily look is enough then.
      return `*-*-${frequency.day > 28 ? '*' : two(frequency.day)} ${two(frequency.hour)}:${two(frequency.minute)}:00`;
    default:
      return frequency satisfies never;
  }
};

/** The five fields of a crontab line (crontab(5)). */
export const cronFields = (frequency: Frequency): string => {
  switch (frequency.every) {
    case 'hour':
      return `${frequency.minute} * * * *`;
    case 'day':
      return `${frequency.minute} ${frequency.hour} * * *`;
    case 'week':
      return `${frequency.minute} ${frequency.hour} * * ${frequency.weekday % 7}`;
    case 'month':
      return `${frequency.minute} ${frequency.hour} ${frequency.day > 28 ? '*' : frequency.day} * *`;
    default:
      return frequency satisfies never;
  }
};

const clockPattern = /^(\d{1,2}):(\d{2})$/;

/**
 * `hourly`, `hourly:30`, `daily@03:00`, `weekly@7 03:00`, `monthly@1 03:00`. Undefined when it is none of these.
 */
export const parseFrequency = (text: string): Frequency | undefined => {
  const hourly = /^hourly(?::(\d{1,2}))?$/.exec(text);
  if (hourly) {
    const minute = Number(hourly[1] ?? 0);
    return minute < 60 ? {every: 'hour', minute} : undefined;
  }
  const match = /^(daily|weekly|monthly)(?:@(?:(\d{1,2}) )?(\d{1,2}:\d{2}))?$/.exec(text);
  if (!match) return undefined;
  const clock = clockPattern.exec(match[3] ?? '03:00');
  const [hour, minute, number] = [Number(clock?.[1]), Number(clock?.[2]), Number(match[2] ?? 1)];
  if (hour > 23 || minute > 59) return undefined;
  if (match[1] === 'daily')
    return match[2] === undefined ? {every: 'day', hour, minute} : undefined;
  if (match[1] === 'weekly')
    return number >= 1 && number <= 7 ? {every: 'week', weekday: number, hour, minute} : undefined;
  return number >= 1 && number <= 31 ? {every: 'month', day: number, hour, minute} : undefined;
};

export const frequencyText = (frequency: Frequency): string => {
  if (frequency.every === 'hour')
    return frequency.minute === 0 ? 'hourly' : `hourly:${frequency.minute}`;
  const clock = `${two(frequency.hour)}:${two(frequency.minute)}`;
  if (frequency.every === 'day') return `daily@${clock}`;
  return frequency.every === 'week'
    ? `weekly@${frequency.weekday} ${clock}`
    : `monthly@${frequency.day} ${clock}`;
};
