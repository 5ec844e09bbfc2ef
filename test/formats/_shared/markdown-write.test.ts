import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Inline} from '../../../src/engine/model/archive.ts';
import {inlinesText} from '../../../src/engine/model/text.ts';
import {parseMarkdown} from '../../../src/formats/_shared/markdown-read.ts';
import {chatMarkdown} from '../../../src/formats/_shared/markdown-write.ts';
import {text} from '../../helpers/arbitraries.ts';

const plain = (value: string): Inline => ({kind: 'plain', text: value});
const names = {mention: () => undefined, emoji: () => undefined};
const targets = {mention: () => undefined};
const again = (inlines: readonly Inline[]): readonly Inline[] =>
  parseMarkdown(chatMarkdown(inlines, targets), names);

describe('chat Markdown written and read', () => {
  it('brings back plain text as it was, whatever it looks like', () => {
    fc.assert(
      fc.property(text, (value) => {
        const shown = value.replaceAll('\r', '');
        expect(inlinesText(again([plain(shown)]))).toBe(shown);
        expect(again([plain(shown)]).every(({kind}) => kind === 'plain')).toBe(true);
      }),
      {numRuns: 500},
    );
    for (const value of [
      '# no',
      '- no\n+ no\n1. no',
      '> no',
      '*a* _b_ ~~c~~ `d`',
      '[a](b)',
      ':tada: @ana <https://x.org>',
      '```\nx\n```',
      'a\\*b \\',
      'snake_case https://x.org/a_b_c*',
      '  - x',
      '***',
      '~~~',
    ])
      expect(again([plain(value)])).toEqual([plain(value)]);
  });

  it('brings back blocks and styles', () => {
    const item = (value: string): Inline => ({
      kind: 'styled',
      style: 'list-item',
      inlines: [plain(value)],
    });
    const inlines: readonly Inline[] = [
      plain('a\n'),
      item('• one'),
      plain('\n'),
      item('    2. two'),
      plain('\n'),
      {kind: 'styled', style: 'quote', inlines: [plain('q\nr')]},
      plain('\n'),
      {kind: 'code-block', text: '```\n*x*', language: 'ts'},
      plain('\nz '),
      {
        kind: 'styled',
        style: 'bold',
        inlines: [plain('b '), {kind: 'styled', style: 'italic', inlines: [plain('i')]}],
      },
      plain(' '),
      {kind: 'url', url: 'https://x.org/a', inlines: [plain('a [b]')]},
      {kind: 'styled', style: 'code', inlines: [plain('c`d')]},
    ];
    expect(again(inlines)).toEqual(inlines);
  });
});
