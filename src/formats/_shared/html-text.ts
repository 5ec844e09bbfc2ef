// Chat text as HTML that can do nothing: escaped, control characters made visible or dropped, only harmless links. Chat text is hostile.

import type {Inline, Style} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML knows no control characters but tab and line feed; direction marks could turn what stands around the text. */
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\r\n?/g;

const visible = (char: string): string => {
  if (char.startsWith('\r')) return '\n';
  const code = char.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '';
};

/** For element content and for attribute values in quotes. */
export const escapeHtml = (text: string): string =>
  text.replace(control, visible).replace(/[&<>"']/g, (char) => entities[char] ?? char);

/** Schemes that open something harmless; everything else (`javascript:`, `data:`, `file:` …) stays text. */
export const isSafeLink = (url: string): boolean =>
  /^(?:https?:\/\/|mailto:|tel:)/i.test(url.trim());

export const linkTo = (url: string, content: string): string =>
  isSafeLink(url)
    ? `<a href="${escapeHtml(url.trim())}" rel="noopener noreferrer nofollow" target="_blank">${content}</a>`
    : content;

/** Element (and class) of each style; meanings that a reader sees anyway have none. */
const tags: Readonly<Record<Style, readonly [open: string, close: string] | undefined>> = {
  bold: ['<b>', '</b>'],
  italic: ['<i>', '</i>'],
  underline: ['<u>', '</u>'],
  strike: ['<s>', '</s>'],
  spoiler: ['<span class="spoiler" tabindex="0">', '</span>'],
  code: ['<code>', '</code>'],
  quote: ['<blockquote>', '</blockquote>'],
  heading: ['<strong class="heading">', '</strong>'],
  'list-item': ['<span class="item">', '</span>'],
  hashtag: undefined,
  cashtag: undefined,
  command: undefined,
  email: undefined,
  phone: undefined,
  'bank-card': undefined,
};

const blockStyles: ReadonlySet<string> = new Set(['quote', 'list-item', 'heading']);

const isBlock = (inline: Inline | undefined): boolean =>
  inline?.kind === 'code-block' || (inline?.kind === 'styled' && blockStyles.has(inline.style));

const webAddress = /\bhttps?:\/\/[^\s<>"'`]{1,2000}/g;
const trailing = /[.,;:!?)\]}»”’。，；：！？）】]+$/;

/** Bare addresses in plain text become links. */
const linked = (text: string): string => {
  let html = '';
  let at = 0;
  for (const match of text.matchAll(webAddress)) {
    const url = match[0].replace(trailing, '');
    html += escapeHtml(text.slice(at, match.index)) + linkTo(url, escapeHtml(url));
    at = match.index + url.length;
  }
  return html + escapeHtml(text.slice(at));
};

const plainHtml = (text: string, before: Inline | undefined, after: Inline | undefined): string => {
  // A block begins and ends its own line.
  const start = isBlock(before) && text.startsWith('\n') ? 1 : 0;
  const end = isBlock(after) && text.endsWith('\n') && text.length > start ? -1 : undefined;
  return linked(text.slice(start, end));
};

const inlineHtml = (inline: Exclude<Inline, {kind: 'plain'}>): string => {
  switch (inline.kind) {
    case 'styled': {
      const [open, close] = tags[inline.style] ?? ['', ''];
      return open + inlinesHtml(inline.inlines) + close;
    }
    case 'code-block': {
      const language =
        inline.language === undefined ? '' : ` data-language="${escapeHtml(inline.language)}"`;
      return `<pre${language}><code>${escapeHtml(inline.text)}</code></pre>`;
    }
    case 'url': {
      const text = inline.inlines ? labelHtml(inline.inlines) : escapeHtml(inline.url);
      return isSafeLink(inline.url) || !inline.inlines
        ? linkTo(inline.url, text)
        : `${text} (${escapeHtml(inline.url)})`;
    }
    case 'mention':
      return `<span class="mention">${escapeHtml(inline.text)}</span>`;
    case 'emoji':
      return `<span class="emoji">${escapeHtml(inline.text)}</span>`;
    default:
      return assertNever(inline);
  }
};

/** Links do not nest. */
const labelHtml = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => {
      if (inline.kind === 'plain') return escapeHtml(inline.text);
      if (inline.kind === 'url')
        return labelHtml(inline.inlines ?? [{kind: 'plain', text: inline.url}]);
      return inlineHtml(inline);
    })
    .join('');

export const inlinesHtml = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline, index) =>
      inline.kind === 'plain'
        ? plainHtml(inline.text, inlines[index - 1], inlines[index + 1])
        : inlineHtml(inline),
    )
    .join('');
