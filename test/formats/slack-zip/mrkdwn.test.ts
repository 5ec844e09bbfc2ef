import {describe, expect, it} from 'vitest';
import {inlinesText} from '../../../src/engine/model/text.ts';
import type {Inline} from '../../../src/engine/model/archive.ts';
import {parseMrkdwn} from '../../../src/formats/slack-zip/mrkdwn.ts';
import type {Names} from '../../../src/formats/slack-zip/names.ts';

const names: Names = {
  mention: (id, label) => ({kind: 'mention', text: `@${label ?? id}`, person: id}),
  channel: (id, label) => ({kind: 'mention', text: `#${label ?? id}`}),
  userGroup: (id, label) => ({kind: 'mention', text: label ?? `@${id}`}),
  inexact: () => undefined,
};

const parse = (text: string): readonly Inline[] => parseMrkdwn(text, names);
const plain = (text: string): Inline => ({kind: 'plain', text});
const styled = (
  style: 'bold' | 'italic' | 'strike' | 'code' | 'quote',
  ...inlines: Inline[]
): Inline => ({
  kind: 'styled',
  style,
  inlines,
});

describe('mrkdwn', () => {
  it('marks words, not the inside of words', () => {
    expect(parse('*b* _i_ ~s~')).toEqual([
      styled('bold', plain('b')),
      plain(' '),
      styled('italic', plain('i')),
      plain(' '),
      styled('strike', plain('s')),
    ]);
    expect(parse('2*3*4 and snake_case_name')).toEqual([plain('2*3*4 and snake_case_name')]);
  });

  it('does not close a marker after a space or on the next line', () => {
    expect(parse('*a *')).toEqual([plain('*a *')]);
    expect(parse('*a\nb*')).toEqual([plain('*a\nb*')]);
    expect(parse('* item')).toEqual([plain('* item')]);
  });

  it('nests styles and leaves code alone', () => {
    expect(parse('*a _b_*')).toEqual([styled('bold', plain('a '), styled('italic', plain('b')))]);
    expect(parse('`*x* &amp; :tada:`')).toEqual([styled('code', plain('*x* & :tada:'))]);
    expect(parse('```\n*x*\n```')).toEqual([{kind: 'code-block', text: '*x*'}]);
    expect(parse('```open')).toEqual([plain('```open')]);
  });

  it('unescapes the three entities once', () => {
    expect(parse('&amp;lt; &lt;@U1&gt;')).toEqual([plain('&lt; <@U1>')]);
  });

  it('reads links, people, channels and commands', () => {
    expect(parse('<https://x.org/?a=1&amp;b|see>')).toEqual([
      {kind: 'url', url: 'https://x.org/?a=1&b', inlines: [plain('see')]},
    ]);
    expect(parse('<mailto:a@x.org|a@x.org>')).toEqual([
      {kind: 'url', url: 'mailto:a@x.org', inlines: [plain('a@x.org')]},
    ]);
    expect(parse('<@U1|ana> <!channel> <!date^1^{date}|today> <odd>')).toEqual([
      {kind: 'mention', text: '@ana', person: 'U1'},
      plain(' '),
      {kind: 'mention', text: '@channel', everyone: true},
      plain(' today <odd>'),
    ]);
  });

  it('joins quoted lines and quotes the rest after three marks', () => {
    expect(parse('a\n&gt; b\n&gt;c\nd')).toEqual([
      plain('a\n'),
      styled('quote', plain('b\nc')),
      plain('\nd'),
    ]);
    expect(parse('&gt;&gt;&gt; b\n\nc')).toEqual([styled('quote', plain('b\n\nc'))]);
  });

  it('takes emoji names only where they name an emoji', () => {
    expect(parse('at 10:30:45 :+1::skin-tone-2: :nope:')).toEqual([plain('at 10:30:45 👍🏻 :nope:')]);
  });

  it.each(['*', '<', '`', ':', '_*~', '*a ', '&gt;\n', '<@', '`*'])(
    'reads a hundred thousand times %j in no time and loses nothing',
    (piece) => {
      const text = piece.repeat(100_000);
      const start = performance.now();
      const shown = inlinesText(parse(text));
      expect(performance.now() - start).toBeLessThan(2000);
      expect(shown.length).toBeGreaterThan(0);
    },
  );
});
