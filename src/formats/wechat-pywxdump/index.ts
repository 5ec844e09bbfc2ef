// PyWxDump: its CSV and JSON, with the names of users.json beside them. Not its merged databases.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headItem} from '../_shared/json-head.ts';
import {read} from './read.ts';

const header = 'id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime';

const recognize = (sample: Sample): Recognition => {
  if (sample.text.startsWith(header))
    return {match: 'certain', because: 'the nine columns of PyWxDump'};
  const item = headItem(sample);
  return item &&
    ['MsgSvrID', 'type_name', 'talker', 'room_name'].every((key) => Object.hasOwn(item, key))
    ? {match: 'certain', because: 'a list of records with MsgSvrID, type_name and room_name'}
    : no;
};

export const wechatPywxdumpFormat = defineFormat({
  id: 'wechat-pywxdump',
  title: {zh: '微信 PyWxDump (csv, json)', en: 'WeChat PyWxDump (csv, json)'},
  platform: 'wechat',
  reader: {defaultZone: 'Asia/Shanghai', recognize, read},
});
