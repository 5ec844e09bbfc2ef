// KakaoTalk's own exports, from telephones (with media beside the text) and computers.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {decodeBytes} from '../../engine/io/decode.ts';
import {factsOf, read} from './read.ts';
import {savedPattern} from './words.table.ts';

const isTranscript = (text: string): boolean => {
  const [first = '', ...more] = text.slice(0, 2000).split(/\r?\n/, 4);
  return factsOf(first) !== undefined && more.some((line) => savedPattern.test(line));
};

const recognize = (sample: Sample): Recognition => {
  if (/^"?Date"?,"?User"?,"?Message"?\s*$/m.test(sample.text.slice(0, 60).split('\n', 1)[0] ?? ''))
    return {match: 'certain', because: 'the columns Date, User and Message of KakaoTalk'};
  const isOne =
    isTranscript(sample.text) || isTranscript(decodeBytes(sample.head.subarray(0, 2000), 'cp949'));
  return isOne
    ? {match: 'certain', because: 'the title and the time of saving that KakaoTalk prints'}
    : no;
};

export const kakaotalkFormat = defineFormat({
  id: 'kakaotalk',
  title: {zh: 'KakaoTalk 聊天导出（txt、csv、zip）', en: 'KakaoTalk chat export (txt, csv, zip)'},
  platform: 'kakaotalk',
  reader: {defaultZone: 'Asia/Seoul', recognize, read},
});

export {kakaotalkTxtFormat} from './write.ts';
