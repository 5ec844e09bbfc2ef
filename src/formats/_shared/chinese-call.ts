// What a line about a call says, in the words of WeChat, QQ and their exporters (Chinese and English). Text in, facts out.

import type {CallOutcome} from '../../engine/model/archive.ts';

export type CallFacts = {
  readonly medium: 'voice' | 'video' | 'unknown';
  readonly outcome: CallOutcome;
  readonly durationSeconds?: number;
};

/** First match wins: a cancelled call may also say 「对方」. */
const outcomes: readonly (readonly [RegExp, CallOutcome])[] = [
  [/拒绝|拒接|declined|rejected/i, 'declined'],
  [/忙线|正忙|占线|busy/i, 'busy'],
  [/取消|cancell?ed/i, 'cancelled'],
  [/未接|未应答|无应答|无人接听|超时|no answer|not answered|missed|unanswered/i, 'missed'],
  [/时长|已接听|接听|中断|结束|duration|answered|ended/i, 'answered'],
];

const clock = /(?<![\d:])(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?![\d:])/;
const words =
  /(?:(\d{1,3})\s?(?:小时|时|h(?:ours?)?)\s?)?(?:(\d{1,3})\s?(?:分钟?|min(?:utes?)?|m)\s?)?(?:(\d{1,6})\s?(?:秒钟?|s(?:ec(?:onds?)?)?)(?![a-z]))/i;

const seconds = (match: RegExpExecArray): number =>
  Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);

/** `[语音通话] 通话时长 01:05` → voice, answered, 65. */
export const readCallLine = (text: string): CallFacts => {
  // 「音视频通话」 names both.
  const line = text.slice(0, 500).replaceAll('音视频', '');
  const medium = /视频|video/i.test(line)
    ? 'video'
    : /语音|音频|voice|audio/i.test(line)
      ? 'voice'
      : 'unknown';
  const time = clock.exec(line) ?? words.exec(line);
  const durationSeconds = time ? seconds(time) : undefined;
  const said = outcomes.find(([pattern]) => pattern.test(line))?.[1];
  const outcome =
    said === undefined ||
    (said === 'missed' && durationSeconds !== undefined && durationSeconds > 0)
      ? durationSeconds === undefined
        ? 'unknown'
        : 'answered'
      : said;
  return {medium, outcome, ...(durationSeconds === undefined ? {} : {durationSeconds})};
};
