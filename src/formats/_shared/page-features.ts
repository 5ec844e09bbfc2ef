// What a file for human eyes keeps, said in the words of the loss report. Data.

import {allFeatures} from '../../engine/model/features.ts';
import type {Feature} from '../../engine/model/features.ts';

/** These are for programs; a page that people read does not print them. */
const forPrograms: readonly Feature[] = [
  'several-conversations',
  'conversation.avatar',
  'conversation.parent',
  'entry.platform-id',
  'notice.event',
  'time.milliseconds',
  'time.zone',
  'media.size',
  'media.thumbnail',
  'raw',
  'extras',
];

/** All features that can be seen in a readable file, without those that this one leaves out as well. */
export const heldByReading = (...leftOut: readonly Feature[]): ReadonlySet<Feature> => {
  const without = new Set([...forPrograms, ...leftOut]);
  return new Set(allFeatures.filter((feature) => !without.has(feature)));
};
