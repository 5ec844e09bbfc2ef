import {expect, test} from 'vitest';
import {detectLanguage, parseLanguage} from '../../../src/app/terminal/language.ts';

test.each([
  ['zh_CN.UTF-8', 'zh'],
  ['zh-Hant-TW', 'zh'],
  ['en_GB', 'en'],
  ['ZH', 'zh'],
  ['C.UTF-8', undefined],
  ['de_DE', undefined],
  ['', undefined],
])('%s is %s', (locale, language) => {
  expect(parseLanguage(locale)).toBe(language);
});

test('the argument wins over the setting, the setting over the locale', () => {
  const env = {LANG: 'zh_CN.UTF-8'};
  expect(detectLanguage({argument: 'en', setting: 'zh', env})).toBe('en');
  expect(detectLanguage({setting: 'en', env})).toBe('en');
  expect(detectLanguage({env})).toBe('zh');
});

test('LC_ALL wins over LC_MESSAGES, that over LANG', () => {
  expect(detectLanguage({env: {LC_ALL: 'en_US', LC_MESSAGES: 'zh_CN', LANG: 'zh_CN'}})).toBe('en');
  expect(detectLanguage({env: {LC_ALL: '', LC_MESSAGES: 'zh_CN', LANG: 'en_US'}})).toBe('zh');
});

test('English is spoken where no language is known', () => {
  expect(detectLanguage({env: {LANG: 'de_DE.UTF-8'}})).toBe('en');
  expect(detectLanguage({env: {}})).toBe('en');
});
