import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import fc from 'fast-check';
import type {ArchiveEvent, Entry, Inline, Part} from '../../../src/engine/model/archive.ts';
import {htmlFormat} from '../../../src/formats/html/index.ts';
import {script, scriptHash} from '../../../src/formats/html/script.table.ts';
import {styleHash, styleSheet} from '../../../src/formats/html/style.table.ts';
import {archive} from '../../helpers/arbitraries.ts';
import {writeEvents} from '../_shared/write-read.ts';

const at = (minutes: number) => ({
  epochMs: Date.UTC(2024, 0, 2, 10, 0) + minutes * 60_000,
  precision: 's' as const,
  zone: {kind: 'utc' as const},
});

const people: readonly ArchiveEvent[] = [
  {
    type: 'person',
    person: {
      id: 'p1',
      name: 'Ana <b>',
      isOwner: true,
      handles: [{kind: 'phone', value: '+34 600'}],
      aliases: ['Anita'],
    },
  },
  {type: 'person', person: {id: 'p2', name: 'Ben'}},
  {type: 'person', person: {id: 'p3', name: 'Ben', handles: [{kind: 'email', value: 'b@x.org'}]}},
];

const conversation = (title?: string): ArchiveEvent => ({
  type: 'conversation',
  conversation: {
    id: 'c1',
    kind: 'group',
    ...(title === undefined ? {} : {title}),
    members: ['p1', 'p2', 'p3'],
  },
});

const message = (
  id: string,
  minutes: number,
  body: readonly Part[],
  more: Partial<Extract<Entry, {kind: 'message'}>> = {},
): Entry => ({kind: 'message', id, at: at(minutes), from: 'p1', body, ...more});

const text = (...inlines: readonly (string | Inline)[]): Part => ({
  kind: 'text',
  inlines: inlines.map((inline) =>
    typeof inline === 'string' ? {kind: 'plain', text: inline} : inline,
  ),
});

const write = async (
  entries: readonly Entry[],
  options: Parameters<typeof writeEvents>[2] = {},
  title = 'Trip',
) => {
  const events: ArchiveEvent[] = [
    ...people,
    conversation(title),
    ...entries.map((entry): ArchiveEvent => ({type: 'entry', conversation: 'c1', entry})),
  ];
  return writeEvents(htmlFormat, events, options);
};

const page = async (
  entries: readonly Entry[],
  options: Parameters<typeof writeEvents>[2] = {},
): Promise<string> => (await write(entries, options)).sink.text('Trip.html');

const sha256 = (content: string): string => createHash('sha256').update(content).digest('base64');

describe('the HTML page', () => {
  it('allows its own style and script by their hashes and nothing from the net', async () => {
    expect(styleHash).toBe(sha256(styleSheet));
    expect(scriptHash).toBe(sha256(script));
    const html = await page([message('a', 0, [text('hi')])]);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|unsafe|\*/);
    expect(html).toContain(`<style>${styleSheet}</style>`);
    expect(html).toContain(`<script>${script}</script>`);
    expect(() => new Function(script)).not.toThrow();
    expect(styleSheet).not.toMatch(/url\(|@import/);
  });

  it('lets no chat text become markup', async () => {
    const evil =
      '</div><script>alert(1)</script><img src=x onerror=alert(1)>"\'&\u0000\u001b[31m\u202e';
    const html = await page(
      [
        message('"><b>', 0, [
          text(evil, {
            kind: 'url',
            url: 'javascript:alert(1)',
            inlines: [{kind: 'plain', text: evil}],
          }),
          {kind: 'link', url: 'data:text/html,x', title: evil},
          {kind: 'media', role: 'file', asset: {id: evil, name: evil, presence: 'absent'}},
          {kind: 'poll', question: evil, options: [{text: evil}]},
        ]),
      ],
      {label: evil},
    );
    const body = html.slice(html.indexOf('<body>')).replace(script, '');
    expect(body).not.toMatch(/<img|<script>a|<b>(?!&lt;)/);
    expect(body).not.toMatch(/href="(?:javascript|data):/);
    expect(html).not.toMatch(/[\u0000\u001b\u202e]/);
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(body).toContain('id="e-%22%3E%3Cb%3E"');
  });

  it('never loads what is only online', async () => {
    const url = 'https://example.org/p.png';
    const html = await page([
      message('a', 0, [
        {kind: 'media', role: 'image', asset: {id: url, name: 'p.png', presence: 'remote', url}},
      ]),
    ]);
    expect(html).not.toContain(`src="${url}"`);
    expect(html).toContain(`<a href="${url}" rel="noopener noreferrer nofollow"`);
  });

  it('copies media beside the page and shows them from there', async () => {
    const image: Part = {
      kind: 'media',
      role: 'image',
      asset: {id: 'x/IMG #1?.jpg', name: 'IMG #1?.jpg', presence: 'included'},
      caption: [{kind: 'plain', text: 'look'}],
    };
    const written = await write([message('a', 0, [image]), message('b', 1, [image])], {
      media: {'x/IMG #1?.jpg': 'bytes'},
    });
    expect([...written.sink.files.keys()]).toEqual(['Trip_files/IMG #1_.jpg', 'Trip.html']);
    const html = written.sink.text('Trip.html');
    expect(html).toContain('<img src="Trip_files/IMG%20%231_.jpg"');
    expect(html).toContain('<figcaption dir="auto">look</figcaption>');
  });

  it('puts a ruler where a day begins, in the zone of the reader', async () => {
    const entries = [message('a', 0, [text('one')]), message('b', 14 * 60, [text('two')])];
    const days = (html: string): string[] =>
      [...html.matchAll(/<h2>([^<]+)/g)].map(([, day]) => day ?? '');
    expect(days(await page(entries))).toEqual(['2024-01-02', '2024-01-03']);
    expect(days(await page(entries, {zone: 'America/Los_Angeles'}))).toEqual(['2024-01-02']);
  });

  it('shows replies as links to what they answer', async () => {
    const html = await page([
      message('a b', 0, [text('first words')], {from: 'p2'}),
      message('c', 60, [text('answer')], {replyTo: {entry: 'a b'}}),
      message('d', 61, [text('late')], {replyTo: {quote: {name: 'Eve', text: 'gone'}}}),
    ]);
    expect(html).toContain(
      '<a class="quote" dir="auto" href="#e-a%20b">Reply to Ben (p2): first words</a>',
    );
    expect(html).toContain('<span class="quote" dir="auto">Reply to Eve: gone</span>');
  });

  it('tells people of one name apart and marks the reader', async () => {
    const html = await page([
      message('a', 0, [text('x')]),
      message('b', 1, [text('y')], {from: 'p3'}),
    ]);
    expect(html).toContain('<bdi>Ben (b@x.org)</bdi>');
    expect(html).toMatch(/<article id="e-a" class="own">/);
    expect(html).toContain('you · +34 600 · also called Anita');
  });

  it('shows reactions, edits with the text before, pins and removed messages', async () => {
    const html = await page([
      message('a', 0, [text('new')], {
        reactions: [{emoji: '👍', count: 2, by: [{person: 'p2'}]}],
        edits: [{at: at(5), before: [text('old')]}],
        isPinned: true,
      }),
      {kind: 'removed', id: 'r', at: at(6), from: 'p2', removedBy: 'admin'},
      {
        kind: 'call',
        id: 'k',
        at: at(7),
        from: 'p1',
        medium: 'video',
        outcome: 'missed',
        durationSeconds: 65,
      },
      {
        kind: 'notice',
        id: 'n',
        at: at(8),
        event: {kind: 'renamed', title: 'Rome'},
        text: 'renamed to Rome',
      },
    ]);
    expect(html).toContain('<li title="Ben (p2)">👍 2</li>');
    expect(html).toContain(
      'edited 10:05:00 · before</summary><div class="text" dir="auto">old</div>',
    );
    expect(html).toContain('pinned');
    expect(html).toContain('Removed by an administrator');
    expect(html).toContain('Video call · missed · 1:05');
    expect(html).toContain('renamed to Rome');
  });

  it('speaks Chinese where the person does', async () => {
    const html = await page([message('a', 0, [text('你好')])], {lang: 'zh', zone: 'Asia/Shanghai'});
    expect(html).toContain('<html lang="zh">');
    expect(html).toContain('placeholder="搜索本聊天"');
    expect(html).toContain('时区 Asia/Shanghai');
  });

  it('keeps code, quotes and lists apart and links bare addresses', async () => {
    const html = await page([
      message('a', 0, [
        text(
          'see https://x.org/a?b=1&c=2.\n',
          {kind: 'styled', style: 'quote', inlines: [{kind: 'plain', text: 'q'}]},
          '\n',
          {kind: 'code-block', text: 'a < b', language: 'ts'},
        ),
      ]),
    ]);
    expect(html).toContain('href="https://x.org/a?b=1&amp;c=2"');
    expect(html).toContain('.<blockquote>q</blockquote>');
    expect(html).toContain('<pre data-language="ts"><code>a &lt; b</code></pre>');
  });

  it('writes balanced pages for any archive, the same bytes twice', async () => {
    await fc.assert(
      fc.asyncProperty(archive, async (events) => {
        const [first, second] = [
          await writeEvents(htmlFormat, events),
          await writeEvents(htmlFormat, events),
        ];
        const html = first.sink.text();
        expect(second.sink.text()).toBe(html);
        for (const tag of [
          'article',
          'section',
          'figure',
          'blockquote',
          'details',
          'a',
          'div',
          'span',
        ]) {
          const opened = html.match(new RegExp(`<${tag}[ >]`, 'g'))?.length ?? 0;
          const closed = html.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0;
          expect(`${tag} ${closed}`).toBe(`${tag} ${opened}`);
        }
      }),
      {numRuns: 60},
    );
  });
});
