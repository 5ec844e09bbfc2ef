// Which language headless verbs speak: like the screens, but a language that ChatArk does not speak is an error.

import {ChatError} from '../engine/errors.ts';
import type {Language} from './i18n/strings.ts';
import type {Environment} from './terminal/capabilities.ts';
import {detectLanguage, parseLanguage} from './terminal/language.ts';

/** Throws `usage` for a language that ChatArk does not speak. */
export const languageFrom = (argument: string | undefined, env: Environment): Language => {
  if (argument !== undefined && parseLanguage(argument) === undefined) {
    throw new ChatError('usage', `--lang is zh or en, not "${argument}".`);
  }
  return detectLanguage({argument, env});
};
