// Is a file a WhatsApp transcript? Judged by the beginnings of its lines; the app's words settle what other logs could share.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import {withoutMarks} from '../_shared/invisible-marks.ts';
import {isAppName} from './attachments.ts';
import {isAboutEncryption, mayBePhrase, phraseOf} from './lexicon.ts';
import {StampScanner} from './stamp.ts';
import {titleFromName} from './title.ts';

const linesToLookAt = 200;

type Look = {
  /** Lines that begin a message, by frame. */
  bracket: number;
  dash: number;
  colon: number;
  /** Among them with an author. */
  authored: number;
  lines: number;
  /** Lines that only WhatsApp writes. */
  signs: number;
  /** `[2024-05-03 15:19:36]`, as programs of all kinds write their logs. */
  logLike: number;
};

const isSign = (text: string, rest: number): boolean => {
  const code = text.charCodeAt(0);
  const body = text.slice(Math.max(rest, text.indexOf(': ', rest) + 2));
  const bare = withoutMarks(body);
  return (
    code === 0x200e ||
    code === 0x200f ||
    /\bWhatsApp\b|واتساب/.test(text) ||
    /-WA\d{4}\.\w+ \(|<[^<>:]{1,40}: ?\u200e?\d{8}-|https:\/\/maps\.google\.com\/\?q=/.test(bare) ||
    (mayBePhrase(bare) && phraseOf(bare) !== undefined) ||
    (/^<.{3,60}>$/.test(bare) && phraseOf(bare.slice(1, -1)) !== undefined) ||
    (body !== bare && isAboutEncryption(bare))
  );
};

const lookAt = (text: string, isLenient: boolean): Look => {
  const scanner = new StampScanner({isLenient});
  const look: Look = {bracket: 0, dash: 0, colon: 0, authored: 0, lines: 0, signs: 0, logLike: 0};
  for (const line of text.split('\n', linesToLookAt + 1).slice(0, linesToLookAt)) {
    const bare = line.replace(/\r$/, '');
    if (bare === '') continue;
    look.lines++;
    if (!scanner.scan(bare)) continue;
    const rest = bare.slice(scanner.rest);
    // Another exporter puts names between angle brackets; a program's log has a level.
    if (
      /^<[^<>]{1,60}>|^\*{3} |^(?:INFO|WARN|WARNING|ERROR|DEBUG|TRACE|FATAL)\b|^\w+\.(?:INFO|ERROR|DEBUG|WARNING):/.test(
        rest,
      )
    )
      continue;
    look[scanner.frame]++;
    if (/^[^:]{1,100}:(?: |$)/.test(rest)) look.authored++;
    if (isSign(bare, scanner.rest)) look.signs++;
    if (scanner.frame === 'bracket' && scanner.oneDigits === 4 && scanner.separator === 45)
      look.logLike++;
  }
  return look;
};

const folderOf = (path: string): string =>
  path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const isTranscriptName = (name: string): boolean =>
  name === '_chat.txt' || (/\.txt$/i.test(name) && titleFromName(name) !== undefined);

const isDocument = /\.(?:pdf|docx?|xlsx?|pptx?|vcf|apk|webp|opus|heic|thumb|ics|zip)$/i;

/** Everything beside the transcript looks like what WhatsApp sends along: then the folder is one export. */
const isOneExport = ({path, paths}: Sample): boolean => {
  const folder = folderOf(path);
  if (!isTranscriptName(baseName(path))) return false;
  return paths.every((other) => {
    if (other === path || !other.startsWith(folder)) return true;
    const name = other.slice(folder.length);
    if (isAppName(name)) return !name.includes('/');
    const isMedia = /^(?:image|video|audio)\//.test(mimeFromName(name) ?? '');
    return !name.includes('/') && (isMedia || isDocument.test(name));
  });
};

/** Documents that somebody sent in the chat whose transcript lies beside them. */
const isAttachment = ({path, paths}: Sample): boolean =>
  /^\d{8}-/.test(baseName(path)) && paths.includes(`${folderOf(path)}_chat.txt`);

const frameNames = {bracket: 'iOS', dash: 'Android', colon: 'old iOS'} as const;

const judge = (look: Look, sample: Sample): Recognition => {
  const frame = (['bracket', 'dash', 'colon'] as const).reduce((best, name) =>
    look[name] > look[best] ? name : best,
  );
  const count = look[frame];
  if (count === 0 || (count < 2 && count * 10 < look.lines * 3)) return no;
  const because = `${count} of the first ${look.lines} lines begin like those of a WhatsApp export (${frameNames[frame]})`;
  const isNamed =
    isTranscriptName(baseName(sample.path)) || titleFromName(sample.path) !== undefined;
  const isShared = frame === 'colon' || look.logLike * 2 > count;
  const isSolid = look.signs > 0 || isNamed || (!isShared && look.authored > 0);
  if (!isSolid) return {match: 'possible', because};
  return {
    match: 'certain',
    because,
    ...(isOneExport(sample) ? {covers: folderOf(sample.path)} : {}),
  };
};

export const recognize = (sample: Sample): Recognition => {
  if (
    !/\p{Nd}/u.test(sample.text.slice(0, 4096)) ||
    /\.(?:md|markdown|html?|json|jsonl|xml|csv)$/i.test(sample.path)
  )
    return no;
  if (isAttachment(sample)) return no;
  const found = judge(lookAt(sample.text, false), sample);
  if (found.match !== 'no') return found;
  const lenient = judge(lookAt(sample.text, true), sample);
  return lenient.match === 'certain' ? {match: 'possible', because: lenient.because} : lenient;
};
