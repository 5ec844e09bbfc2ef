// Running text as Markdown (CommonMark with strikethrough) in which nothing that people wrote becomes markup by accident.

import type {Inline, Style} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {isSafeLink} from './html-text.ts';
import {visibleControls} from './visible-controls.ts';

const webAddress = /\bhttps?:\/\/[^\s<>"'`\\]{1,2000}/g;
const trailing = /[.,;:!?)\]}»”’。，；：！？）】*_~]+$/;

/** Markup inside a line. */
const escapeInside = (line: string): string =>
  line
    .replace(/[\\`*_[\]~|$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** What would be markup at the beginning of a line: headings, lists, rulers, indented code. */
const escapeStart = (line: string): string =>
  line
    .replace(/^( {0,3})([#+=-])/, '$1\\$2')
    .replace(/^(\s{0,3}\d{1,9})([.)])/, '$1\\$2')
    .replace(/^[ \t]+/, (space) => '&nbsp;'.repeat(space.length));

const escapeText = (text: string, isLineStart = true): string =>
  visibleControls(text)
    .split('\n')
    .map((line, index) => {
      const escaped = escapeInside(line);
      return index > 0 || isLineStart ? escapeStart(escaped) : escaped;
    })
    .join('\n');

/** Text of one line, for headings and link texts. */
export const markdownLine = (text: string): string => escapeText(text.replace(/\s*\n\s*/g, ' '));

const angle = (url: string): string => url.replace(/[<>\s\\]/g, (char) => encodeURIComponent(char));

export const markdownLink = (label: string, url: string): string => `[${label}](<${angle(url)}>)`;

/** Addresses become autolinks, in which nothing needs escaping. */
const plainMarkdown = (text: string, isLineStart: boolean): string => {
  let markdown = '';
  let at = 0;
  const escape = (piece: string): string => escapeText(piece, at === 0 && isLineStart);
  for (const match of text.matchAll(webAddress)) {
    const url = match[0].replace(trailing, '');
    markdown += `${escape(text.slice(at, match.index))}<${angle(url)}>`;
    at = match.index + url.length;
  }
  return markdown + escape(text.slice(at));
};

const wraps: Readonly<Partial<Record<Style, readonly [string, string]>>> = {
  bold: ['**', '**'],
  heading: ['**', '**'],
  italic: ['*', '*'],
  strike: ['~~', '~~'],
  underline: ['<u>', '</u>'],
};

/** Markers must touch the text, and do not reach over blank lines. */
const wrapped = (text: string, [open, close]: readonly [string, string]): string =>
  text
    .split('\n')
    .map((line) => {
      const inner = line.trim();
      const start = line.indexOf(inner);
      return inner === ''
        ? line
        : line.slice(0, start) + open + inner + close + line.slice(start + inner.length);
    })
    .join('\n');

/** A fence that is longer than any run of backticks inside. */
const fence = (text: string, least: number): string => {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
};

const codeSpan = (text: string): string => {
  const line = visibleControls(text).replaceAll('\n', ' ');
  if (line.trim() === '') return line;
  const ticks = fence(line, 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
};

const inlineMarkdown = (inline: Inline, isLineStart: boolean): string => {
  switch (inline.kind) {
    case 'plain':
      return plainMarkdown(inline.text, isLineStart);
    case 'styled': {
      if (inline.style === 'code') return codeSpan(inlinesText(inline.inlines));
      const wrap = wraps[inline.style];
      const text = lineMarkdown(inline.inlines, isLineStart && !wrap);
      return wrap ? wrapped(text, wrap) : text;
    }
    case 'code-block':
      return codeSpan(inline.text);
    case 'url': {
      if (!isSafeLink(inline.url)) return escapeText(inlinesText([inline]), isLineStart);
      if (!inline.inlines) return `<${angle(inline.url)}>`;
      return markdownLink(markdownLine(inlinesText(inline.inlines)), inline.url);
    }
    case 'mention':
    case 'emoji':
      return escapeText(inline.text, isLineStart);
    default:
      return assertNever(inline);
  }
};

const lineMarkdown = (inlines: readonly Inline[], isLineStart: boolean): string => {
  let markdown = '';
  for (const inline of inlines) {
    const isStart = markdown === '' ? isLineStart : markdown.endsWith('\n');
    markdown += inlineMarkdown(inline, isStart);
  }
  return markdown;
};

const quoted = (text: string): string => text.replace(/^/gm, '> ');

const itemMarker = /^( *)(?:[•*-]|(\d{1,9})[.)]) /;

/** The printed marker of an item becomes Markdown's own. */
const listItem = (inlines: readonly Inline[]): string => {
  const [first, ...rest] = inlines;
  const marker = first?.kind === 'plain' ? itemMarker.exec(first.text) : null;
  const shown: readonly Inline[] =
    first?.kind === 'plain' && marker
      ? [{kind: 'plain', text: first.text.slice(marker[0].length)}, ...rest]
      : inlines;
  const bullet = marker?.[2] === undefined ? '-' : `${marker[2]}.`;
  return `${marker?.[1] ?? ''}${bullet} ${lineMarkdown(shown, true).replaceAll('\n', ' ')}`;
};

const hardBreaks = (paragraph: string): string =>
  paragraph.replace(/(?<=\S)[ \t]*\n(?!\n)/g, '  \n');

/** Paragraphs, quotes, lists and code blocks, in order, without blank lines around them. */
export const markdownBlocks = (inlines: readonly Inline[]): readonly string[] => {
  const blocks: string[] = [];
  let paragraph = '';
  let isList = false;
  const flush = (): void => {
    const text = paragraph.replace(/^\n+|\n+$/g, '');
    if (text !== '') blocks.push(hardBreaks(text));
    if (paragraph.replaceAll('\n', '') !== '') isList = false;
    paragraph = '';
  };
  for (const inline of inlines) {
    if (inline.kind === 'code-block') {
      flush();
      const ticks = fence(inline.text, 3);
      blocks.push(
        `${ticks}${inline.language?.replace(/[^\w+#.-]/g, '') ?? ''}\n${visibleControls(inline.text)}\n${ticks}`,
      );
      isList = false;
    } else if (inline.kind === 'styled' && inline.style === 'quote') {
      flush();
      blocks.push(quoted(markdownBlocks(inline.inlines).join('\n\n')));
      isList = false;
    } else if (inline.kind === 'styled' && inline.style === 'list-item') {
      flush();
      const item = listItem(inline.inlines);
      const last = isList ? blocks.pop() : undefined;
      blocks.push(last === undefined ? item : `${last}\n${item}`);
      isList = true;
    } else {
      const isLineStart = paragraph === '' || paragraph.endsWith('\n');
      paragraph += inlineMarkdown(inline, isLineStart);
    }
  }
  flush();
  return blocks;
};
