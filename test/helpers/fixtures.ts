// Finds fixtures on disk and opens them as sources in memory, in one piece or byte by byte.

import {readdirSync, readFileSync, existsSync} from 'node:fs';
import {join, relative, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {ReadOptions} from '../../src/engine/convert/format.ts';
import {memorySource} from '../../src/engine/io/memory-source.ts';
import type {Source} from '../../src/engine/io/source.ts';

export const fixturesFolder = fileURLToPath(new URL('../../fixtures/formats/', import.meta.url));

export type FixtureCase = {
  readonly format: string;
  readonly name: string;
  readonly folder: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly options: Partial<ReadOptions>;
};

const filesBelow = (folder: string): Record<string, Uint8Array> => {
  const files: Record<string, Uint8Array> = {};
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[relative(folder, path).split(sep).join('/')] = new Uint8Array(readFileSync(path));
  }
  return files;
};

export const fixtureCases = (format: string): FixtureCase[] => {
  const folder = join(fixturesFolder, format);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'input')))
    .sort()
    .map((name) => {
      const optionsFile = join(folder, name, 'options.json');
      const options = existsSync(optionsFile)
        ? (JSON.parse(readFileSync(optionsFile, 'utf8')) as Partial<ReadOptions>)
        : {};
      return {
        format,
        name,
        folder: join(folder, name),
        files: filesBelow(join(folder, name, 'input')),
        options,
      };
    });
};

/** A single archive file is opened as the archive that it is; anything else becomes a source in memory. */
export const openFixture = async (fixture: FixtureCase, chunkSize?: number): Promise<Source> => {
  const names = Object.keys(fixture.files);
  const [only] = names;
  if (names.length === 1 && only !== undefined && /\.(?:zip|tar|tgz|gz|rsmf)$/i.test(only)) {
    const {openSource} = await import('../../src/engine/io/open-source.ts');
    return openSource(join(fixture.folder, 'input', only));
  }
  return memorySource(fixture.files, {
    label: only ?? fixture.name,
    ...(chunkSize === undefined ? {} : {chunkSize}),
  });
};
