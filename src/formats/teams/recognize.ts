// What a file is to the Teams reader: the migration export's anchor, a list of Graph messages, a file of the web exporter. No I/O.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headItem, headObject, jsonHead} from '../_shared/json-head.ts';
import {isLoose, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {isGraphMessage, textOf, valueOf} from './graph.ts';

export type Layout =
  /** `teams/<id>/messages_<id>.json`, `users/<id>/messages_<id>.json` below `root`. */
  | {readonly kind: 'migration'; readonly root: string}
  | {readonly kind: 'graph'}
  /** teams-web-chat-exporter. */
  | {readonly kind: 'web-json' | 'web-csv'};

export type Found = {readonly layout: Layout; readonly because: string; readonly covers?: string};

export const migrationFile = /^(teams|users)\/([^/]+)\/messages_[^/]+\.json$/;

/** In the order in which they are taken as the anchor. */
const lists = ['teams/teamsList.json', 'users/usersList.json'];

/** The folder that holds `teams/` and `users/`; undefined where the path lies in none. */
const rootOf = (path: string): string | undefined => {
  const match =
    /^(.*?)(?:teams|users)\/(?:[^/]+\/messages_[^/]+\.json|(?:teams|users)List\.json)$/.exec(path);
  return match?.[1];
};

/** The first file of the export that proves what it is: a list, else the first file with messages. */
const foundMigration = (sample: Sample): Found | undefined => {
  const root = rootOf(sample.path);
  if (root === undefined || (root !== '' && !root.endsWith('/'))) return undefined;
  const messages = sample.paths.filter(
    (path) => path.startsWith(root) && migrationFile.test(path.slice(root.length)),
  );
  if (messages.length === 0) return undefined;
  const list = lists.map((name) => root + name).find((path) => sample.has(path));
  if ((list ?? messages[0]) !== sample.path) return undefined;
  const item = headItem(sample);
  const isProof =
    item !== undefined &&
    (isGraphMessage(item) ||
      valueOf(item, 'groupsId') !== undefined ||
      textOf(item, 'displayName') !== undefined);
  return isProof
    ? {
        layout: {kind: 'migration', root},
        because: 'teams and users with a file of messages each',
        covers: root,
      }
    : undefined;
};

const foundGraph = (sample: Sample): Found | undefined => {
  const isList = Array.isArray(jsonHead(sample));
  const items = isList
    ? [headItem(sample)]
    : ['value', 'messages'].map((key) => headItem(sample, key));
  return items.some((item) => item !== undefined && isGraphMessage(item))
    ? {layout: {kind: 'graph'}, because: 'chat messages of Microsoft Graph'}
    : undefined;
};

const isWebMessage = (item: Loose | undefined): boolean =>
  item !== undefined &&
  stringAt(item, 'timestamp') !== undefined &&
  typeof valueAt(item, 'author') === 'string' &&
  ['system', 'isOwn', 'threadId', 'contentHtml', 'messageType'].some((key) =>
    Object.hasOwn(item, key),
  );

const foundWeb = (sample: Sample): Found | undefined => {
  const root = headObject(sample);
  const meta = root && valueAt(root, 'meta');
  if (!isLoose(meta) || !isWebMessage(headItem(sample, 'messages'))) return undefined;
  return {layout: {kind: 'web-json'}, because: 'meta and messages of the Teams web chat exporter'};
};

const csvHead = /^(?:#[^\n]*\n)*\s*"?id"?,"?author"?,"?timestamp"?,"?text"?,"?edited"?/;

export const findLayout = (sample: Sample): Found | undefined => {
  const first = /^\s*(\S)/.exec(sample.text.slice(0, 200))?.[1];
  if (first === '{' || first === '[')
    return foundMigration(sample) ?? foundGraph(sample) ?? foundWeb(sample);
  return csvHead.test(sample.text.slice(0, 2000)) &&
    /reactions_json|attachments_json/.test(sample.text.slice(0, 2000))
    ? {layout: {kind: 'web-csv'}, because: 'the columns of the Teams web chat exporter'}
    : undefined;
};

export const recognize = (sample: Sample): Recognition => {
  const found = findLayout(sample);
  if (!found) return no;
  const {because, covers} = found;
  return {match: 'certain', because, ...(covers === undefined ? {} : {covers})};
};
