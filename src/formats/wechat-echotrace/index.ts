// EchoTrace's JSON: one session per file. Like WeFlow's, without server ids and replies.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headItem, headObject} from '../_shared/json-head.ts';
import {recordAt} from '../_shared/loose.ts';
import {openFamilyAsset} from '../_shared/wechat-family-avatars.ts';
import {read} from './read.ts';

const recognize = (sample: Sample): Recognition => {
  const root = headObject(sample);
  if (!root || !recordAt(root, 'session')) return no;
  if (
    Object.hasOwn(root, 'weflow') ||
    Object.hasOwn(root, 'exportInfo') ||
    Object.hasOwn(root, 'chatlab')
  )
    return no;
  const first = headItem(sample, 'messages');
  return first &&
    ['senderDisplayName', 'localType', 'createTime'].every((key) => Object.hasOwn(first, key))
    ? {
        match: 'certain',
        because: 'a session and messages with senderDisplayName, and no other tool’s mark',
      }
    : no;
};

export const wechatEchotraceFormat = defineFormat({
  id: 'wechat-echotrace',
  title: {zh: '微信 EchoTrace (json)', en: 'WeChat EchoTrace (json)'},
  platform: 'wechat',
  reader: {recognize, read, openAsset: openFamilyAsset},
});
