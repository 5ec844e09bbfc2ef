// Notices as rows. The kind is said by a symbol first, by a colour second.
import {failureFrom, failureNotice} from '../i18n/error-words.ts';
import type {Strings} from '../i18n/strings.ts';
import {wrapText} from '../terminal/wrap.ts';
import type {Paint, Theme} from '../theme.ts';
import type {NoticeKind, NoticeModel} from './models.ts';
import {row, span} from './spans.ts';

const paintOf = (kind: NoticeKind, theme: Theme): Paint =>
  kind === 'note' ? theme.muted : theme[kind];

/** In one row, for the footer. */
export const noticeRow = ({kind, text, hint}: NoticeModel, width: number, theme: Theme): string =>
  row(
    [
      span(`${theme.symbols[kind]} `, paintOf(kind, theme)),
      span(text, paintOf(kind, theme)),
      span(hint === undefined ? '' : ` ${hint}`, theme.muted),
    ],
    width,
  );

/** In full. */
export const noticeRows = (
  {kind, text, hint}: NoticeModel,
  width: number,
  theme: Theme,
): string[] => {
  const symbol = `${theme.symbols[kind]} `;
  const options = {hangingIndent: symbol.length};
  return [
    ...wrapText(symbol + text, width, options).map(paintOf(kind, theme)),
    ...(hint === undefined
      ? []
      : wrapText(`${' '.repeat(symbol.length)}${hint}`, width, options).map((line) =>
          theme.muted(line),
        )),
  ];
};

/** What a person can do about `error`, or that it is a bug. */
export const noticeOfError = (error: unknown, strings: Strings): NoticeModel =>
  failureNotice(failureFrom(error), strings);
