// Which language to speak: --lang, then the setting, then the locale, then English.
import type {Language} from '../i18n/strings.ts';
import type {Environment} from './capabilities.ts';
import {localeVariable} from './capabilities.ts';

/** `zh_CN.UTF-8`, `zh-Hant`, `en`, `C` → a language that there is; undefined for any other. */
export const parseLanguage = (locale: string): Language | undefined => {
  const language = /^[a-z]+/.exec(locale.toLowerCase())?.[0];
  if (language === 'zh' || language === 'chinese') return 'zh';
  return language === 'en' || language === 'english' ? 'en' : undefined;
};

export type LanguageSources = {
  readonly argument?: string | undefined;
  readonly setting?: string | undefined;
  readonly env: Environment;
};

export const detectLanguage = ({argument, setting, env}: LanguageSources): Language =>
  parseLanguage(argument ?? '') ??
  parseLanguage(setting ?? '') ??
  parseLanguage(localeVariable(env, 'LC_MESSAGES')) ??
  'en';
