// A job's progress as rows: bar, done of total, speed, time left, current item, whether one may leave.
import type {Format} from '../i18n/format.ts';
import type {Strings} from '../i18n/strings.ts';
import {truncateEnd, truncateMiddle} from '../terminal/fit.ts';
import {textWidth} from '../terminal/width.ts';
import {wrapText} from '../terminal/wrap.ts';
import type {Theme} from '../theme.ts';
import type {ProgressModel} from './models.ts';

export type ProgressView = {
  readonly width: number;
  readonly theme: Theme;
  readonly strings: Strings;
  readonly format: Format;
};

export const fractionOf = ({done, total}: ProgressModel): number | undefined =>
  total === undefined || total <= 0 ? undefined : Math.min(1, Math.max(0, done / total));

const amount = (
  value: number,
  {unit}: ProgressModel,
  {format}: Pick<ProgressView, 'format'>,
): string => (unit === 'bytes' ? format.bytes(value) : format.count(value));

/** `1.2 MiB of 3.4 MiB · 800 KiB/s · 4 s left`: also what plain mode prints. */
export const progressFacts = (
  model: ProgressModel,
  view: Pick<ProgressView, 'strings' | 'format'>,
): string[] => {
  const {strings, format} = view;
  const done = amount(model.done, model, view);
  const facts = [
    model.total === undefined ? done : strings.ui.of(done, amount(model.total, model, view)),
  ];
  if (model.speed !== undefined) facts.push(`${amount(model.speed, model, view)}/s`);
  if (model.remainingMs !== undefined)
    facts.push(strings.ui.timeLeft(format.duration(model.remainingMs)));
  else if (model.elapsedMs !== undefined)
    facts.push(strings.ui.elapsed(format.duration(model.elapsedMs)));
  return facts;
};

/** Exactly `width` columns; empty while the total is unknown. */
export const progressBar = (
  fraction: number,
  width: number,
  {symbols, accent, muted}: Theme,
): string => {
  const full = Math.floor(fraction * width);
  return (
    accent(symbols.barFull.repeat(full)) + muted(symbols.barEmpty.repeat(Math.max(0, width - full)))
  );
};

const factsRows = (facts: readonly string[], width: number, separator: string): string[] => {
  const rows: string[] = [];
  for (const fact of facts) {
    const last = rows.at(-1);
    const joined = `${last ?? ''}${separator}${fact}`;
    if (last !== undefined && textWidth(joined) <= width) rows[rows.length - 1] = joined;
    else rows.push(truncateEnd(fact, width));
  }
  return rows;
};

export const progressRows = (model: ProgressModel, view: ProgressView): string[] => {
  const {width, theme, strings, format} = view;
  const fraction = fractionOf(model);
  const percent = fraction === undefined ? '' : format.percent(fraction).padStart(5);
  const leave =
    model.mayLeave === undefined
      ? undefined
      : model.mayLeave
        ? strings.ui.mayLeave
        : strings.ui.mustStay;
  return [
    theme.heading(truncateEnd(model.title, width)),
    ...(fraction === undefined
      ? []
      : [progressBar(fraction, Math.max(1, Math.min(60, width - 5)), theme) + percent]),
    ...factsRows(progressFacts(model, view), width, ` ${theme.symbols.separator} `),
    ...(model.current === undefined ? [] : [theme.muted(truncateMiddle(model.current, width))]),
    ...(leave === undefined ? [] : wrapText(leave, width).map((line) => theme.muted(line))),
  ];
};
