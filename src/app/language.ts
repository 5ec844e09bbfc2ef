// Which language to speak: `--lang`, else the locale of the environment, else English.

import {ChatError} from '../engine/errors.ts';
import type {Lang} from './commands/command.ts';

/** Throws `usage` for a language that ChatArk does not speak. */
export const languageFrom = (
  chosen: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Lang => {
  if (chosen === 'zh' || chosen === 'en') return chosen;
  if (chosen !== undefined) throw new ChatError('usage', `--lang is zh or en, not "${chosen}".`);
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  return locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
};
