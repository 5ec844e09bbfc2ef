// CipherTalk 密语: its detailed JSON. Its ChatLab files are `chatlab-json`.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headObject} from '../_shared/json-head.ts';
import {recordAt, stringAt} from '../_shared/loose.ts';
import {openFamilyAsset} from '../_shared/wechat-family-avatars.ts';
import {read} from './read.ts';

const recognize = (sample: Sample): Recognition => {
  const root = headObject(sample);
  const info = root && recordAt(root, 'exportInfo');
  return info && stringAt(info, 'generator') === 'CipherTalk' && recordAt(root, 'session')
    ? {match: 'certain', because: 'exportInfo.generator is CipherTalk'}
    : no;
};

export const wechatCiphertalkFormat = defineFormat({
  id: 'wechat-ciphertalk',
  title: {zh: '微信 密语 CipherTalk (json)', en: 'WeChat CipherTalk (json)'},
  platform: 'wechat',
  reader: {recognize, read, openAsset: openFamilyAsset},
});
