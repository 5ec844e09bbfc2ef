// mIRC's control characters to styled inlines. Colours have no place in the model; `hasColour` says that some were there.

import type {Inline, Style} from '../../engine/model/archive.ts';
import {plain} from '../../engine/model/build.ts';

const toggles: ReadonlyMap<string, Style> = new Map<string, Style>([
  ['\u0002', 'bold'],
  ['\u001d', 'italic'],
  ['\u001f', 'underline'],
  ['\u001e', 'strike'],
  ['\u0011', 'code'],
]);

const order: readonly Style[] = ['bold', 'italic', 'underline', 'strike', 'code'];

/** Colour (with its numbers), hex colour, reverse, reset, and the toggles. */
const codes =
  /\u0003(?:\d{1,2}(?:,\d{1,2})?)?|\u0004(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?|[\u0002\u000f\u0011\u0016\u001d-\u001f]/g;

const styled = (text: string, styles: ReadonlySet<Style>): Inline =>
  order
    .filter((style) => styles.has(style))
    .reduceRight<Inline>(
      (inner, style) => ({kind: 'styled', style, inlines: [inner]}),
      plain(text),
    );

export type StyledText = {readonly inlines: readonly Inline[]; readonly hasColour: boolean};

export const parseStyling = (text: string): StyledText => {
  if (!/[\u0002-\u0004\u000f\u0011\u0016\u001d-\u001f]/.test(text))
    return {inlines: text === '' ? [] : [plain(text)], hasColour: false};
  const inlines: Inline[] = [];
  const active = new Set<Style>();
  let hasColour = false;
  let at = 0;
  const add = (end: number): void => {
    if (end > at) inlines.push(styled(text.slice(at, end), active));
  };
  for (const match of text.matchAll(codes)) {
    add(match.index);
    at = match.index + match[0].length;
    const code = match[0].charAt(0);
    const style = toggles.get(code);
    if (code === '\u000f') active.clear();
    else if (style === undefined) hasColour = true;
    else if (!active.delete(style)) active.add(style);
  }
  add(text.length);
  return {inlines: joined(inlines), hasColour};
};

/** Where only a colour changed, the text goes on. */
const joined = (inlines: readonly Inline[]): readonly Inline[] => {
  const result: Inline[] = [];
  for (const inline of inlines) {
    const last = result.at(-1);
    if (last?.kind === 'plain' && inline.kind === 'plain')
      result[result.length - 1] = plain(last.text + inline.text);
    else result.push(inline);
  }
  return result;
};
