import {describe, expect, test} from 'vitest';
import {inlinesText} from '../../../src/engine/model/text.ts';
import {bodyOf} from '../../../src/formats/google-chat/body.ts';

const body = (text: string, ...annotations: object[]) => {
  const unknown: string[] = [];
  const parts = bodyOf(
    {text, annotations},
    {person: () => 'p', unknown: (name) => unknown.push(name)},
  );
  return {parts, unknown, first: parts[0]?.kind === 'text' ? parts[0].inlines : []};
};
const format = (start_index: number, length: number, format_type: string) => ({
  start_index,
  length,
  format_metadata: {format_type},
});

describe('text with annotations', () => {
  test('nested formats nest', () => {
    expect(body('abc', format(0, 3, 'BOLD'), format(1, 1, 'ITALIC')).first).toEqual([
      {
        kind: 'styled',
        style: 'bold',
        inlines: [
          {kind: 'plain', text: 'a'},
          {kind: 'styled', style: 'italic', inlines: [{kind: 'plain', text: 'b'}]},
          {kind: 'plain', text: 'c'},
        ],
      },
    ]);
  });

  test('formats that cross, overrun or lie outside lose no text', () => {
    for (const marks of [
      [format(0, 2, 'BOLD'), format(1, 2, 'ITALIC')],
      [format(2, 99, 'BOLD')],
      [format(50, 3, 'BOLD')],
      [format(-5, 3, 'BOLD')],
      [format(1, 0, 'BOLD')],
      [format(0, 3, 'BOLD'), format(0, 3, 'BOLD'), format(0, 3, 'ITALIC')],
    ])
      expect(inlinesText(body('abc', ...marks).first)).toBe('abc');
  });

  test('an unknown format is told, its text stays', () => {
    const {first, unknown} = body('abc', format(0, 3, 'SPARKLES'));
    expect(inlinesText(first)).toBe('abc');
    expect(unknown).toEqual(['format SPARKLES']);
  });
});
