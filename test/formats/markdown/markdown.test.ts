import {describe, expect, it} from 'vitest';
import type {ArchiveEvent, Entry, Inline, Part} from '../../../src/engine/model/archive.ts';
import {markdownFormat} from '../../../src/formats/markdown/index.ts';
import {markdownBlocks} from '../../../src/formats/_shared/markdown-text.ts';
import {writeEvents} from '../_shared/write-read.ts';

const plain = (text: string): Inline => ({kind: 'plain', text});
const blocks = (...inlines: readonly Inline[]): string => markdownBlocks(inlines).join('\n\n');

const message = (body: readonly Part[]): Entry => ({
  kind: 'message',
  id: 'a',
  at: {epochMs: Date.UTC(2024, 0, 2, 10, 5), precision: 'min', zone: {kind: 'utc'}},
  from: 'p1',
  body,
});

const page = async (
  entry: Entry,
  media: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const events: ArchiveEvent[] = [
    {type: 'person', person: {id: 'p1', name: 'Ana_*'}},
    {type: 'conversation', conversation: {id: 'c', kind: 'direct', title: '# T', members: ['p1']}},
    {type: 'entry', conversation: 'c', entry},
  ];
  return (await writeEvents(markdownFormat, events, {media})).sink.text('# T.md');
};

describe('Markdown text', () => {
  it('lets nothing that people wrote become markup', () => {
    expect(blocks(plain('# no *no* _no_ `no` [no](x) <b>&amp;'))).toBe(
      '\\# no \\*no\\* \\_no\\_ \\`no\\` \\[no\\](x) &lt;b&gt;&amp;amp;',
    );
    expect(blocks(plain('- a\n1. b\n> c\n    d\n---'))).toBe(
      '\\- a  \n1\\. b  \n&gt; c  \n&nbsp;&nbsp;&nbsp;&nbsp;d  \n\\---',
    );
  });

  it('keeps spaces between words of different styles', () => {
    expect(
      blocks(plain('a'), {kind: 'styled', style: 'bold', inlines: [plain(' b ')]}, plain(' - c')),
    ).toBe('a **b**  - c');
  });

  it('writes code with fences that its text cannot close', () => {
    expect(blocks({kind: 'code-block', text: '```\nx', language: 'ts'})).toBe(
      '````ts\n```\nx\n````',
    );
    expect(blocks({kind: 'styled', style: 'code', inlines: [plain('a`b')]})).toBe('``a`b``');
  });

  it('writes quotes and lists as Markdown has them', () => {
    const item = (text: string): Inline => ({
      kind: 'styled',
      style: 'list-item',
      inlines: [plain(text)],
    });
    expect(
      blocks(plain('x\n'), item('• one'), plain('\n'), item('    2. # two'), plain('\n'), {
        kind: 'styled',
        style: 'quote',
        inlines: [plain('a\nb')],
      }),
    ).toBe('x\n\n- one\n    2. \\# two\n\n> a  \n> b');
  });

  it('links addresses and refuses what is no web address', () => {
    expect(blocks(plain('see https://x.org/a_b, ok'))).toBe('see <https://x.org/a_b>, ok');
    expect(blocks({kind: 'url', url: 'javascript:x', inlines: [plain('click')]})).toBe('click');
    expect(blocks({kind: 'url', url: 'https://x.org/a b>c', inlines: [plain('[x]')]})).toBe(
      '[\\[x\\]](<https://x.org/a%20b%3Ec>)',
    );
  });
});

describe('a Markdown page', () => {
  it('shows copied pictures and names what is missing', async () => {
    const image: Part = {
      kind: 'media',
      role: 'image',
      asset: {id: 'a (1).png', name: 'a (1).png', presence: 'included'},
    };
    const text = await page(message([image]), {'a (1).png': 'x'});
    expect(text).toContain('![a (1).png](<%23%20T_files/a%20(1).png>)');
    expect(text).toContain('\n## 2024-01-02\n\n**Ana\\_\\*** 10:05\n');
    const gone = await page(message([{...image, asset: {...image.asset, presence: 'absent'}}]));
    expect(gone).toContain('\\[Photo: a (1).png, not in the export\\]');
  });
});
