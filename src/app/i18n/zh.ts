// The Chinese strings, area by area; the type that the English ones must fill.
import {app} from './zh/app.ts';
import {browse} from './zh/browse.ts';
import {convert} from './zh/convert.ts';
import {errors} from './zh/errors.ts';
import {files} from './zh/files.ts';
import {home} from './zh/home.ts';
import {job} from './zh/job.ts';
import {manage} from './zh/manage.ts';
import {problems} from './zh/problems.ts';
import {restore} from './zh/restore.ts';
import {start} from './zh/start.ts';
import {ui} from './zh/ui.ts';

export const zh = {
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
};
