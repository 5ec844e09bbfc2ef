import {describe, expect, test} from 'vitest';
import {isHead, recordOf} from '../../../src/formats/signal-export/markdown.ts';

const read = (text: string) => recordOf(text.split('\n'), 'UTC');

describe('lines of chat.md', () => {
  test('begin with a time and a name', () => {
    expect(isHead('[2026-02-01 10:00:00] Ana: hello')).toBe(true);
    expect(isHead('[2020-01-17, 21:49] Ana: hello')).toBe(true);
    expect(isHead('[2026-02-01] not a time: x')).toBe(false);
    expect(isHead('(- Ana: 👍 -)')).toBe(false);
  });

  test('a day that does not exist is no message', () => {
    expect(read('[2026-02-30 10:00:00] Ana: hello')).toBeUndefined();
  });

  test('a quotation ends where the answer begins', () => {
    const record = read('[2026-02-01 10:00:00] Ana: \n\n> one\n> two\n\nanswer\n> not quoted  ');
    expect(record).toMatchObject({quote: 'one\ntwo', text: 'answer\n> not quoted'});
  });

  test('files have parentheses in their names, links stay text', () => {
    const record = read(
      '[2026-02-01 10:00:00] Ana: see [it](https://example.org)  [a (1).pdf](./media/a%20(1).pdf)  ',
    );
    expect(record).toMatchObject({
      text: 'see [it](https://example.org)',
      files: [{name: 'a (1).pdf', path: 'media/a%20(1).pdf'}],
    });
  });

  test('names in reactions may hold what stands between reactions', () => {
    const record = read('[2026-02-01 10:00:00] Ana: ok  \n(- Tom: Jr: 👍, Me: 😂 -)');
    expect(record?.reactions).toEqual([
      ['Tom: Jr', '👍'],
      ['Me', '😂'],
    ]);
  });

  test('hostile rows of marks take no time', () => {
    const started = performance.now();
    for (const mark of ['>', '> \n', '\n', '[', '[](./media/', '(( ', '(- '])
      read(`[2026-02-01 10:00:00] Ana: \n\n${mark.repeat(20_000)}`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
