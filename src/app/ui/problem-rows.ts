// What went wrong while reading or writing, as rows: each kind with its count, then the places that were kept.
import type {Place, Problem, ProblemKind, ProblemSummary} from '../../engine/model/problem.ts';
import {severityOf} from '../../engine/model/problem.ts';
import type {Format} from '../i18n/format.ts';
import type {Strings} from '../i18n/strings.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import type {Theme} from '../theme.ts';
import type {Span} from './spans.ts';
import {span} from './spans.ts';

export type ProblemRow =
  | {readonly type: 'kind'; readonly kind: ProblemKind; readonly count: number}
  | {readonly type: 'place'; readonly problem: Problem}
  | {readonly type: 'more'; readonly count: number};

/** Warnings first, then by count. Places follow their kind; what was only counted is said at the end of it. */
export const problemRows = ({counts, samples}: ProblemSummary): ProblemRow[] => {
  const rank = (kind: ProblemKind): number => (severityOf(kind) === 'warning' ? 0 : 1);
  const kinds = [...counts].toSorted(
    ([a, countA], [b, countB]) => rank(a) - rank(b) || countB - countA,
  );
  return kinds.flatMap(([kind, count]) => {
    const places = samples.filter((problem) => problem.kind === kind);
    const rest = count - places.length;
    return [
      {type: 'kind' as const, kind, count},
      ...places.map((problem) => ({type: 'place' as const, problem})),
      ...(rest > 0 ? [{type: 'more' as const, count: rest}] : []),
    ];
  });
};

/** `messages.txt:12` as precisely as it is known. */
export const placeText = ({path, line, byte, record, conversation}: Place): string => {
  const where = [path ?? conversation ?? '', line ?? (byte === undefined ? '' : `@${byte}`)];
  const text = where.filter((part) => part !== '').join(':');
  return sanitizeLine([text, record ?? ''].filter((part) => part !== '').join(' '));
};

export type ProblemView = {
  readonly theme: Theme;
  readonly strings: Strings;
  readonly format: Format;
};

export const problemSpans = (row: ProblemRow, {theme, strings, format}: ProblemView): Span[] => {
  const {ui, problems} = strings;
  if (row.type === 'more')
    return [span(`    ${ui.moreProblems(format.count(row.count))}`, theme.muted)];
  if (row.type === 'kind') {
    const isWarning = severityOf(row.kind) === 'warning';
    const symbol = isWarning ? theme.symbols.warn : theme.symbols.note;
    return [
      span(`${symbol} `, isWarning ? theme.warn : theme.muted),
      span(problems.kinds[row.kind], theme.heading),
      span(`  ${ui.problemTimes(format.count(row.count))}`, theme.muted),
    ];
  }
  const {place, detail, sample} = row.problem;
  return [
    span(`    ${placeText(place)}`),
    span(detail === undefined ? '' : `  ${sanitizeLine(detail)}`, theme.muted),
    span(sample === undefined ? '' : `  ${sanitizeLine(sample)}`, theme.muted),
  ];
};
