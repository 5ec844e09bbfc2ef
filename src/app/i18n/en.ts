// The English strings, area by area.
import {problems} from './en/problems.ts';
import {ui} from './en/ui.ts';
import type {zh} from './zh.ts';

export const en = {
  ui,
  problems,
} satisfies typeof zh;
