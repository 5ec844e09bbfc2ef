import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import {lineTxtFormat} from '../../../src/formats/line-txt/index.ts';
import {localTime, parseClock, parseHeading} from '../../../src/formats/line-txt/days.ts';
import {meaningOf, sentenceOf} from '../../../src/formats/line-txt/body.ts';
import {NameBorders} from '../../../src/formats/line-txt/names.ts';
import {canonicalJsonlFormat} from '../../../src/formats/canonical-jsonl/index.ts';
import {onlyHeld, survivorsOf} from '../../contracts/held.ts';
import {isWritable, writeAll} from '../../contracts/writing.ts';
import {chatArchive} from '../../helpers/arbitraries.ts';
import {find, readExport} from '../../helpers/read-all.ts';

describe('day headings of LINE', () => {
  test.each([
    ['2024/1/23(火)', {year: 2024, month: 1, day: 23}],
    ['2024/1/2週二', {year: 2024, month: 1, day: 2}],
    ['2024/01/02(Tue)', {year: 2024, month: 1, day: 2}],
    ['2024.01.02 Tuesday', {year: 2024, month: 1, day: 2}],
    ['2567/01/02(อ.)', {year: 2024, month: 1, day: 2}],
    ['Tue, 01/02/2024', {year: 2024, month: 1, day: 2}],
  ])('%s', (line, day) => {
    expect(parseHeading(line)?.readings.mdy).toEqual(day);
  });

  test('the day of the week settles which number is the month', () => {
    expect(parseHeading('Sel, 02/01/2024')?.readings).toEqual({
      dmy: {year: 2024, month: 1, day: 2},
    });
  });

  test.each(['2024/01/02 hello', '2024/01/02(Wed)', '2024/13/02', 'in 2024', '2024/01/02\tx'])(
    '%s is text',
    (line) => {
      expect(parseHeading(line)).toBeUndefined();
    },
  );
});

test.each([
  ['9:20', 9, 20],
  ['午後3:04', 15, 4],
  ['下午12:10', 12, 10],
  ['12:00 AM', 0, 0],
  ['03:05pm', 15, 5],
  ['24:53', 24, 53],
])('the clock %s', (text, hour, minute) => {
  expect(parseClock(text)).toEqual({hour, minute});
});

test('hours after midnight belong to the next day, also at the end of a year', () => {
  expect(localTime({year: 2023, month: 12, day: 31}, {hour: 25, minute: 7})).toEqual({
    year: 2024,
    month: 1,
    day: 1,
    hour: 1,
    minute: 7,
    second: 0,
  });
});

test('a word in brackets is a file only where nothing else was typed', () => {
  expect(meaningOf('[スタンプ]')).toMatchObject({body: [{kind: 'media', role: 'sticker'}]});
  expect(meaningOf('[Photo] of us')).toMatchObject({body: [{kind: 'text'}]});
  expect(meaningOf('\u200b[Photo]')).toMatchObject({body: [{kind: 'text'}]});
});

test('system sentences tell who did what to whom', () => {
  expect(sentenceOf('Ann added Bea, Cy to the group')?.groups).toMatchObject({
    who: 'Ann',
    whom: 'Bea, Cy',
  });
  expect(sentenceOf('阿德已退出群組')?.groups).toMatchObject({who: '阿德'});
});

test('names between spaces are as long as what their lines have in common', () => {
  const borders = new NameBorders();
  for (const rest of ['Mary Ann hi there', 'Mary Ann ok', 'Mary Ann Photos', 'Leo one'])
    borders.add(rest);
  expect(borders.split('Mary Ann ok')).toEqual({author: 'Mary Ann', text: 'ok'});
  expect(borders.split('Leo one')).toEqual({author: 'Leo', text: 'one'});
  expect(borders.unsure).toBe(1);
});

test('what is written is read back with all that the writer says it holds', async () => {
  const format = lineTxtFormat;
  if (!isWritable(format)) throw new Error('line-txt has a writer');
  const {holds} = format.writer;
  await fc.assert(
    fc.asyncProperty(chatArchive, async (archived) => {
      const events = onlyHeld(archived, holds);
      const {sink} = await writeAll(format, events);
      const source = memorySource(Object.fromEntries(sink.files));
      const {exports} = await find([lineTxtFormat, canonicalJsonlFormat], source);
      const heard = await Promise.all(exports.map((found) => readExport(found)));
      const back = heard.flatMap((each) => each.events);
      expect(survivorsOf(back, holds)).toEqual(survivorsOf(events, holds));
    }),
    {numRuns: 60},
  );
});
