// Which of MemoTrace's files this is, and whether a richer one of the same chat stands beside it. Pure; no reading.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {baseName, folderOf} from '../_shared/content-reference.ts';
import {headItem} from '../_shared/json-head.ts';
import {valueAt} from '../_shared/loose.ts';

export type Variant = 'csv-old' | 'csv-new' | 'sidecar' | 'html' | 'txt';

const oldHeader =
  'localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender';
const newHeader = '消息ID,类型,发送人,时间,内容';

const isSidecar = (sample: Sample): boolean => {
  const item = headItem(sample);
  return (
    item !== undefined &&
    ['is_send', 'server_id', 'display_name', 'timestamp', 'type'].every((key) =>
      Object.hasOwn(item, key),
    ) &&
    typeof valueAt(item, 'timestamp') === 'number'
  );
};

/** `chatMessages = [{ type:1, text:'…'` with bare keys: only this program's pages have it. */
const isHtml = (text: string): boolean =>
  /\bchatMessages\s*=\s*\[\s*(?:\{\s*type\s*:|\])/.test(text) &&
  /<html|<!doctype/i.test(text.slice(0, 2000));

const headLine = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?: [^\s'].{0,200})?$/;

/** Blocks whose first lines are `time name`, each after an empty line: at least two, and nothing else may stand before a block. */
const txtEvidence = (text: string): 'certain' | 'possible' | 'no' => {
  const lines = text.split(/\r?\n/, 2000);
  if (!headLine.test(lines[0] ?? '') || / '.*'$/.test(lines[0] ?? '')) return 'no';
  let heads = 0;
  let blocks = 0;
  for (const [index, line] of lines.entries()) {
    if (!headLine.test(line)) continue;
    if (index > 0 && lines[index - 1] !== '') return 'no';
    heads++;
    if (lines[index + 1] !== undefined && lines[index + 1] !== '') blocks++;
  }
  return heads >= 2 && blocks >= 1 ? 'certain' : 'possible';
};

export const variantOf = (sample: Sample): Variant | undefined => {
  const {text} = sample;
  if (text.startsWith(oldHeader)) return 'csv-old';
  if (text.startsWith(newHeader)) return 'csv-new';
  if (isSidecar(sample)) return 'sidecar';
  if (isHtml(text)) return 'html';
  return undefined;
};

/** `阿丽_utf8.csv`, `阿丽.html.json`, `阿丽.txt` → `阿丽`. */
export const stemOf = (path: string): string =>
  baseName(path)
    .replace(/\.html\.json$|\.[A-Za-z0-9]{2,5}$/i, '')
    .replace(/_utf8$/, '');

const endings: Readonly<Record<Variant, readonly string[]>> = {
  sidecar: ['.html.json'],
  'csv-new': ['.csv'],
  'csv-old': ['_utf8.csv', '.csv'],
  html: ['.html'],
  txt: ['.txt'],
};

/** Best first: what each holds is in NOTES.md. */
const ranking: readonly Variant[] = ['sidecar', 'csv-new', 'csv-old', 'html', 'txt'];

const hasRicher = (sample: Sample, variant: Variant): boolean => {
  const folder = folderOf(sample.path);
  const start = `${folder === '' ? '' : `${folder}/`}${stemOf(sample.path)}`;
  return ranking.slice(0, ranking.indexOf(variant)).some((better) =>
    endings[better].some((ending) => {
      const path = `${start}${ending}`;
      return path !== sample.path && sample.has(path);
    }),
  );
};

/** A folder made for this one chat: `聊天记录/阿丽(wxid_x)/阿丽.csv` or `聊天记录/阿丽/阿丽_utf8.csv`. */
const ownFolder = (path: string): string | undefined => {
  const folder = baseName(folderOf(path));
  const stem = stemOf(path);
  const isOwn = folder !== '' && (folder === stem || folder.replace(/\([^()]*\)$/, '') === stem);
  return isOwn ? `${folderOf(path)}/` : undefined;
};

const because: Readonly<Record<Variant, string>> = {
  'csv-old': 'the twelve columns of MemoTrace 1',
  'csv-new': 'the columns 消息ID,类型,发送人,时间,内容 of MemoTrace 2',
  sidecar: 'a list of messages with server_id, is_send and display_name',
  html: 'a page with the script array chatMessages',
  txt: 'blocks that begin with a time and a name after an empty line',
};

export const recognize = (sample: Sample): Recognition => {
  const variant = variantOf(sample);
  const evidence = variant ? 'certain' : txtEvidence(sample.text);
  const found = variant ?? 'txt';
  if (evidence === 'no' || hasRicher(sample, found)) return no;
  const covers = ownFolder(sample.path);
  return {match: evidence, because: because[found], ...(covers === undefined ? {} : {covers})};
};
