// What of an entry survives another export of the same chat: its time as far as the clock goes, and its words without decoration.

import type {Entry, Part, Precision} from '../../model/archive.ts';
import {assertNever} from '../../model/assert-never.ts';
import {contentHash} from '../../model/ids.ts';
import {partText} from '../../model/text.ts';

const invisible = /\ufe0f|[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
/** `[图片]`, `【图片】`, `<Media omitted>`: words that tools put where a picture was. */
const placeholder = /^(?:\[[^\]\n]{1,12}\]|【[^】\n]{1,12}】|<[^>\n]{1,40}>)$/u;

/** Equal for the same words in different dress: width, case, white space, invisible marks. */
export const normalizedText = (text: string): string =>
  text.normalize('NFKC').replace(invisible, '').replace(/\s+/gu, ' ').trim().toLowerCase();

const partKey = (part: Part): string => {
  switch (part.kind) {
    case 'text': {
      const text = normalizedText(partText(part));
      return placeholder.test(text) ? '\u0001' : text;
    }
    case 'media':
      // Role and name differ between exports with and without media; the caption does not.
      return `\u0001${normalizedText(part.caption ? partText({kind: 'text', inlines: part.caption}) : '')}`;
    case 'location':
      return `\u0002${(part.latitude ?? 0).toFixed(3)},${(part.longitude ?? 0).toFixed(3)}`;
    case 'contact':
    case 'poll':
    case 'link':
    case 'transfer':
    case 'bundle':
    case 'raw':
      return `\u0003${normalizedText(partText(part))}`;
    default:
      return assertNever(part);
  }
};

/** Says what an entry is, without who and when. Equal keys at one time from one sender are the same entry, or equal twins. */
export const contentKey = (entry: Entry): string => {
  switch (entry.kind) {
    case 'message':
      return contentHash(
        entry.body
          .map(partKey)
          .filter((key) => key !== '')
          .join('\n'),
      );
    case 'call':
      return '\u0004call';
    case 'notice':
      return contentHash(
        `\u0005${entry.event.kind}${entry.event.kind === 'other' ? normalizedText(entry.text) : ''}`,
      );
    case 'removed':
      return '\u0006removed';
    default:
      return assertNever(entry);
  }
};

/** Milliseconds that one tick of the export's clock lasts. */
export const clockWidth = (precision: Precision): number => {
  switch (precision) {
    case 'ms':
      return 1;
    case 's':
      return 1000;
    case 'min':
      return 60_000;
    case 'day':
      return 86_400_000;
    default:
      return assertNever(precision);
  }
};

/** Two exports of one WhatsApp message differ by up to a second. */
const slack = 1000;

export type Tick = {readonly time: number; readonly width: number};

/** Can these be the same instant, seen on two clocks? */
export const sameInstant = (a: Tick, b: Tick): boolean =>
  a.time <= b.time + b.width - 1 + slack && b.time <= a.time + a.width - 1 + slack;
