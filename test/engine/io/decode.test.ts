import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import {describe, expect, test} from 'vitest';
import {decodeHead, decodeStream, detectEncoding} from '../../../src/engine/io/decode.ts';
import type {EncodingName} from '../../../src/engine/io/decode.ts';
import {chunksOf} from '../../../src/engine/io/memory-source.ts';

const texts: Readonly<Record<string, string>> = {
  gb18030:
    '2024-01-05 21:30:11 小王\n你好，明天我们几点见面？\n2024-01-05 21:31:02 李雷\n我在公司门口等你，别忘了带那本书。\n[图片]\n好的，没问题！',
  big5: '2024/01/05 21:30 小王\n你好，明天我們幾點見面？\n我在公司門口等你，別忘了帶那本書。\n好的，沒問題！謝謝你',
  shift_jis:
    '2024/01/05 21:30\tたろう\tこんにちは、明日は何時に会いますか？\n駅の前で待っています。写真を送りました\n[スタンプ]',
  cp949:
    '2024년 1월 5일 오후 9:30, 민수 : 안녕하세요, 내일 몇 시에 만날까요?\n2024년 1월 5일 오후 9:31, 지영 : 회사 앞에서 기다릴게요. 뷁 똠방각하\n사진',
  'windows-1251':
    'Иван Петров 5 янв 2024 в 21:30\nПривет, во сколько завтра встретимся?\nЯ буду ждать у входа. Фотография',
  'windows-1252': 'José wrote: À bientôt, ça va très bien – “déjà vu”. Größe, Ärger, Señor',
};

const encode = (text: string, name: string): Uint8Array => new Uint8Array(iconv.encode(text, name));

const all = async (bytes: Uint8Array, chunkSize?: number, name?: EncodingName): Promise<string> => {
  let text = '';
  for await (const part of decodeStream(chunksOf(bytes, chunkSize), name)) {
    expect(part).not.toBe('');
    text += part;
  }
  return text;
};

describe('detectEncoding', () => {
  test.each(Object.entries(texts))('knows %s by how the text reads', (name, text) => {
    const found = detectEncoding(encode(text, name));
    expect(found.name).toBe(name);
    expect(found.isGuess).toBe(true);
    expect(found.because).not.toBe('');
    expect(decodeHead(encode(text, name))).toBe(text);
  });

  test('takes the byte order mark at its word', () => {
    expect(detectEncoding(Uint8Array.of(0xef, 0xbb, 0xbf, 0xff))).toMatchObject({
      name: 'utf-8',
      bom: 3,
    });
    expect(detectEncoding(Uint8Array.of(0xff, 0xfe, 0x41, 0))).toMatchObject({
      name: 'utf-16le',
      bom: 2,
    });
    expect(detectEncoding(Uint8Array.of(0xfe, 0xff, 0, 0x41))).toMatchObject({
      name: 'utf-16be',
      bom: 2,
    });
  });

  test('sees UTF-8 although the head ends inside a character', () => {
    const bytes = new TextEncoder().encode('聊天😀');
    for (let length = 0; length <= bytes.length; length++) {
      const head = bytes.subarray(0, length);
      expect(detectEncoding(head)).toMatchObject({name: 'utf-8', isGuess: false});
      expect(decodeHead(head)).not.toContain('\ufffd');
    }
  });

  test('sees UTF-8 although a few characters in it are broken', () => {
    const good = new TextEncoder().encode('今天天气很好，我们去公园吧。'.repeat(20));
    const bytes = new Uint8Array([...good, 0xe4, 0xbd, 0x0a, ...good]);
    expect(detectEncoding(bytes).name).toBe('utf-8');
  });

  test('sees UTF-16 without a mark', () => {
    expect(detectEncoding(Buffer.from('2024-01-05 你好\n', 'utf16le')).name).toBe('utf-16le');
    expect(detectEncoding(Buffer.from('2024-01-05 你好\n', 'utf16le').swap16()).name).toBe(
      'utf-16be',
    );
  });

  test('believes what a page declares when it is not UTF-8', () => {
    const page = encode('<meta charset="windows-1251"><div>Да</div>', 'windows-1251');
    expect(detectEncoding(page)).toMatchObject({name: 'windows-1251', isGuess: false});
  });

  test('can be told what the format uses', () => {
    const short = encode('사진', 'cp949');
    expect(detectEncoding(short, {candidates: ['cp949']}).name).toBe('cp949');
  });

  test('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 300}), (bytes) => {
        expect(typeof decodeHead(bytes)).toBe('string');
        expect(detectEncoding(bytes).because).not.toBe('');
      }),
    );
  });
});

describe('decodeStream', () => {
  test.each(Object.entries(texts))('decodes %s whatever the chunks', async (name, text) => {
    const bytes = encode(text, name);
    for (const chunkSize of [1, 2, 5, 10_000]) expect(await all(bytes, chunkSize)).toBe(text);
  });

  test('decodes Hangul that plain EUC-KR lacks', async () => {
    expect(await all(encode('뷁 쌰 힣', 'cp949'), 1, 'cp949')).toBe('뷁 쌰 힣');
  });

  test('takes away the mark and no other invisible character', async () => {
    const text = '\u200e\ufeff[29.01.18]';
    expect(await all(new TextEncoder().encode(`\ufeff${text}`), 1)).toBe(text);
    expect(await all(Buffer.from(`\ufeff${text}`, 'utf16le'), 3)).toBe(text);
  });

  test('equals the text for any text and any chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({unit: 'binary'}),
        fc.integer({min: 1, max: 7}),
        async (text, chunkSize) => {
          expect(await all(new TextEncoder().encode(text), chunkSize, 'utf-8')).toBe(
            text.replace(/^\ufeff/, ''),
          );
        },
      ),
    );
  });
});
