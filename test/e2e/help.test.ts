import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {chatark, root, workFolder} from './program.ts';

const home = workFolder();

const verbs = `inspect show convert search merge backup restore verify formats demo
  vault.init vault.info vault.snapshots vault.diff vault.stats vault.keys
  auto.list auto.add auto.remove auto.run auto.install auto.uninstall auto.status`
  .split(/\s+/)
  .map((verb) => verb.replace('.', ' '));

test('--version prints the version of the package', async () => {
  const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(await chatark(home, ['--version'])).toEqual({code: 0, stdout: `${version}\n`, stderr: ''});
});

test('--help lists every command with a sentence, in both languages', async () => {
  for (const lang of ['en', 'zh']) {
    const run = await chatark(home, ['--help', '--lang', lang]);
    expect(run).toMatchObject({code: 0, stderr: ''});
    for (const verb of verbs) expect(run.stdout).toMatch(new RegExp(`^  ${verb} +\\S`, 'm'));
    expect(/[\u4e00-\u9fff]/.test(run.stdout)).toBe(lang === 'zh');
  }
});

describe('the help of a command', () => {
  test.each(verbs)('%s explains each option and lists its exit codes', async (verb) => {
    const run = await chatark(home, [...verb.split(' '), '--help']);
    expect(run).toMatchObject({code: 0, stderr: ''});
    expect(run.stdout).toMatch(new RegExp(`^chatark ${verb}`));
    for (const line of run.stdout.split('\n').filter((line) => line.startsWith('  --')))
      expect(line).toMatch(/^ {2}--[\w-]+ +\S/);
    expect(run.stdout).toMatch(/^ {2}0 +ok$/m);
    expect(run.stdout).toMatch(/^ {2}130 +cancelled$/m);
  });
});

test('the language follows --lang, then LC_ALL, then LANG', async () => {
  const isChinese = async (args: readonly string[], env: Record<string, string>) =>
    (await chatark(home, ['--help', ...args], {env})).stdout.includes('聊天方舟');
  expect(await isChinese([], {LANG: 'zh_CN.UTF-8'})).toBe(true);
  expect(await isChinese([], {LANG: 'zh_CN.UTF-8', LC_ALL: 'en_GB.UTF-8'})).toBe(false);
  expect(await isChinese(['--lang', 'zh'], {})).toBe(true);
});
