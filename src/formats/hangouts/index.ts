// Google Hangouts: Hangouts.json of Takeout before 2022. Recognised by its nested conversations.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headItem} from '../_shared/json-head.ts';
import {valueAt} from '../_shared/loose.ts';
import {read} from './read.ts';
import {factsOf} from './shapes.ts';

const recognize = (sample: Sample): Recognition => {
  if (!/\.json$/i.test(sample.path)) return no;
  const element = headItem(sample, 'conversations') ?? headItem(sample, 'conversation_state');
  const facts = element && factsOf(element);
  return facts && Array.isArray(valueAt(facts, 'participant_data'))
    ? {match: 'certain', because: 'conversations with participant_data'}
    : no;
};

export const hangoutsFormat = defineFormat({
  id: 'hangouts',
  title: {zh: 'Google Hangouts（Takeout）', en: 'Google Hangouts (Takeout)'},
  platform: 'hangouts',
  reader: {recognize, read},
});
