// Numbers, sizes, durations and dates as a person reads them in their language. Everything through Intl.
import type {Language} from './strings.ts';
import {localeOf} from './strings.ts';

export type Format = {
  /** 1234567 → `1,234,567`. */
  readonly count: (value: number) => string;
  /** 0.123 → `12%`. Never `100%` before it is done, never `0%` once begun. */
  readonly percent: (fraction: number) => string;
  /** 1536 → `1.5 KiB`. */
  readonly bytes: (bytes: number) => string;
  /** 1536 → `1.5 KiB/s`. */
  readonly speed: (bytesPerSecond: number) => string;
  /** 83_000 → `1 min 23 s` / `1 分 23 秒`. */
  readonly duration: (ms: number) => string;
  /** `2024-01-03`, in the zone given (an IANA name) or UTC. */
  readonly date: (epochMs: number, zone?: string) => string;
  readonly time: (epochMs: number, zone?: string) => string;
  readonly dateTime: (epochMs: number, zone?: string) => string;
  /** `3 days ago` / `3天前`. */
  readonly relative: (epochMs: number, nowMs: number) => string;
  /** `a, b, and c` / `a、b和c`. */
  readonly list: (items: readonly string[]) => string;
};

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

const inUnits = (bytes: number, number: Intl.NumberFormat): string => {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 1023.95 && unit < byteUnits.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const rounded = unit === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10;
  return `${number.format(rounded)} ${byteUnits[unit] ?? 'B'}`;
};

type DurationWords = Readonly<Record<'day' | 'hour' | 'minute' | 'second', string>>;

const durationWords: Readonly<Record<Language, DurationWords>> = {
  zh: {day: '天', hour: '小时', minute: '分', second: '秒'},
  en: {day: 'd', hour: 'h', minute: 'min', second: 's'},
};

const inTwoUnits = (ms: number, words: DurationWords): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), words.day],
    [Math.floor(seconds / 3600) % 24, words.hour],
    [Math.floor(seconds / 60) % 60, words.minute],
    [seconds % 60, words.second],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) return `0 ${words.second}`;
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, word]) => `${value} ${word}`)
    .join(' ');
};

const relativeUnits: readonly (readonly [number, Intl.RelativeTimeFormatUnit])[] = [
  [31_557_600_000, 'year'],
  [2_629_800_000, 'month'],
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
];

const inWords = (ms: number, words: Intl.RelativeTimeFormat): string => {
  const [size, unit] = relativeUnits.find(([each]) => Math.abs(ms) >= each) ?? [60_000, 'minute'];
  return words.format(Math.trunc(ms / size), unit);
};

/** ISO order in both languages: sorts, and nobody has to guess which number is the month. */
const dateParts = (epochMs: number, formatter: Intl.DateTimeFormat): Record<string, string> =>
  Object.fromEntries(formatter.formatToParts(epochMs).map(({type, value}) => [type, value]));

const isDate = (epochMs: number): boolean => Math.abs(epochMs) <= 8.64e15;

const createFormat = (language: Language): Format => {
  const locale = localeOf[language];
  const number = new Intl.NumberFormat(locale, {maximumFractionDigits: 1});
  const lists = new Intl.ListFormat(locale, {type: 'conjunction'});
  const relative = new Intl.RelativeTimeFormat(locale, {numeric: 'auto'});
  const zones = new Map<string, Intl.DateTimeFormat>();
  const formatterFor = (zone: string): Intl.DateTimeFormat => {
    const known = zones.get(zone);
    if (known !== undefined) return known;
    const made = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    zones.set(zone, made);
    return made;
  };
  const date = (epochMs: number, zone = 'UTC'): string => {
    if (!isDate(epochMs)) return '?';
    const {year = '', month = '', day = ''} = dateParts(epochMs, formatterFor(zone));
    return `${year.padStart(4, '0')}-${month}-${day}`;
  };
  const time = (epochMs: number, zone = 'UTC'): string => {
    if (!isDate(epochMs)) return '?';
    const {hour = '', minute = ''} = dateParts(epochMs, formatterFor(zone));
    return `${hour}:${minute}`;
  };
  return {
    count: (value) => number.format(value),
    percent: (fraction) => {
      const percent = Math.floor(fraction * 100);
      return `${fraction > 0 && percent < 1 ? '<1' : Math.min(100, Math.max(0, percent))}%`;
    },
    bytes: (bytes) => inUnits(bytes, number),
    speed: (bytesPerSecond) => `${inUnits(bytesPerSecond, number)}/s`,
    duration: (ms) => inTwoUnits(ms, durationWords[language]),
    date,
    time,
    dateTime: (epochMs, zone) => `${date(epochMs, zone)} ${time(epochMs, zone)}`,
    relative: (epochMs, nowMs) => inWords(epochMs - nowMs, relative),
    list: (items) => lists.format(items),
  };
};

const made = new Map<Language, Format>();

export const formatFor = (language: Language): Format => {
  const known = made.get(language);
  if (known !== undefined) return known;
  const format = createFormat(language);
  made.set(language, format);
  return format;
};
