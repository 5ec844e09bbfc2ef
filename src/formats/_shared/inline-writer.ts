// Collects inlines and joins neighbouring plain texts, so that equal text gives equal trees. Not a parser.

import type {Inline} from '../../engine/model/archive.ts';

export type InlineWriter = {
  plain(text: string): void;
  inline(inline: Inline): void;
  /** Does what was written so far end with a line feed, or is it empty? */
  isAtLineStart(): boolean;
  done(): readonly Inline[];
};

export const inlineWriter = (): InlineWriter => {
  const inlines: Inline[] = [];
  let pending = '';
  const flush = (): void => {
    if (pending !== '') inlines.push({kind: 'plain', text: pending});
    pending = '';
  };
  return {
    plain(text) {
      pending += text;
    },
    inline(inline) {
      if (inline.kind === 'plain') {
        pending += inline.text;
        return;
      }
      flush();
      inlines.push(inline);
    },
    isAtLineStart: () => (pending === '' ? inlines.length === 0 : pending.endsWith('\n')),
    done() {
      flush();
      return inlines;
    },
  };
};
