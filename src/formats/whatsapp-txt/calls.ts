// The length and outcome of a call, as printed behind its name: `5 min`, `1 hr 3 min`, `No answer`.

import {foldPhrase, isNotAnswered} from './lexicon.ts';
import {durationUnits} from './words.table.ts';

export type CallLength = {
  readonly outcome: 'answered' | 'missed' | 'unknown';
  readonly seconds?: number;
};

const piece = /(\d{1,5})\s*([^\d\s,.;:()]{1,12})/gu;
const clock = /^(?:(\d{1,3}):)?(\d{1,2}):(\d{2})$/;

/** Seconds of `1 hr 3 min`, `0:45`, `2分`; undefined where there is no length in it. */
export const lengthInSeconds = (text: string): number | undefined => {
  const folded = foldPhrase(text);
  const time = clock.exec(folded);
  if (time) return Number(time[1] ?? 0) * 3600 + Number(time[2]) * 60 + Number(time[3]);
  let seconds: number | undefined;
  for (const [, count, unit = ''] of folded.matchAll(piece)) {
    const size = durationUnits.get(unit);
    if (size !== undefined) seconds = (seconds ?? 0) + Number(count) * size;
  }
  return seconds;
};

export const callLength = (text: string): CallLength => {
  if (text !== '' && text.split(', ').some(isNotAnswered)) return {outcome: 'missed'};
  const seconds = lengthInSeconds(text);
  return seconds === undefined ? {outcome: 'unknown'} : {outcome: 'answered', seconds};
};
