// A question as rows: what is asked, what follows from yes, and the two answers.
import type {Strings} from '../i18n/strings.ts';
import {wrapText} from '../terminal/wrap.ts';
import type {Theme} from '../theme.ts';
import type {ConfirmModel} from './models.ts';

export type ConfirmView = {
  readonly width: number;
  readonly theme: Theme;
  readonly strings: Strings;
};

export const questionRows = (model: ConfirmModel, {width, theme}: ConfirmView): string[] => {
  const bullet = `${theme.symbols.note} `;
  return [
    ...wrapText(model.question, width).map((line) => theme.heading(line)),
    ...(model.consequences ?? []).flatMap((consequence) =>
      wrapText(bullet + consequence, width, {hangingIndent: 2}),
    ),
  ];
};

/** ` Yes ` and ` No `, the chosen one marked by more than a colour. */
export const answerRow = (
  model: ConfirmModel,
  isYes: boolean,
  {theme, strings}: ConfirmView,
): string => {
  const answer = (text: string, isChosen: boolean): string =>
    isChosen ? theme.selected(` ${theme.symbols.pointer} ${text} `) : `   ${text} `;
  return `${answer(model.no ?? strings.ui.no, !isYes)}  ${answer(model.yes ?? strings.ui.yes, isYes)}`;
};
