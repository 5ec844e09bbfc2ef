// What a file is to the Slack reader: the anchor of an export, a channel's days, a dump, a chunk file, a database. No I/O.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {gunzipHead} from '../../engine/io/stream-bytes.ts';
import {headItem, headLine, headObject, jsonHead, parseJsonHead} from '../_shared/json-head.ts';
import {idAt, isLoose, numberAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {
  daysBeside,
  dumpFolder,
  hasDays,
  indexesIn,
  isDayFile,
  isIndexName,
  packedIn,
} from './layout.ts';
import {nameOf, parentOf} from './paths.ts';
import {isTs} from './ts.ts';

export type Layout =
  /** Index files and day files below `root`. */
  | {readonly kind: 'export'; readonly root: string}
  /** The day files of one conversation without an index. */
  | {readonly kind: 'days'; readonly files: readonly string[]}
  /** A list of messages in one file, whatever its name. */
  | {readonly kind: 'list'}
  /** One message alone. */
  | {readonly kind: 'single'}
  /** `{messages: […]}`: slackdump's dump files, saved answers of Slack's API. */
  | {readonly kind: 'dump'; readonly files: readonly string[]}
  /** slackdump's chunks, one JSON object per line; its archive packs each file with gzip. */
  | {readonly kind: 'chunks'; readonly files: readonly string[]}
  | {readonly kind: 'database'};

export type Found = {
  readonly layout: Layout;
  readonly because: string;
  readonly covers?: string;
};

const slackId = /^[A-Z][A-Z0-9]{1,20}$/;

/** A user or conversation object as the index files hold them. */
const isIndexItem = (item: Loose, name: string): boolean => {
  const id = idAt(item, 'id') ?? '';
  if (!slackId.test(id)) return false;
  if (name.endsWith('users.json'))
    return (
      /^[UWB]/.test(id) &&
      (isLoose(valueAt(item, 'profile')) || stringAt(item, 'name') !== undefined)
    );
  return numberAt(item, 'created') !== undefined || Array.isArray(valueAt(item, 'members'));
};

const isMessage = (item: Loose | undefined): boolean =>
  item !== undefined &&
  isTs(valueAt(item, 'ts')) &&
  (stringAt(item, 'type') ?? 'message') === 'message' &&
  ['user', 'bot_id', 'username', 'text', 'subtype', 'blocks', 'files'].some(
    (key) => valueAt(item, key) !== undefined,
  );

const foundIndex = (sample: Sample, name: string): Found | undefined => {
  const root = parentOf(sample.path);
  const indexes = indexesIn(root, (path) => sample.has(path));
  if (indexes[0] !== sample.path) return undefined;
  const withDays = hasDays(root, sample.paths);
  const item = headItem(sample);
  const isProof = item !== undefined && isIndexItem(item, name);
  const isPlausible = withDays && indexes.length > 1 && Array.isArray(jsonHead(sample));
  if (!isProof && !isPlausible) return undefined;
  return {
    layout: {kind: 'export', root},
    because: withDays
      ? `${name} lists Slack ids and folders hold a file per day`
      : `${name} lists Slack ids`,
    ...(withDays ? {covers: root} : {}),
  };
};

const foundList = (sample: Sample): Found | undefined => {
  if (!isMessage(headItem(sample))) return undefined;
  const because = 'a list of Slack messages (type, ts)';
  if (!isDayFile(sample.path)) return {layout: {kind: 'list'}, because};
  const files = daysBeside(sample.path, sample.paths);
  if (files[0] !== sample.path) return undefined;
  return {
    layout: {kind: 'days', files},
    because: `${because}, one file per day`,
    ...(files.length > 1 ? {covers: parentOf(sample.path)} : {}),
  };
};

const foundDump = (sample: Sample): Found | undefined => {
  const root = headObject(sample);
  if (isMessage(root)) return {layout: {kind: 'single'}, because: 'one Slack message (type, ts)'};
  if (!root || !Object.hasOwn(root, 'messages')) return undefined;
  const hasChannel = /^[CDGW][A-Z0-9]{6,}$/.test(stringAt(root, 'channel_id') ?? '');
  if (!isMessage(headItem(sample, 'messages')) && !hasChannel) return undefined;
  const because = 'an object with Slack messages (type, ts)';
  const files = dumpFolder(sample.path, sample.paths);
  if (!files || files.length < 2) return {layout: {kind: 'dump', files: [sample.path]}, because};
  return files[0] === sample.path
    ? {
        layout: {kind: 'dump', files},
        because: `${because}, one file per conversation`,
        covers: parentOf(sample.path),
      }
    : undefined;
};

/** `{"t":0,"ts":1737844845379943000,"id":"C…"`: the time is in nanoseconds and no JavaScript integer. */
const isChunk = (line: Loose | undefined): boolean =>
  line !== undefined &&
  numberAt(line, 't') !== undefined &&
  (numberAt(line, 'ts') ?? 0) > 1e17 &&
  ['m', 'u', 'ci', 'ch', 'w', 'cu', 'f', 'n', 'sm', 'sf', 'p'].some((key) =>
    Object.hasOwn(line, key),
  );

/** The first packed file of a folder stands for all of them: users and channels are in files of their own. */
const foundPackedChunks = (sample: Sample): Found | undefined => {
  if (!sample.path.endsWith('.json.gz')) return undefined;
  const {files, isAlone} = packedIn(parentOf(sample.path), sample.paths);
  const [first = ''] = new TextDecoder().decode(gunzipHead(sample.head)).split('\n', 1);
  const line = parseJsonHead(first);
  if (files[0] !== sample.path || !isLoose(line) || !isChunk(line)) return undefined;
  return {
    layout: {kind: 'chunks', files},
    because: 'slackdump chunks, one per line, packed',
    ...(isAlone ? {covers: parentOf(sample.path)} : {}),
  };
};

const foundDatabase = (sample: Sample): Found | undefined => {
  const {text} = sample;
  if (!text.startsWith('SQLite format 3\0')) return undefined;
  const isSlackdump = ['MESSAGE', 'CHUNK', 'S_USER', 'CHANNEL'].every((table) =>
    new RegExp(`create table "?${table}"?\\s*\\(`, 'i').test(text),
  );
  return isSlackdump
    ? {layout: {kind: 'database'}, because: 'the tables of a slackdump database'}
    : undefined;
};

/** What begins at this file; undefined where nothing does. */
export const findLayout = (sample: Sample): Found | undefined => {
  const name = nameOf(sample.path);
  if (isIndexName(name)) return foundIndex(sample, name);
  if (sample.head[0] === 0x1f && sample.head[1] === 0x8b) return foundPackedChunks(sample);
  if (sample.head[0] === 0x53) return foundDatabase(sample);
  const first = /^\s*([[{])/.exec(sample.text.slice(0, 100))?.[1];
  if (first === '[') return foundList(sample);
  if (first !== '{') return undefined;
  if (isChunk(headLine(sample)))
    return {
      layout: {kind: 'chunks', files: [sample.path]},
      because: 'slackdump chunks, one per line',
    };
  return foundDump(sample);
};

export const recognize = (sample: Sample): Recognition => {
  const found = findLayout(sample);
  if (!found) return no;
  const {because, covers} = found;
  return {match: 'certain', because, ...(covers === undefined ? {} : {covers})};
};
