// Languages, how the tables of strings fit together, and how numbers and dates read. Chinese is the type: an English
// string that is missing does not compile. Each area (a screen, a command) has its own file in zh/ and in en/, and one
// line in zh.ts and en.ts.
import {en} from './en.ts';
import {zh} from './zh.ts';

export type Strings = typeof zh;
export type Language = 'zh' | 'en';

export const languages: readonly Language[] = ['zh', 'en'];

/** A language in its own words, for the settings. */
export const languageNames: Readonly<Record<Language, string>> = {zh: '中文', en: 'English'};

const tables: Readonly<Record<Language, Strings>> = {zh, en};

export const stringsFor = (language: Language): Strings => tables[language];

export const localeOf: Readonly<Record<Language, string>> = {zh: 'zh-CN', en: 'en'};
