// Runs the built program as a person's shell would: real process, real pipes, an environment of its own. Not a test.

import {spawn} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, expect} from 'vitest';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** `CHATARK_MAIN` tests a program that was built elsewhere. */
export const main = process.env['CHATARK_MAIN'] ?? join(root, 'dist/main.js');

export const demo = join(root, 'fixtures/demo');
export const samples = {
  telegram: join(demo, 'ChatExport_2024-06-02'),
  whatsapp: join(demo, 'WhatsApp Chat - 周末爬山.txt'),
  whatsappLater: join(demo, 'WhatsApp Chat - 周末爬山 (2).txt'),
  qq: join(demo, '大学同学群.txt'),
  wechat: join(demo, '聊天记录'),
};

export const passphrase = 'correct horse 芝麻开门';

/** A folder for one test file; it is removed when the file has run. */
export const workFolder = (): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'chatark-e2e-')));
  afterAll(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
};

export type RunOptions = {
  readonly env?: Readonly<Record<string, string>>;
  /** Default: stdin is empty and at its end. */
  readonly input?: string;
  readonly cwd?: string;
  /** Arguments of Node itself. */
  readonly node?: readonly string[];
  /** Runs while the program does. */
  readonly during?: (child: ReturnType<typeof spawn>) => void;
};

export type Run = {
  /** Exit code; the signal's name where one ended it. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
};

/** What a person's shell would hand over, and nothing of the machine that runs the tests. */
export const environment = (home: string): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  TZ: 'UTC',
  LANG: 'en_US.UTF-8',
  CHATARK_CONFIG_DIR: join(home, 'config'),
});

export const chatark = (
  home: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Run> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...(options.node ?? []), main, ...args], {
      cwd: options.cwd ?? home,
      env: {...environment(home), ...options.env},
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({
        code: code ?? signal ?? 'unknown',
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      }),
    );
    child.stdin.on('error', () => undefined); // The program may end without reading.
    child.stdin.end(options.input ?? '');
    options.during?.(child);
  });

export type JsonLine = {readonly type: string; readonly [key: string]: unknown};

const isRecord = (value: unknown): value is JsonLine =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Every line of stdout as JSON; fails where one is none. */
export const jsonLines = (stdout: string): JsonLine[] => {
  const lines = stdout.split('\n');
  expect(lines.pop(), 'the last line ends').toBe('');
  return lines.map((line) => {
    const value: unknown = JSON.parse(line);
    if (!isRecord(value)) throw new Error(`no record of a type: ${line}`);
    return value;
  });
};

/** The record that closes a `--json` answer. */
export const summaryOf = (run: Run): JsonLine => {
  const last = jsonLines(run.stdout).at(-1);
  if (last?.type !== 'summary')
    throw new Error(`no summary at the end: ${run.stdout}${run.stderr}`);
  return last;
};

/** Relative path → bytes in hexadecimal digits, of every file under a folder. */
export const treeOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, {recursive: true, withFileTypes: true})
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name))
      .map((path) => [
        relative(folder, path).split(sep).join('/').normalize('NFC'),
        readFileSync(path).toString('hex'),
      ]),
  );

/** Makes a vault and gives the environment that opens it. */
export const newVault = async (
  home: string,
  name = 'vault',
): Promise<{readonly path: string; readonly env: Record<string, string>}> => {
  const path = join(home, name);
  const env = {CHATARK_PASSPHRASE: passphrase};
  const made = await chatark(home, ['vault', 'init', path], {env});
  expect(made, made.stderr).toMatchObject({code: 0});
  return {path, env};
};
