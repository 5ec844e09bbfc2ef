// Tells result.json of Telegram Desktop (and of programs that write its shape) from other JSON, by its keys.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {coveredFolder, folderOf} from '../_shared/telegram-folder.ts';
import {chatTypes} from './shapes.ts';

/** Up to here a file must have shown what it is. */
const headLength = 65_536;

const typeKey = /"type"\s*:\s*"(\w+)"/g;

const hasChatType = (text: string): boolean => {
  for (const match of text.matchAll(typeKey)) if (chatTypes.has(match[1] ?? '')) return true;
  return false;
};

/** `"chats": {… "list": [`, `"personal_information": {` … at the top. */
const accountKey =
  /^\s*\{\s*"(?:about|personal_information|profile_pictures|stories|contacts|frequent_contacts|chats|left_chats)"\s*:/;
const accountPart = /"(?:personal_information|chats|left_chats)"\s*:\s*\{/;

/** A message as Telegram writes it: an exact time in quotes, or a sender id with its kind in front. */
const messageMark =
  /"date_unixtime"\s*:\s*"?\d{9,13}"?|"(?:from|actor)_id"\s*:\s*(?:"(?:user|channel|chat)\d+"|\d{5,})/;

/** What makes it one; undefined when it is none. */
const reasonFor = (sample: Sample): string | undefined => {
  const text = sample.text.slice(0, headLength);
  if (!/^\s*\{/.test(text)) return undefined;
  const hasMessages = /"messages"\s*:\s*\[/.test(text);
  const hasType = hasChatType(text);
  if (
    accountKey.test(text) &&
    accountPart.test(text) &&
    (hasType || /"user_id"\s*:\s*\d/.test(text))
  ) {
    return 'account data and a list of chats in Telegram\u2019s keys';
  }
  if (!hasMessages) return undefined;
  if (hasType && (messageMark.test(text) || /"messages"\s*:\s*\[\s*\]/.test(text))) {
    return 'a chat of a Telegram type with messages in Telegram\u2019s keys';
  }
  if (/"date_unixtime"\s*:\s*"\d{9,13}"/.test(text) && /"from"\s*:/.test(text)) {
    return 'messages with Telegram\u2019s date_unixtime';
  }
  // Exports before 2021 have neither exact times nor sender ids with a kind.
  if (hasType && /"id"\s*:\s*-?\d+/.test(text) && /"date"\s*:\s*"\d{4}-\d\d-\d\dT/.test(text)) {
    return 'a chat of a Telegram type with numbered, dated messages';
  }
  return undefined;
};

export const recognize = (sample: Sample): Recognition => {
  const because = reasonFor(sample);
  if (because === undefined) return no;
  return {match: 'certain', because, ...coveredFolder(sample, folderOf(sample.path))};
};
