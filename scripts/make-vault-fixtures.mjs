// Builds fixtures/vaults. Run by hand when a new kind of damage or format version needs a fixture: node scripts/make-vault-fixtures.mjs
// All random bytes come from fixed seeds, so the same code gives the same vaults.

import {mkdirSync, rmSync} from 'node:fs';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const bundle = path('node_modules/.cache/make-vault-fixtures.mjs');

await build({
  entryPoints: [path('test/helpers/vault-fixtures.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
});

const {makeVaultFixtures} = await import(pathToFileURL(bundle).href);
mkdirSync(path('fixtures/vaults'), {recursive: true});
await makeVaultFixtures(path('fixtures/vaults'));
rmSync(bundle);
