// WeFlow's own exports: JSON, its arkme variant, TXT and the CSV for WeClone. Its ChatLab files are `chatlab-json`.

import {defineFormat} from '../../engine/convert/format.ts';
import {openFamilyAsset} from '../_shared/wechat-family-avatars.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';

export const wechatWeflowFormat = defineFormat({
  id: 'wechat-weflow',
  title: {zh: '微信 WeFlow (json, txt, csv)', en: 'WeChat WeFlow (json, txt, csv)'},
  platform: 'wechat',
  reader: {defaultZone: 'Asia/Shanghai', recognize, read, openAsset: openFamilyAsset},
});
