// Bundles the program into dist/: one ES module entry, the screens and formats in chunks that load when they are needed.

import {cpSync, mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {sourcesHash, stampPath} from './sources-hash.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const hash = sourcesHash(root);
// Built beside and moved into place: a second start at the same moment never sees half a program.
const fresh = join(root, `dist-${process.pid}`);

/** Ink asks for the devtools only in development; the package is not installed. */
const withoutDevtools = {
  name: 'without-react-devtools',
  setup(bundler) {
    bundler.onResolve({filter: /^react-devtools-core$/}, () => ({
      path: 'react-devtools-core',
      namespace: 'stub',
    }));
    bundler.onLoad({filter: /.*/, namespace: 'stub'}, () => ({
      contents: 'export default {initialize() {}, connectToDevTools() {}};',
    }));
  },
};

await build({
  absWorkingDir: root,
  entryPoints: {main: 'src/main.ts', worker: 'src/app/jobs/worker.ts'},
  outdir: fresh,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  jsx: 'automatic',
  minifyWhitespace: true,
  minifySyntax: true,
  define: {'process.env.NODE_ENV': '"production"'},
  // Loads its .wasm from beside itself.
  external: ['node-sqlite3-wasm'],
  banner: {
    js: "import {createRequire as chatarkRequire} from 'node:module';const require = chatarkRequire(import.meta.url);",
  },
  plugins: [withoutDevtools],
  logLevel: 'warning',
});

mkdirSync(fresh, {recursive: true});
const old = join(root, `dist-old-${process.pid}`);
try {
  renameSync(join(root, 'dist'), old);
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
renameSync(fresh, join(root, 'dist'));
rmSync(old, {recursive: true, force: true});
cpSync(join(root, 'package.json'), join(root, 'dist/package.json'));
writeFileSync(stampPath(root), hash);
