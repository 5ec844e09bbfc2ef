// The language of the screens as React sees it: `useStrings()` and `useFormat()` change live with the provider.
import type {ReactNode} from 'react';
import {createContext, useContext} from 'react';
import type {Format} from './format.ts';
import {formatFor} from './format.ts';
import type {Language, Strings} from './strings.ts';
import {stringsFor} from './strings.ts';

const LanguageContext = createContext<Language>('en');

export type LanguageProviderProps = {readonly language: Language; readonly children: ReactNode};

export const LanguageProvider = ({language, children}: LanguageProviderProps): ReactNode => (
  <LanguageContext value={language}>{children}</LanguageContext>
);

export const useLanguage = (): Language => useContext(LanguageContext);

export const useStrings = (): Strings => stringsFor(useLanguage());

export const useFormat = (): Format => formatFor(useLanguage());
