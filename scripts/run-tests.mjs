// The fast lane: formatting, lint, types, then the tests. Arguments go to vitest.

import {spawnSync} from 'node:child_process';
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => `node_modules/.bin/${name}${process.platform === 'win32' ? '.cmd' : ''}`;

const steps = [
  [
    'formatting',
    bin('prettier'),
    ['--check', '--log-level', 'warn', '{src,test,scripts}/**/*.{ts,tsx,mjs}'],
  ],
  ['lint', bin('oxlint'), ['--deny-warnings', 'src', 'test', 'scripts']],
  ['types', bin('tsc'), ['-p', 'tsconfig.json', '--noEmit']],
  ['tests', bin('vitest'), ['run', ...process.argv.slice(2)]],
];

for (const [name, command, args] of steps) {
  const started = Date.now();
  const {status} = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.stdout.write(
    `${name}: ${status === 0 ? 'ok' : 'failed'} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
  );
  if (status !== 0) process.exit(status ?? 1);
}
