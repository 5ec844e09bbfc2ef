// Which legacy encoding a text is in, judged by how much the decoded text looks like text. A guess, and said to be one.

import iconv from 'iconv-lite';
import {asBuffer} from './bytes.ts';
import type {EncodingName} from './decode.ts';

type Guess = {readonly name: EncodingName; readonly because: string};

/** The characters that make up about half of any running text: simplified, then traditional where it differs. */
const commonHan = new Set(
  '的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感吧吗呢啊哦嗯哈图片消息明早晚今点号月电微信谢请问找见快' +
    '這們來時為說國著裡後會過對於學麼發當沒還樣種開總無現頭經長兒愛給間兩親進話與嗎圖訊電請問見點號',
);

const isHan = (code: number): boolean => code >= 0x4e00 && code <= 0x9fff;
const isHangul = (code: number): boolean => code >= 0xac00 && code <= 0xd7a3;
const isKana = (code: number): boolean => code >= 0x3041 && code <= 0x30fe;
const isCyrillic = (code: number): boolean => code >= 0x0401 && code <= 0x0491;
const isCjkMark = (code: number): boolean =>
  (code >= 0x3000 && code <= 0x3011) || (code >= 0xff01 && code <= 0xff5e) || code === 0x2026;

type Judge = (text: string) => number;

/** The mean weight of the characters outside ASCII. Broken and private characters weigh heavily against. */
const meanWeight =
  (weigh: (code: number, previous: number) => number): Judge =>
  (text) => {
    let sum = 0;
    let count = 0;
    let previous = 0;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code >= 0x80) {
        count++;
        const isBroken = code === 0xfffd || (code >= 0xe000 && code <= 0xf8ff) || code < 0xa0;
        sum += isBroken ? -5 : weigh(code, previous);
      }
      previous = code;
    }
    return count === 0 ? 0 : sum / count;
  };

const judgeHan = meanWeight((code) =>
  commonHan.has(String.fromCharCode(code)) ? 1.6 : isHan(code) ? 0.15 : isCjkMark(code) ? 0.6 : -1,
);

const judgeJapanese = meanWeight((code) =>
  isKana(code) ? 1.3 : isHan(code) ? 0.4 : isCjkMark(code) ? 0.6 : code >= 0xff61 ? -0.3 : -1,
);

const judgeKorean = meanWeight((code) => (isHangul(code) ? 1 : isCjkMark(code) ? 0.5 : -1));

const isLowerCyrillic = (code: number): boolean => code >= 0x0430;

/** Mixed-up bytes give capitals inside words: the surest sign that it is not Russian. */
const judgeCyrillic = meanWeight((code, previous) => {
  if (!isCyrillic(code)) return code === 0xab || code === 0xbb || code >= 0x2010 ? 0 : -2;
  return !isLowerCyrillic(code) && isLowerCyrillic(previous) ? -3 : 0.95;
});

const isAsciiLetter = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);

/** How much a text looks like one of Western Europe's. */
export const judgeLatinText = meanWeight((code, previous) => {
  if (code >= 0xc0 && code <= 0xff) return isAsciiLetter(previous) || previous === 32 ? 0.9 : -0.3;
  return code >= 0x2010 && code <= 0x203a ? 0.4 : 0;
});

const judges: readonly (readonly [EncodingName, Judge])[] = [
  ['gb18030', judgeHan],
  ['cp949', judgeKorean],
  ['big5', judgeHan],
  ['shift_jis', judgeJapanese],
  ['windows-1251', judgeCyrillic],
  ['windows-1252', judgeLatinText],
];

/** Nothing that the cut at the end of the head broke may count. */
const decodeWithout = (bytes: Uint8Array, name: EncodingName): string =>
  name === 'cp949'
    ? iconv.getDecoder('cp949').write(asBuffer(bytes))
    : new TextDecoder(name).decode(bytes, {stream: true});

/** How much a text looks like one in this encoding's languages; about 1 for real text, below 0 for rubbish. */
export const plausibility = (bytes: Uint8Array, name: EncodingName): number => {
  const judge = judges.find(([candidate]) => candidate === name)?.[1];
  return judge ? judge(decodeWithout(bytes, name)) : 0;
};

/** The most plausible one; `windows-1252` where nothing fits, because it refuses no byte. */
export const guessLegacy = (head: Uint8Array, candidates?: readonly EncodingName[]): Guess => {
  let best: Guess = {name: candidates?.[0] ?? 'windows-1252', because: 'no encoding fits well'};
  let bestScore = 0;
  for (const [name] of judges) {
    if (candidates && !candidates.includes(name)) continue;
    const score = plausibility(head, name);
    if (score > bestScore) {
      bestScore = score;
      best = {name, because: `not UTF-8; reads as text in ${name}`};
    }
  }
  return best;
};
