import {describe, expect, it} from 'vitest';
import type {Inline, Style} from '../../../src/engine/model/archive.ts';
import {inlinesText} from '../../../src/engine/model/text.ts';
import {parseMarkdown} from '../../../src/formats/_shared/markdown-read.ts';
import type {MarkdownNames} from '../../../src/formats/_shared/markdown-read.ts';

const names: MarkdownNames = {
  mention: (name) => {
    const known = ['ana.b', 'ana'].find((other) => name === other || name === `${other}.`);
    return known === undefined
      ? undefined
      : {inline: {kind: 'mention', text: `@${known}`, person: known}, length: known.length};
  },
  emoji: (name) => (name === 'logo' ? {kind: 'emoji', text: ':logo:', id: 'logo'} : undefined),
};

const parse = (text: string): readonly Inline[] => parseMarkdown(text, names);
const plain = (text: string): Inline => ({kind: 'plain', text});
const styled = (style: Style, ...inlines: Inline[]): Inline => ({kind: 'styled', style, inlines});

describe('chat Markdown', () => {
  it('reads styles, nested and together', () => {
    expect(parse('**b** *i* _i_ ~~s~~ `c*c*`')).toEqual([
      styled('bold', plain('b')),
      plain(' '),
      styled('italic', plain('i')),
      plain(' '),
      styled('italic', plain('i')),
      plain(' '),
      styled('strike', plain('s')),
      plain(' '),
      styled('code', plain('c*c*')),
    ]);
    expect(parse('***x*** **a *b***')).toEqual([
      styled('bold', styled('italic', plain('x'))),
      plain(' '),
      styled('bold', plain('a '), styled('italic', plain('b'))),
    ]);
  });

  it('leaves what only looks like markup', () => {
    for (const text of [
      '2 * 3 * 4',
      'snake_case_name',
      '\\',
      'a ** b',
      '10:30:45',
      'x@ana',
      '~~',
    ]) {
      expect(parse(text)).toEqual([plain(text)]);
    }
    expect(parse('\\*no\\* https://x.org/a_b_c')).toEqual([plain('*no* https://x.org/a_b_c')]);
  });

  it('reads links, mentions and emoji', () => {
    expect(parse('[a \\[b\\]](https://x.org/(y)) <https://z.org>')).toEqual([
      {kind: 'url', url: 'https://x.org/(y)', inlines: [plain('a [b]')]},
      plain(' '),
      {kind: 'url', url: 'https://z.org'},
    ]);
    expect(parse('@ana. @ana.b @nobody @here :tada: :logo: :nope:')).toEqual([
      {kind: 'mention', text: '@ana', person: 'ana'},
      plain('. '),
      {kind: 'mention', text: '@ana.b', person: 'ana.b'},
      plain(' @nobody '),
      {kind: 'mention', text: '@here', everyone: true},
      plain(' 🎉 '),
      {kind: 'emoji', text: ':logo:', id: 'logo'},
      plain(' :nope:'),
    ]);
  });

  it('reads blocks and keeps the lines between them', () => {
    expect(parse('# T\na\n\n> q\n> **r**\n- x\n  1. y\n```ts\n*z*\n```\nend')).toEqual([
      styled('heading', plain('T')),
      plain('\na\n\n'),
      styled('quote', plain('q\n'), styled('bold', plain('r'))),
      plain('\n'),
      styled('list-item', plain('• x')),
      plain('\n'),
      styled('list-item', plain('    1. y')),
      plain('\n'),
      {kind: 'code-block', text: '*z*', language: 'ts'},
      plain('\nend'),
    ]);
  });

  it.each([
    '*',
    '_',
    '~~',
    '`',
    '[',
    '![',
    '>',
    '> ',
    '**a ',
    '\\',
    '- ',
    '@',
    '```\n',
    '<http://',
    '*a_b`',
  ])('reads fifty thousand times %j in no time', (piece) => {
    const start = performance.now();
    expect(inlinesText(parse(piece.repeat(50_000))).length).toBeGreaterThanOrEqual(0);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
