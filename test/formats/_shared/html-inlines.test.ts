import {describe, expect, it} from 'vitest';
import type {Inline, Style} from '../../../src/engine/model/archive.ts';
import {inlinesText} from '../../../src/engine/model/text.ts';
import {htmlInlines} from '../../../src/formats/_shared/html-inlines.ts';

const plain = (text: string): Inline => ({kind: 'plain', text});
const styled = (style: Style, ...inlines: Inline[]): Inline => ({kind: 'styled', style, inlines});

describe('HTML message bodies', () => {
  it('reads styles and links', () => {
    expect(
      htmlInlines('a <b>b <i>c</i></b> <a href="https://x.org/?a=1&amp;b=2">d</a><br>e&nbsp;&lt;'),
    ).toEqual([
      plain('a '),
      styled('bold', plain('b '), styled('italic', plain('c'))),
      plain(' '),
      {kind: 'url', url: 'https://x.org/?a=1&b=2', inlines: [plain('d')]},
      plain('\ne\u00a0<'),
    ]);
  });

  it('puts paragraphs, quotes, lists and code on lines of their own', () => {
    expect(
      htmlInlines(
        '<p>one</p>\n<p>two</p><blockquote><p>q</p></blockquote><ul><li>a<ol start="3"><li>b</li></ol></li></ul>' +
          '<pre><code class="language-js">x &lt; y\n z</code></pre>end',
      ),
    ).toEqual([
      plain('one\ntwo\n'),
      styled('quote', plain('q')),
      plain('\n'),
      styled('list-item', plain('• a')),
      plain('\n'),
      styled('list-item', plain('    3. b')),
      plain('\n'),
      {kind: 'code-block', text: 'x < y\n z', language: 'js'},
      plain('\nend'),
    ]);
  });

  it('lets a format decide about its own elements', () => {
    const inlines = htmlInlines('<x-gone>no</x-gone><at id="1">Ana</at>!', (element, content) => {
      if (element.name === 'x-gone') return 'skip';
      if (element.name !== 'at') return undefined;
      return [{kind: 'mention', text: `@${inlinesText(content())}`}];
    });
    expect(inlines).toEqual([{kind: 'mention', text: '@Ana'}, plain('!')]);
  });

  it('goes on behind elements that have no end, and never shows scripts', () => {
    expect(htmlInlines('a<img alt="pic" src="x">b<hr>c<script>alert(1)</script>')).toEqual([
      plain('apicb\nc'),
    ]);
  });
});
