// Signal's text with its ranges (UTF-16 units) as inlines.

import type {Inline, Style} from '../../engine/model/archive.ts';
import {plain} from '../../engine/model/build.ts';
import {inlineWriter} from '../_shared/inline-writer.ts';
import {numberAt, recordsAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import type {People} from './people.ts';
import {uuidAt} from './wire.ts';

const styles: Readonly<Record<string, Style>> = {
  BOLD: 'bold',
  ITALIC: 'italic',
  SPOILER: 'spoiler',
  STRIKETHROUGH: 'strike',
  MONOSPACE: 'code',
};

type Range = {
  readonly from: number;
  readonly to: number;
  readonly style?: Style;
  readonly mention?: string;
};

/** More ranges than this are no work of a person. */
const maxRanges = 1_000;

const rangesOf = (text: Loose, length: number): readonly Range[] =>
  recordsAt(text, 'bodyRanges')
    .slice(0, maxRanges)
    .flatMap((range) => {
      const from = Math.max(0, numberAt(range, 'start') ?? 0);
      const to = Math.min(length, from + (numberAt(range, 'length') ?? 0));
      const name = stringAt(range, 'style') ?? '';
      const style = Object.hasOwn(styles, name) ? styles[name] : undefined;
      const mention = uuidAt(range, 'mentionAci') ?? uuidAt(range, 'mentionAciBinary');
      if (from >= to || (style === undefined && mention === undefined)) return [];
      return [
        {
          from,
          to,
          ...(style === undefined ? {} : {style}),
          ...(mention === undefined ? {} : {mention}),
        },
      ];
    });

const mentionOf = (uuid: string, people: People): Inline => {
  const person = people.seeService(uuid);
  const name = person === undefined ? undefined : people.nameOf(person);
  return {
    kind: 'mention',
    text: `@${name ?? uuid}`,
    ...(person === undefined ? {} : {person}),
  };
};

/** `text` = `{body, bodyRanges}`. */
export const inlinesOf = (text: Loose, people: People): readonly Inline[] => {
  const body = stringAt(text, 'body') ?? '';
  const ranges = rangesOf(text, body.length);
  if (ranges.length === 0) return body === '' ? [] : [plain(body)];
  const cuts = [...new Set([0, body.length, ...ranges.flatMap(({from, to}) => [from, to])])];
  cuts.sort((a, b) => a - b);
  const into = inlineWriter();
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1];
    if (to === undefined) break;
    const here = ranges.filter((range) => range.from <= from && range.to >= to);
    const mention = here.find((range) => range.mention !== undefined);
    // A mention's character stands for the whole name; what it covers is said once.
    if (mention && mention.from !== from) continue;
    const inner =
      mention?.mention === undefined
        ? plain(body.slice(from, to))
        : mentionOf(mention.mention, people);
    const marks = new Set(here.flatMap(({style}) => (style === undefined ? [] : [style])));
    let inline = inner;
    for (const style of [...marks].toReversed())
      inline = {kind: 'styled', style, inlines: [inline]};
    into.inline(inline);
  }
  return into.done();
};
