// A piece of running text, from one place to another, with its styles. Places count UTF-16 units of `inlinesText`.

import type {Inline} from '../../engine/model/archive.ts';
import {plain} from '../../engine/model/build.ts';
import {inlinesText} from '../../engine/model/text.ts';

/** What cannot be cut (a mention, a link, a code block) belongs to the piece in which it begins. */
export const sliceInlines = (
  inlines: readonly Inline[],
  start: number,
  end: number,
): readonly Inline[] => {
  const piece: Inline[] = [];
  let at = 0;
  for (const inline of inlines) {
    const {length} = inlinesText([inline]);
    const [from, to] = [Math.max(start - at, 0), Math.min(end - at, length)];
    if (inline.kind === 'plain') {
      if (from < to) piece.push(plain(inline.text.slice(from, to)));
    } else if (inline.kind === 'styled') {
      const inner = sliceInlines(inline.inlines, from, to);
      if (inner.length > 0) piece.push({...inline, inlines: inner});
    } else if (at >= start && at < end) piece.push(inline);
    at += length;
  }
  return piece;
};
