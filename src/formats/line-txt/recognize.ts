// Is a file an export of LINE? By its first line, or by a day heading that fits its day of the week and clocks below it.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {parseHeading} from './days.ts';
import {parseTitle} from './survey.ts';
import {parseHead} from './transcript.ts';

export const recognize = (sample: Sample): Recognition => {
  const lines = sample.text
    .slice(0, 16_384)
    .split('\n', 80)
    .map((line) => line.replace(/\r$/, ''));
  const start = lines.findIndex((line) => line.trim() !== '');
  const first = lines[start];
  if (first === undefined || first.length > 500) return no;
  const after = lines.slice(start + 1);
  if (parseTitle(first.trim())) {
    return after.some((line) => /\d{4}|\d:\d\d/.test(line))
      ? {match: 'certain', because: 'the first line is a title of LINE'}
      : {match: 'possible', because: 'the first line begins [LINE]'};
  }
  const below = after.find((line) => line.trim() !== '');
  if (below === undefined || !parseHeading(first)?.hasWeekday) return no;
  if (!parseHead(below, 'tab') && !parseHead(below, 'space')) return no;
  const because = 'a day with its weekday, and clocks below it, as LINE prints them';
  return {match: 'certain', because};
};
