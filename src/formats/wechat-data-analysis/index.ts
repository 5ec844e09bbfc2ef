// WeChatDataAnalysis: its export archive (a zip or the folder from it) with messages as JSON. Its TXT, HTML and Excel are named and left.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {folderOf} from '../_shared/content-reference.ts';
import {headObject} from '../_shared/json-head.ts';
import {numberAt, valueAt} from '../_shared/loose.ts';
import {read} from './read.ts';

const recognize = (sample: Sample): Recognition => {
  const root = headObject(sample);
  if (!root || numberAt(root, 'schemaVersion') === undefined) return no;
  const folder = folderOf(sample.path);
  const prefix = folder === '' ? '' : `${folder}/`;
  const hasChats = sample.paths.some((path) => path.startsWith(`${prefix}conversations/`));
  const isManifest =
    ['exportedAt', 'account'].every((key) => Object.hasOwn(root, key)) &&
    !Array.isArray(valueAt(root, 'messages'));
  return hasChats && isManifest
    ? {
        match: 'certain',
        because: 'a manifest with schemaVersion beside conversations/',
        covers: prefix,
      }
    : no;
};

export const wechatDataAnalysisFormat = defineFormat({
  id: 'wechat-data-analysis',
  title: {zh: '微信 WeChatDataAnalysis (zip)', en: 'WeChat WeChatDataAnalysis (zip)'},
  platform: 'wechat',
  reader: {defaultZone: 'Asia/Shanghai', recognize, read},
});
