// The first row: where one is, and on the right what is going on.
import type {ReactNode} from 'react';
import {useTheme} from '../hooks/use-theme.ts';
import {truncateEnd} from '../terminal/fit.ts';
import {textWidth} from '../terminal/width.ts';
import type {Theme} from '../theme.ts';
import {useArea} from './area.tsx';
import {Line} from './Line.tsx';
import type {Span} from './spans.ts';
import {paintSpans, span} from './spans.ts';

export type HeaderProps = {
  /** From the root to here; plain, sanitised. */
  readonly trail: readonly string[];
  /** A vault's name, a running job: short. */
  readonly status?: string | undefined;
};

/** The last place is shown whole as long as possible; the way to it gives up first. */
export const headerRow = (
  {trail, status = ''}: HeaderProps,
  width: number,
  theme: Theme,
): string => {
  const right = truncateEnd(status, Math.floor(width / 2));
  const room = width - (right === '' ? 0 : textWidth(right) + 2);
  const arrow = ` ${theme.symbols.trail} `;
  const here = truncateEnd(trail.at(-1) ?? '', room);
  let way = trail.slice(0, -1);
  const wayText = (): string => way.map((place) => place + arrow).join('');
  while (way.length > 0 && textWidth(wayText()) + textWidth(here) > room) way = way.slice(1);
  const left: Span[] = [span(wayText(), theme.muted), span(here, theme.heading)];
  if (right === '') return paintSpans(left);
  const gap = ' '.repeat(Math.max(2, width - textWidth(wayText() + here) - textWidth(right)));
  return paintSpans([...left, span(gap), span(right, theme.muted)]);
};

export const Header = ({trail, status}: HeaderProps): ReactNode => {
  const theme = useTheme();
  const {width} = useArea();
  return <Line text={headerRow({trail, status}, width, theme)} />;
};
