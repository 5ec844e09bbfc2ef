import {describe, expect, test} from 'vitest';
import {readCallLine} from '../../../src/formats/_shared/chinese-call.ts';
import {readSystemLine} from '../../../src/formats/_shared/chinese-notice.ts';

describe('lines about calls', () => {
  test.each([
    ['[语音通话] 通话时长 01:05', {medium: 'voice', outcome: 'answered', durationSeconds: 65}],
    ['[视频通话] 对方已拒绝', {medium: 'video', outcome: 'declined'}],
    ['语音通话 已取消', {medium: 'voice', outcome: 'cancelled'}],
    ['对方忙线中', {medium: 'unknown', outcome: 'busy'}],
    ['[视频通话] 未接听', {medium: 'video', outcome: 'missed'}],
    [
      '【音视频通话】\n通话时长 1:02:03',
      {medium: 'unknown', outcome: 'answered', durationSeconds: 3723},
    ],
    ['Voice call 5 min 2 s', {medium: 'voice', outcome: 'answered', durationSeconds: 302}],
    ['呼入 1分5秒', {medium: 'unknown', outcome: 'answered', durationSeconds: 65}],
    ['', {medium: 'unknown', outcome: 'unknown'}],
  ])('%s', (line, facts) => {
    expect(readCallLine(line)).toEqual(facts);
  });
});

describe('system lines', () => {
  test.each([
    ['"阿丽" 撤回了一条消息', {kind: 'recalled', who: '阿丽', isOwn: false}],
    ['你撤回了一条消息', {kind: 'recalled', isOwn: true}],
    ['Bob recalled a message', {kind: 'recalled', who: 'Bob', isOwn: false}],
    ['"甲"修改群名为“乙”', {kind: 'notice', who: '甲', event: {kind: 'renamed', title: '乙'}}],
    ['"甲"邀请"乙"加入了群聊', {kind: 'notice', who: '甲', event: {kind: 'joined', by: '甲'}}],
    ['小鱼 加入了本群', {kind: 'notice', who: '小鱼', event: {kind: 'joined'}}],
    ['Ann left the group', {kind: 'notice', who: 'Ann', event: {kind: 'left'}}],
    ['"甲" 拍了拍 "乙"', {kind: 'notice', who: '甲', event: {kind: 'poked'}}],
    ['今天天气不错', {kind: 'notice', event: {kind: 'other'}}],
  ])('%s', (line, said) => {
    expect(readSystemLine(line)).toEqual(said);
  });

  test('a very long line costs no time', () => {
    const start = performance.now();
    readSystemLine(`${'邀请'.repeat(200_000)}加入`);
    expect(performance.now() - start).toBeLessThan(200);
  });
});
