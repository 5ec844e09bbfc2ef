// The theme in React; it changes live with the provider.
import {createContext, useContext} from 'react';
import type {Theme} from '../theme.ts';
import {createTheme} from '../theme.ts';

export const ThemeContext = createContext<Theme>(createTheme({level: 0}));

export const useTheme = (): Theme => useContext(ThemeContext);
