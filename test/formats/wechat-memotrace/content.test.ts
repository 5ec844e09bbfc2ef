import {describe, expect, test} from 'vitest';
import {
  factsOf,
  factsOfBareText,
  splitQuote,
} from '../../../src/formats/wechat-memotrace/content.ts';

describe('texts that MemoTrace prints', () => {
  test('a file tells name, size, path and checksum, also when names hold spaces', () => {
    const md5 = '0123456789abcdef0123456789abcdef';
    expect(
      factsOf('file', `【文件】my plan.pdf 1.50 MB ./file/my plan.pdf pdf ${md5}`).media,
    ).toEqual({
      name: 'my plan.pdf',
      bytes: 1_572_864,
      md5,
      url: './file/my plan.pdf',
    });
    expect(factsOf('file', '【文件】odd').media).toEqual({name: 'odd'});
  });

  test('the last 引用： splits the answer from the quoted words', () => {
    expect(splitQuote('see 引用：x\nok\n引用：Ann: one: two\nthree')).toEqual({
      kind: 'quote',
      text: 'see 引用：x\nok',
      reply: {quote: {name: 'Ann', text: 'one: two\nthree'}},
    });
  });

  test('bare texts are media only where the whole text says so', () => {
    expect(factsOfBareText('[图片]').kind).toBe('image');
    expect(factsOfBareText('[图片] of my cat').kind).toBe('text');
    expect(factsOfBareText('[微笑]').kind).toBe('text');
    expect(factsOfBareText('【语音】hello').media).toEqual({transcript: 'hello'});
  });

  test('links stand in lines with or without words before them', () => {
    expect(
      factsOf('link', '【分享链接】\n标题: A\n描述: B\n链接: https://x.invalid'),
    ).toMatchObject({title: 'A', description: 'B', url: 'https://x.invalid'});
    expect(factsOf('link', '【分享链接】\nA\nhttps://x.invalid')).toMatchObject({
      title: 'A',
      url: 'https://x.invalid',
    });
  });
});
