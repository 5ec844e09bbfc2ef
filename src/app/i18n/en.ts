// The English strings, area by area.
import {app} from './en/app.ts';
import {browse} from './en/browse.ts';
import {convert} from './en/convert.ts';
import {errors} from './en/errors.ts';
import {files} from './en/files.ts';
import {home} from './en/home.ts';
import {job} from './en/job.ts';
import {manage} from './en/manage.ts';
import {problems} from './en/problems.ts';
import {restore} from './en/restore.ts';
import {start} from './en/start.ts';
import {ui} from './en/ui.ts';
import type {zh} from './zh.ts';

export const en = {
  ui,
  app,
  browse,
  convert,
  errors,
  files,
  home,
  manage,
  restore,
  start,
  job,
  problems,
} satisfies typeof zh;
