import {describe, expect, test} from 'vitest';
import {sentenceOf} from '../../../src/formats/kakaotalk/chat.ts';
import {parseDay, parseHead} from '../../../src/formats/kakaotalk/grammar.ts';
import {factsOf} from '../../../src/formats/kakaotalk/read.ts';

const today = {year: 2021, month: 12, day: 29};

describe('heads of KakaoTalk', () => {
  test.each([
    ['2021년 12월 29일 오후 8:36, 나리 : a : b', {author: '나리', text: 'a : b'}, 20],
    ['2021. 12. 29. 오전 12:05,  : 알림', {text: '알림'}, 0],
    ['2021년 12월 29일 오후 12:05, 나리님이 나갔습니다.', {text: '나리님이 나갔습니다.'}, 12],
    ['December 29, 2021, 6:49 AM, Nari : hi', {author: 'Nari', text: 'hi'}, 6],
    ['Dec 29, 2021 at 19:12, Nari : hi', {author: 'Nari', text: 'hi'}, 19],
    ['Dec 29, 2021 at 19:12: Nari invited Tom .', {text: 'Nari invited Tom .'}, 19],
    ['오후 8:36, 나리 : 네', {author: '나리', text: '네'}, 20],
    ['[나리] [오후 10:10] 네', {author: '나리', text: '네'}, 22],
    ['[] [20:35] 알림', {text: '알림'}, 20],
  ])('%s', (line, said, hour) => {
    const head = parseHead(line, today);
    expect(head?.time).toMatchObject({...today, hour});
    expect({...(head?.author && {author: head.author}), text: head?.text}).toEqual(said);
  });

  test.each([
    'Day 2 : https://example.org',
    '2021년 13월 29일 오후 8:36, 나 : x',
    '[x] y',
    '오후에 봐',
  ])('%s goes on with the text before it', (line) => {
    expect(parseHead(line, today)).toBeUndefined();
  });

  test('a clock without a day before it says nothing', () => {
    expect(parseHead('[나리] [20:35] 네', undefined)).toBeUndefined();
  });
});

test.each([
  '2021년 12월 29일 수요일',
  'Wednesday, December 29, 2021',
  '--------------- 2021년 12월 29일 수요일 ---------------',
  '--------------- Wednesday, December 29, 2021 ---------------',
])('the day %s', (line) => {
  expect(parseDay(line)).toEqual(today);
});

test('titles tell the chat, and whether it is with one person', () => {
  expect(factsOf('나리 님과 카카오톡 대화')).toMatchObject({kind: 'direct', title: '나리'});
  expect(factsOf('등산 모임 카카오톡 대화')).toMatchObject({kind: 'group', title: '등산 모임'});
  expect(factsOf('Talk_2026.4.25 10:20-1.txt')?.title).toBeUndefined();
  expect(factsOf('something else')).toBeUndefined();
});

test('sentences tell who invited whom', () => {
  expect(sentenceOf('하늘님이 바다님을 초대하였습니다.')).toMatchObject({
    who: '하늘',
    whom: '바다',
  });
  expect(sentenceOf('바다님을 초대하였습니다.')).toMatchObject({whom: '바다'});
  expect(sentenceOf('나는 초대하였습니다')).toBeUndefined();
});
