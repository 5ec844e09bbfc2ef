// ChatArk's own interchange format: the model, line by line. Described in docs/model.md.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {writer} from './write.ts';

const recognize = (sample: Sample): Recognition => {
  const first = sample.text.slice(0, 200);
  return /^\{"type":"header","format":"chatark","version":\d+/.test(first)
    ? {match: 'certain', because: 'the first line is a ChatArk header'}
    : no;
};

export const canonicalJsonlFormat = defineFormat({
  id: 'canonical-jsonl',
  title: {zh: 'ChatArk 规范 JSONL', en: 'ChatArk canonical JSONL'},
  platform: 'chatark',
  reader: {recognize, read},
  writer,
});
