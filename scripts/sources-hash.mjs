// One hash over everything that the build depends on.

import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

export const sourcesHash = (root) => {
  const hash = createHash('sha256');
  const add = (path) =>
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  for (const path of ['package.json', 'package-lock.json', 'scripts/build.mjs']) add(path);
  for (const name of readdirSync(join(root, 'src'), {recursive: true}).sort()) {
    if (/\.(?:tsx?|json)$/.test(name)) add(join('src', name));
  }
  return hash.digest('hex');
};

export const stampPath = (root) => join(root, 'dist/.built-from');

export const isBuilt = (root, hash) =>
  existsSync(stampPath(root)) && readFileSync(stampPath(root), 'utf8') === hash;
