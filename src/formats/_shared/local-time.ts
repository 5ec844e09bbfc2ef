// Local times as Chinese programs print them: `2024-1-2 8:03:04`, `2024/01/02 11:04`, `2020-02-21 8:43:38 PM`, `2024年1月2日 下午3:04`.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {Moment} from '../../engine/model/archive.ts';
import {floatingMoment, isRealTime} from '../../engine/model/time.ts';
import type {LocalTime} from '../../engine/model/time.ts';

const clock =
  '(上午|下午|凌晨|中午|晚上|AM|PM)?\\s?(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,3}))?)?(?:\\s?(AM|PM))?';

export const dayPattern = '(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?';

/** Source of a pattern with nine groups: year, month, day, half, hour, minute, second, ms, half. Anchors are the caller's. */
export const dateTimePattern = `${dayPattern}[ T\\u00a0]{1,3}${clock}`;
export const clockPattern = clock;

const isAfternoon = (half: string | undefined): boolean =>
  half !== undefined && /^(?:PM|下午|晚上|中午)$/i.test(half);
const isMorning = (half: string | undefined): boolean =>
  half !== undefined && /^(?:AM|上午|凌晨)$/i.test(half);

export const hourOf = (hour: number, half: string | undefined): number => {
  if (hour > 12) return hour;
  if (isAfternoon(half))
    return hour === 12 ? 12 : /中午/.test(half ?? '') && hour >= 11 ? hour : hour + 12;
  return isMorning(half) && hour === 12 ? 0 : hour;
};

/** The clock groups of a match, from `first` on. */
export const clockFrom = (
  match: readonly (string | undefined)[],
  first: number,
): Required<Pick<LocalTime, 'hour' | 'minute' | 'second' | 'ms'>> & {
  readonly hasSeconds: boolean;
  readonly hasMs: boolean;
} => {
  const [before, hour, minute, second, ms, after] = match.slice(first, first + 6);
  return {
    hour: hourOf(Number(hour ?? 0), before ?? after),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    ms: Number((ms ?? '0').padEnd(3, '0')),
    hasSeconds: second !== undefined,
    hasMs: ms !== undefined,
  };
};

/** A moment from the groups of `dateTimePattern`; undefined where they name no real time. */
export const momentFrom = (
  match: readonly (string | undefined)[],
  zone: string,
): Moment | undefined => {
  const [, year, month, day] = match;
  const {hasSeconds, hasMs, ...time} = clockFrom(match, 4);
  const local = {year: Number(year), month: Number(month), day: Number(day), ...time};
  if (!isRealTime(local)) return undefined;
  return floatingMoment(local, hasMs ? 'ms' : hasSeconds ? 's' : 'min', zone);
};

const whole = new RegExp(`^\\s*${dateTimePattern}\\s*$`, 'i');

/** The moment that a whole text names. */
export const localMoment = (text: string, zone: string): Moment | undefined => {
  const match = whole.exec(text.slice(0, 60));
  return match ? momentFrom(match, zone) : undefined;
};

export const inferZone = (ctx: ReadContext, zone: string): void =>
  ctx.infer({what: 'zone', value: zone, because: 'the export prints local times without a zone'});
