// Keys that lead one step back inside a screen, before the app's own keys lead out of it.

import {conventionalKeys} from '../../app/keymap.ts';

export const backKeys = [...conventionalKeys.back, ...conventionalKeys.quit] as const;
