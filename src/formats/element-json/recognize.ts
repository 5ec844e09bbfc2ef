// Knows Matrix events by their ids and senders, in the wrappers that clients and servers put around them. No I/O.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headItem, headObject, jsonHead} from '../_shared/json-head.ts';
import {isLoose, numberAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

/** Where the events stand: Element's export, answers of the client API, a bare list. */
export const eventLists = ['messages', 'chunk', 'events'] as const;

const isEvent = (event: Loose | undefined): boolean =>
  event !== undefined &&
  stringAt(event, 'event_id')?.startsWith('$') === true &&
  /^@[^:\s]*:\S+$/.test(stringAt(event, 'sender') ?? '') &&
  stringAt(event, 'type') !== undefined &&
  (numberAt(event, 'origin_server_ts') !== undefined || isLoose(valueAt(event, 'content')));

export const recognize = (sample: Sample): Recognition => {
  const root = headObject(sample);
  const folder = sample.path.slice(0, sample.path.lastIndexOf('/') + 1);
  const hasMedia = sample.paths.some((path) =>
    /^(?:images|videos|audio|files|stickers)\//.test(
      path.startsWith(folder) ? path.slice(folder.length) : '',
    ),
  );
  const covers = hasMedia ? {covers: folder} : {};
  if (
    root &&
    stringAt(root, 'room_name') !== undefined &&
    valueAt(root, 'exported_by') !== undefined
  ) {
    const messages = valueAt(root, 'messages');
    const isEmpty = Array.isArray(messages) && messages.length === 0;
    if (isEmpty || isEvent(headItem(sample, 'messages')))
      return {match: 'certain', because: 'room_name, exported_by and Matrix events', ...covers};
  }
  const lists = Array.isArray(jsonHead(sample)) ? [undefined] : eventLists;
  const list = lists.find((key) => isEvent(headItem(sample, key)));
  const found = list !== undefined || (lists[0] === undefined && isEvent(headItem(sample)));
  return found ? {match: 'certain', because: 'a list of Matrix events', ...covers} : no;
};
