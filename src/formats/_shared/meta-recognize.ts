// Tells thread files of Messenger and Instagram downloads by their keys, and whose they are by what lies around. Pure.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headObject} from './json-head.ts';
import {recordsAt, valueAt} from './loose.ts';
import type {Loose} from './loose.ts';
import {coverOf, platformOf} from './meta-layout.ts';
import type {MetaPlatform} from './meta-layout.ts';
import {isEncryptedThread, participantsOf} from './meta-survey.ts';

/** Keys that a thread file has and that no other chat export has together. */
const isThread = (head: Loose): boolean => {
  const [message] = recordsAt(head, 'messages');
  const hasMessage =
    message !== undefined &&
    typeof valueAt(message, 'timestamp_ms') === 'number' &&
    typeof (valueAt(message, 'sender_name') ?? valueAt(message, 'sender_id_INTERNAL')) !==
      'undefined';
  const isEmptyThread =
    message === undefined &&
    typeof valueAt(head, 'thread_path') === 'string' &&
    participantsOf(head).length > 0;
  return hasMessage || isEmptyThread;
};

const isEncrypted = (head: Loose): boolean => {
  const [message] = recordsAt(head, 'messages');
  return (
    isEncryptedThread(head) &&
    Array.isArray(valueAt(head, 'participants')) &&
    (message === undefined || typeof valueAt(message, 'timestamp') === 'number')
  );
};

const titles = {messenger: 'Messenger', instagram: 'Instagram'} as const;

/** `undefined` stands for: the keys are right, and nothing tells which of the two it is. */
export const recognizeMeta = (sample: Sample, platform: MetaPlatform): Recognition => {
  if (!/\.json$/i.test(sample.path)) return no;
  const head = headObject(sample);
  if (!head) return no;
  const covers = coverOf(sample.path, sample.paths);
  const covered = covers === undefined ? {} : {covers};
  if (isEncrypted(head)) {
    // Instagram has no such export.
    if (platform !== 'messenger') return no;
    return {match: 'certain', because: 'participants as names, threadName, senderName', ...covered};
  }
  if (!isThread(head)) return no;
  const found = platformOf(sample);
  const keys = 'participants, messages, sender_name, timestamp_ms';
  if (found === platform)
    return {
      match: 'certain',
      because: `${keys}, in ${titles[platform]}'s surroundings`,
      ...covered,
    };
  if (found !== undefined) return no;
  const because = `${keys}; Messenger and Instagram write the same, and nothing here tells which`;
  return {match: 'possible', because, ...covered};
};
