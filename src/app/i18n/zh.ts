// The Chinese strings, area by area; the type that the English ones must fill.
import {problems} from './zh/problems.ts';
import {ui} from './zh/ui.ts';

export const zh = {
  ui,
  problems,
};
