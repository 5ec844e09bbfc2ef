import {describe, expect, test} from 'vitest';
import {makeSample} from '../../../src/engine/convert/recognize.ts';
import {recognize} from '../../../src/formats/whatsapp-txt/recognize.ts';

const look = (path: string, text: string, others: string[] = []) => {
  const head = new TextEncoder().encode(text);
  return recognize(makeSample({path, size: head.length}, head, [path, ...others].sort()));
};

const android = '13/01/2024, 10:00 - Ana: one\n13/01/2024, 10:01 - Ben: two\n';

describe('recognising', () => {
  test('two lines are enough, whatever the file is called', () => {
    expect(look('x.txt', android)).toMatchObject({match: 'certain'});
    expect(look('notes', android)).toMatchObject({match: 'certain'});
  });

  test.each([
    ['IRC', '[10:00] <ana> hi\n[10:01] <ben> ho\n'],
    ['a diary', '13/01/2024\nToday at 10:00 - rain\n'],
    ['a log of a program', '[2024-05-03 15:19:36] ERROR: disk\n[2024-05-03 15:19:37] INFO: ok\n'],
    [
      'signalbackup-tools',
      '[2024-05-03 15:19] <ana> hi\n[2024-05-03 15:20] *** <ben> sent "x.jpg"\n',
    ],
    ['prose', 'On 13/01/2024, 10:00 - I think - it rained.\n'],
    ['KakaoTalk', '2024년 5월 3일 오후 3:20, 지민 : 안녕\n2024년 5월 3일 오후 3:21, 나 : 응\n'],
    ['nothing', ''],
  ])('%s is none', (_name, text) => {
    expect(look('x.txt', text)).toEqual({match: 'no'});
  });

  test('stamps as programs print them need a sign of WhatsApp', () => {
    const log = '[2024-05-03 15:19:36] Ana: a\n[2024-05-03 15:19:37] Ben: b\n';
    expect(look('x.txt', log).match).toBe('possible');
    expect(
      look('x.txt', `${log}\u200e[2024-05-03 15:20:00] Ben: \u200eimage omitted\n`).match,
    ).toBe('certain');
    expect(look('WhatsApp Chat with Ana.txt', log).match).toBe('certain');
    expect(look('chat.md', log).match).toBe('no');
  });

  test('a transcript among its media covers the folder, among other things it does not', () => {
    const covers = (others: string[], path = 'a/_chat.txt') => {
      const found = look(path, android, others);
      return found.match === 'certain' ? found.covers : 'not certain';
    };
    expect(covers(['a/00000001-PHOTO-2024-01-13-10-00-00.jpg', 'b/x.json'])).toBe('a/');
    expect(covers(['IMG-20240113-WA0001.jpg', 'Report.pdf'], 'WhatsApp Chat with Ana.txt')).toBe(
      '',
    );
    expect(covers(['a/result.json'])).toBeUndefined();
    expect(covers(['WhatsApp Chat with Ben.txt'], 'WhatsApp Chat with Ana.txt')).toBeUndefined();
  });

  test('a text file that somebody sent is no transcript', () => {
    expect(look('a/00000046-Some file.txt', android, ['a/_chat.txt'])).toEqual({match: 'no'});
  });
});
