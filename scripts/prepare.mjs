// Makes `npm start` and `npm test` work on a fresh clone: installs from the lockfile and builds, each only when it has not been done.
// Says so on stderr: stdout belongs to the command.

import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {isBuilt, sourcesHash} from './sources-hash.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isTest = process.argv[2] === 'test';

const say = (text) => process.stderr.write(`chatark: ${text}\n`);

const minimum = [20, 19];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < minimum[0] || (major === minimum[0] && minor < minimum[1])) {
  say(`Node ${minimum.join('.')} or newer is needed; this is ${process.versions.node}.`);
  process.exit(2);
}

const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** Are all packages that the lockfile asks for there, in its versions? npm keeps what it installed in a hidden lockfile. */
const isInstalled = () => {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const installed = readJson('node_modules/.package-lock.json').packages;
  for (const [path, wanted] of Object.entries(readJson('package-lock.json').packages)) {
    if (
      path === '' ||
      wanted.optional ||
      wanted.devOptional ||
      wanted.peer ||
      (wanted.dev && !isTest)
    )
      continue;
    if (installed[path]?.version !== wanted.version) return false;
  }
  return true;
};

const run = (command, args) => {
  // Never to stdout: `npm start -- show --json` is piped.
  const {status, error} = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  say(`"${[command, ...args].join(' ')}" failed${error ? `: ${error.message}` : ''}.`);
  process.exit(1);
};

if (!isInstalled()) {
  const hasDevPackages = existsSync(join(root, 'node_modules/vitest'));
  const scope = isTest || hasDevPackages ? [] : ['--omit=dev'];
  say('installing packages from the lockfile, once …');
  run('npm', ['ci', ...scope, '--no-audit', '--no-fund', '--loglevel=error']);
}

if (!isBuilt(root, sourcesHash(root))) {
  say('building, once …');
  run(process.execPath, [join(root, 'scripts/build.mjs')]);
}
