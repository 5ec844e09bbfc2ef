// One row of the list of chats: title, count, last day.

import type {Format} from '../../app/i18n/format.ts';
import type {Strings} from '../../app/i18n/strings.ts';
import {fit} from '../../app/terminal/fit.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import type {Theme} from '../../app/theme.ts';
import {span} from '../../app/ui/spans.ts';
import type {Span} from '../../app/ui/spans.ts';
import type {ChatRow} from './state.ts';

export type RowLook = {
  readonly text: Strings['browse'];
  readonly format: Format;
  readonly theme: Theme;
  readonly zone: string;
};

/** Narrow rows lose the platform, then the day. */
export const chatSpans = (
  {chat, title}: ChatRow,
  width: number,
  {text, format, theme, zone}: RowLook,
): Span[] => {
  const count = text.entries(format.count(chat.entries));
  const day = width >= 34 && chat.last !== undefined ? format.date(chat.last, zone) : '';
  const platform = width >= 60 ? (chat.conversation.platform ?? '') : '';
  const columns = [12, 11, 12] as const;
  const used = (platform === '' ? 0 : columns[0]) + columns[1] + (day === '' ? 0 : columns[2]);
  return [
    span(fit(title, Math.max(8, width - used - 1)), theme.heading),
    span(' '),
    ...(platform === '' ? [] : [span(fit(sanitizeLine(platform), columns[0]), theme.muted)]),
    span(fit(count, columns[1], 'right')),
    ...(day === '' ? [] : [span(fit(day, columns[2], 'right'), theme.muted)]),
  ];
};
