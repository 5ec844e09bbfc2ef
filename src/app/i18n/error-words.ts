// What an error says to a person, in their language.
import {isChatError} from '../../engine/errors.ts';
import type {ErrorCode} from '../../engine/errors.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import type {NoticeModel} from '../ui/models.ts';
import type {Strings} from './strings.ts';

export type Failure = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
};

/** Where the language has its own words, the error's follow in brackets: they name the file. */
export const failureNotice = ({code, message, hint}: Failure, strings: Strings): NoticeModel => {
  const words = strings.errors[code];
  const own = sanitizeLine(code === 'bug' ? (message.split('\n')[0] ?? '') : message);
  if (words.text === '')
    return {kind: 'danger', text: own, ...(hint === undefined ? {} : {hint: sanitizeLine(hint)})};
  return {
    kind: 'danger',
    text: `${words.text}（${own}）`,
    ...(words.hint === '' ? {} : {hint: words.hint}),
  };
};

/** In one row, for a field or the footer. */
export const failureLine = (failure: Failure, strings: Strings): string => {
  const {text, hint} = failureNotice(failure, strings);
  return hint === undefined ? text : `${text} ${hint}`;
};

/** Whatever was thrown. */
export const failureFrom = (error: unknown): Failure =>
  isChatError(error)
    ? error
    : {code: 'bug', message: error instanceof Error ? error.message : String(error)};
