// The house's rules that a machine can check: who may import whom, where third parties live, how large things get.

import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, normalize, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

type SourceFile = {
  readonly path: string;
  readonly text: string;
  /** Without comments and strings. */
  readonly code: string;
  readonly lines: readonly string[];
  readonly imports: readonly string[];
};

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s*'([^']+)'|(?:^|\n)import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

const withoutWords = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, '');

const files: SourceFile[] = readdirSync(join(root, 'src'), {recursive: true, encoding: 'utf8'})
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => {
    const path = `src/${name.split(sep).join('/')}`;
    const text = readFileSync(join(root, path), 'utf8');
    const imports = [...text.matchAll(importPattern)].map((match) => {
      const target = match[1] ?? match[2] ?? match[3] ?? '';
      return target.startsWith('.')
        ? normalize(join(dirname(path), target))
            .split(sep)
            .join('/')
        : target;
    });
    return {path, text, code: withoutWords(text), lines: text.split('\n'), imports};
  });

const area = (path: string): string => {
  const [, first = '', second = ''] = path.split('/');
  return first === 'engine' || first === 'formats' || first === 'screens'
    ? `${first}/${second}`
    : first;
};

/** May a file of this area import a project file of that area? */
const allowed = (from: SourceFile, to: string): boolean => {
  const [here, there] = [area(from.path), area(to)];
  if (here === there || here === 'main.ts' || here === 'app') return true;
  if (here.startsWith('screens/'))
    return there === 'app' || there === 'screens/_shared' || there.startsWith('engine/');
  if (from.path === 'src/formats/index.ts')
    return there.startsWith('formats/') || there === 'engine/convert';
  if (here.startsWith('formats/'))
    return [
      'formats/_shared',
      'engine/model',
      'engine/io',
      'engine/convert',
      'engine/errors.ts',
    ].includes(there);
  if (there === 'engine/errors.ts') return here !== 'engine/model';
  switch (here) {
    case 'engine/model':
      return false;
    case 'engine/io':
      return there === 'engine/model';
    case 'engine/transform':
      return ['engine/model', 'engine/io'].includes(there);
    case 'engine/search':
      return ['engine/model', 'engine/io'].includes(there);
    case 'engine/schedule':
      return there === 'engine/model';
    case 'engine/convert':
      return ['engine/model', 'engine/io', 'engine/transform'].includes(there);
    case 'engine/vault':
      return [
        'engine/model',
        'engine/io',
        'engine/transform',
        'engine/convert',
        'engine/search',
      ].includes(there);
    case 'engine/storages':
      return there === 'engine/vault';
    default:
      return false;
  }
};

/** Screens take types and presentational pieces from app, never its workings. */
const screenMayImport =
  /^src\/app\/(?:ui\/|hooks\/|i18n\/|services\.|router\.|theme\.|keymap\.|routes-types\.|jobs\/job\.|settings\/schema\.|terminal\/(?:width|sanitize|fit|wrap|osc)\.)/;

const confined: readonly {readonly package: RegExp; readonly places: RegExp}[] = [
  {package: /^(?:ink|react|react\/.*|ink-select-input)$/, places: /^src\/(?:app|screens)\//},
  {package: /^chalk$/, places: /^src\/app\/theme\.ts$/},
  {package: /^lowdb/, places: /^src\/app\/settings\/lowdb-store\.ts$/},
  {package: /^fflate$/, places: /^src\/engine\/(?:io\/|vault\/compress)/},
  {package: /^@noble\//, places: /^src\/engine\/vault\/(?:seal|keys)/},
  {package: /^node:/, places: /^src\/(?:main\.ts|app\/|engine\/(?:io|vault|storages|schedule)\/)/},
  {package: /^node-sqlite3-wasm$/, places: /^src\/engine\/io\//},
];

describe('the import rule', () => {
  test('arrows point down: no layer imports from one above it', () => {
    const faults = files.flatMap((file) =>
      file.imports
        .filter((target) => target.startsWith('src/') && !allowed(file, target))
        .map((target) => `${file.path} → ${target}`),
    );
    expect(faults).toEqual([]);
  });

  test('screens take from app only types and presentational pieces', () => {
    const faults = files
      .filter(({path}) => path.startsWith('src/screens/'))
      .flatMap((file) =>
        file.imports
          .filter((target) => target.startsWith('src/app/') && !screenMayImport.test(target))
          .map((target) => `${file.path} → ${target}`),
      );
    expect(faults).toEqual([]);
  });

  test('third parties stay in their places', () => {
    const faults = files.flatMap((file) =>
      file.imports.flatMap((target) =>
        confined
          .filter((rule) => rule.package.test(target) && !rule.places.test(file.path))
          .map(() => `${file.path} → ${target}`),
      ),
    );
    expect(faults).toEqual([]);
  });

  test('only main touches the process', () => {
    const faults = files
      .filter(
        ({path, code}) =>
          path !== 'src/main.ts' && /(?<![\w.'"-])process\.(?!env\.NODE_ENV)[a-z]/.test(code),
      )
      .map(({path}) => path);
    expect(faults).toEqual([]);
  });

  test('no format is named outside the formats', () => {
    const ids = readdirSync(join(root, 'src/formats')).filter(
      (name) => /-/.test(name) && !name.includes('.'),
    );
    const pattern = new RegExp(`['"](?:${ids.join('|')})['"]`);
    const faults = files
      .filter(({path, text}) => !path.startsWith('src/formats/') && pattern.test(text))
      .map(({path}) => path);
    expect(faults).toEqual([]);
  });
});

const isTable = (path: string): boolean => /\.table\.ts$|dialects\.ts$|\/i18n\//.test(path);

/** Functions by indentation: a line that opens one, up to the line that closes it at the same depth. */
const longFunctions = (file: SourceFile, limit: number): string[] => {
  const faults: string[] = [];
  file.lines.forEach((line, index) => {
    const opens =
      /^(\s*)(?:export )?(?:const \w+[^=]*= (?:async )?(?:<[^>]*>)?\(.*=> \{|(?:async )?function\*? ?\w*.*\{|(?:static |async |override |private |\*|#)*[\w#]+\(.*\).*\{)$/.exec(
        line,
      );
    if (!opens || /^\s*(?:if|for|while|switch|catch|return|describe|test)\b/.test(line)) return;
    const end = file.lines.findIndex(
      (other, place) => place > index && other.startsWith(`${opens[1] ?? ''}}`),
    );
    if (end - index > limit) faults.push(`${file.path}:${index + 1} has ${end - index} lines`);
  });
  return faults;
};

describe('the size budget', () => {
  test('no source file is longer than 500 lines, tables aside', () => {
    expect(
      files
        .filter(({path, lines}) => !isTable(path) && lines.length > 501)
        .map(({path, lines}) => `${path}: ${lines.length}`),
    ).toEqual([]);
  });

  test('no function is longer than 60 lines, no component longer than 120', () => {
    const faults = files
      .filter(({path}) => !isTable(path))
      .flatMap((file) => longFunctions(file, file.path.endsWith('.tsx') ? 120 : 60));
    expect(faults).toEqual([]);
  });

  test('no any, no disabled checks but those that are listed', () => {
    // Rows of text have no identity but their place on the screen.
    const listed = ['src/app/ui/Line.tsx'];
    const faults = files
      .filter(({path}) => !listed.includes(path))
      .filter(({code}) => /:\s*any\b|<any>|\bas any\b/.test(code))
      .concat(
        files.filter(
          ({path, text}) =>
            !listed.includes(path) &&
            /@ts-(?:ignore|nocheck|expect-error)|(?:ox|es)lint-disable/.test(text),
        ),
      )
      .map(({path}) => path);
    expect(faults).toEqual([]);
  });

  test('every file of the engine and the formats says in its first line what it is', () => {
    const faults = files
      .filter(
        ({path, text}) =>
          /^src\/(?:engine|formats)\//.test(path) &&
          !text.startsWith('//') &&
          !text.startsWith('/*'),
      )
      .map(({path}) => path);
    expect(faults).toEqual([]);
  });
});
