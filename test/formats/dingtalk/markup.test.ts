import {expect, test} from 'vitest';
import type {Asset} from '../../../src/engine/model/archive.ts';
import {partText} from '../../../src/engine/model/text.ts';
import {markedParts} from '../../../src/formats/dingtalk/markup.ts';

const asset = (id: string, name: string | undefined): Asset => ({
  id,
  ...(name === undefined ? {} : {name}),
  presence: 'absent',
});

const shown = (text: string): string[] => markedParts(text, asset).map(partText);

test('media marks break the text, and file names may hold brackets', () => {
  expect(shown('[文件消息](fileName=报告(终版).pdf, mediaId=@a==) 请查收')).toEqual([
    '[file] 报告(终版).pdf',
    '请查收',
  ]);
  expect(shown('看[图片消息](mediaId=@b)和[图片消息](mediaId=@c)')).toEqual([
    '看',
    '[image]',
    '和',
    '[image]',
  ]);
});

test('links and other words in brackets stay text', () => {
  expect(shown('[文档](https://x.invalid) [图片消息]')).toEqual([
    '[文档](https://x.invalid) [图片消息]',
  ]);
  expect(shown('')).toEqual(['']);
});
