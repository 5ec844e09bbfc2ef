import {assert, oneof, property, string, array, constantFrom} from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Inline} from '../../../src/engine/model/archive.ts';
import {inlinesText} from '../../../src/engine/model/text.ts';
import {parseDiscordMarkdown} from '../../../src/formats/_shared/discord-markdown.ts';
import {writeDiscordMarkdown} from '../../../src/formats/_shared/discord-markdown-write.ts';
import {inlines, text} from '../../helpers/arbitraries.ts';

const parse = (markdown: string): readonly Inline[] => parseDiscordMarkdown(markdown);

const names = {mention: ({text}: {text: string}) => text, emoji: ({text}: {text: string}) => text};

const shape = (inline: Inline): unknown => {
  if (inline.kind === 'styled') return [inline.style, ...inline.inlines.map(shape)];
  if (inline.kind === 'url')
    return inline.inlines ? ['url', inline.url, ...inline.inlines.map(shape)] : ['url', inline.url];
  if (inline.kind === 'code-block') return ['code-block', inline.text, inline.language];
  return inline.kind === 'plain' ? inline.text : [inline.kind, inline.text];
};

const shapes = (markdown: string): unknown[] => parse(markdown).map(shape);

describe('what Discord’s markdown says', () => {
  test('styles, alone and inside one another', () => {
    expect(shapes('**b** *i* _i_ __u__ ~~s~~ ||x|| `c`')).toEqual([
      ['bold', 'b'],
      ' ',
      ['italic', 'i'],
      ' ',
      ['italic', 'i'],
      ' ',
      ['underline', 'u'],
      ' ',
      ['strike', 's'],
      ' ',
      ['spoiler', 'x'],
      ' ',
      ['code', 'c'],
    ]);
    expect(shapes('**a *b* c**')).toEqual([['bold', 'a ', ['italic', 'b'], ' c']]);
    expect(shapes('***both***')).toEqual([['italic', ['bold', 'both']]]);
  });

  test('what only looks like markup stays as it is', () => {
    for (const plain of [
      'snake_case_name',
      '2 * 3 * 4',
      '** not bold',
      '5 | 6',
      'a ~ b',
      ':-)',
      '<3',
      'x[1](2)',
      '#tag',
      '>no space',
      '\\o/',
    ]) {
      expect(shapes(plain), plain).toEqual([plain]);
    }
  });

  test('escaped marks lose their power and their backslash', () => {
    expect(shapes('\\*no\\* \\_no\\_')).toEqual(['*no* _no_']);
  });

  test('quotations and headings are whole lines', () => {
    expect(shapes('> one\n> two\nafter')).toEqual([['quote', 'one\ntwo'], '\nafter']);
    expect(shapes('before\n>>> all\nthe rest')).toEqual(['before\n', ['quote', 'all\nthe rest']]);
    expect(shapes('# Title\ntext')).toEqual([['heading', 'Title'], '\ntext']);
    expect(shapes('a > b\nc # d')).toEqual(['a > b\nc # d']);
  });

  test('code keeps everything inside', () => {
    expect(shapes('```ts\n**x** @everyone\n```')).toEqual([
      ['code-block', '**x** @everyone', 'ts'],
    ]);
    expect(shapes('```one line```')).toEqual([['code-block', 'one line', undefined]]);
    expect(shapes('``a`b``')).toEqual([['code', 'a`b']]);
    expect(shapes('``` open')).toEqual(['``` open']);
  });

  test('links end before the sentence’s own punctuation', () => {
    expect(shapes('see https://example.org/a_b_c.')).toEqual([
      'see ',
      ['url', 'https://example.org/a_b_c'],
      '.',
    ]);
    expect(shapes('[the *map*](https://example.org)')).toEqual([
      ['url', 'https://example.org', 'the ', ['italic', 'map']],
    ]);
    expect(shapes('<https://example.org>')).toEqual([['url', 'https://example.org']]);
  });

  test('ids of people are resolved, unknown ones stay', () => {
    const ctx = {
      user: (id: string): Inline | undefined =>
        id === '1' ? {kind: 'mention', text: '@Ana', person: '1'} : undefined,
    };
    expect(parseDiscordMarkdown('<@!1> <@2>', ctx)).toEqual([
      {kind: 'mention', text: '@Ana', person: '1'},
      {kind: 'plain', text: ' <@2>'},
    ]);
  });

  test('hostile rows of marks take no time', () => {
    const started = performance.now();
    for (const mark of ['*', '_', '**a ', '*a ', '__a ', '||', '`', '[a', '> ', '<@', '~~a', '\\'])
      parse(mark.repeat(20_000 / mark.length));
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('writing', () => {
  const marks = constantFrom(
    '*',
    '**',
    '_',
    '__',
    '~~',
    '||',
    '`',
    '```',
    '> ',
    '>>> ',
    '# ',
    '\n',
    ' ',
    'a',
    '@everyone',
    '<@1>',
    '[x](https://example.org)',
    'https://example.org',
    '\\',
  );

  test('plain text of any kind is plain text again', () => {
    assert(
      property(
        oneof(
          text,
          array(marks, {maxLength: 12}).map((list) => list.join('')),
          string({unit: 'grapheme'}),
        ),
        (words) => {
          const again = parse(writeDiscordMarkdown([{kind: 'plain', text: words}], names));
          expect(
            again.every((inline) => inline.kind === 'plain' || inline.kind === 'url'),
            JSON.stringify(again),
          ).toBe(true);
          expect(inlinesText(again)).toBe(words);
        },
      ),
      {numRuns: 400},
    );
  });

  test('nothing of the words gets lost, whatever the styles', () => {
    assert(
      property(inlines, (list) => {
        const words = inlinesText(list).replaceAll(/\s/g, '');
        const again = inlinesText(parse(writeDiscordMarkdown(list, names))).replaceAll(/\s/g, '');
        for (const char of new Set(words)) expect(again).toContain(char);
      }),
      {numRuns: 200},
    );
  });
});
