// A folder that goes away after the test.

import {mkdtemp, realpath, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

export const tempFolder = async (): Promise<string> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'chatark-io-')));
  onTestFinished(() => rm(folder, {recursive: true, force: true}));
  return folder;
};
