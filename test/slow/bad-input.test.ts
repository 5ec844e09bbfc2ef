// Inputs that nobody would make on purpose, and some that somebody would: a clear word, the right exit code, nothing lost.

import {execFileSync} from 'node:child_process';
import {
  chmodSync,
  createWriteStream,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {finished} from 'node:stream/promises';
import {describe, expect, test} from 'vitest';
import {ZipFile} from 'yazl';
import {
  chatark,
  jsonLines,
  newVault,
  root,
  samples,
  summaryOf,
  treeOf,
  workFolder,
} from '../e2e/program.ts';
import type {Run} from '../e2e/program.ts';

const home = workFolder();
const at = (name: string): string => join(home, name);

const neverABug = (run: Run): void => {
  expect(run.stderr).not.toContain('this is a bug');
  expect(run.stderr).not.toMatch(/^\s+at /m);
  expect([0, 2, 3, 20, 30, 31, 32], run.stdout + run.stderr).toContain(run.code);
};

/** inspect, show and search must not crash, and a backup must keep it byte for byte. */
const allVerbs = async (path: string): Promise<Run> => {
  const inspected = await chatark(home, ['inspect', path, '--json']);
  for (const args of [
    ['show', path],
    ['search', 'x', path],
    ['convert', path, '--to', 'csv', '--out', '-'],
  ])
    neverABug(await chatark(home, args));
  neverABug(inspected);
  return inspected;
};

describe('broken files', () => {
  const cases: readonly (readonly [string, string, () => Buffer | string])[] = [
    ['an empty file', 'empty.txt', () => ''],
    ['an empty JSON', 'empty.json', () => '{}'],
    [
      'half a JSON',
      'half.json',
      () => readFileSync(join(samples.telegram, 'result.json')).subarray(0, 1700),
    ],
    ['a JSON of a million brackets', 'deep.json', () => '['.repeat(1_000_000)],
    [
      'binary noise',
      'noise.bin',
      () => Buffer.from(Array.from({length: 200_000}, (_, i) => (i * 7919 + (i >> 3)) & 255)),
    ],
    [
      'noise that calls itself a zip',
      'noise.zip',
      () => Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(5000, 0xa7)]),
    ],
    [
      'noise that calls itself a database',
      'noise.db',
      () => Buffer.concat([Buffer.from('SQLite format 3\u0000'), Buffer.alloc(5000, 0x5a)]),
    ],
    ['one line of 30 MB', 'line.txt', () => `1/2/24, 10:00 - Ana: ${'a'.repeat(30_000_000)}\n`],
    [
      'keys that mean trouble',
      'proto.json',
      () =>
        '{"__proto__": {"polluted": 1}, "constructor": {"prototype": 1}, "messages": [{"__proto__": []}]}',
    ],
    [
      'UTF-16 without a mark',
      'utf16.txt',
      () => Buffer.from('1/2/24, 10:00 - Ana: hi\n'.repeat(30), 'utf16le'),
    ],
    [
      'a path with a line break and an emoji',
      'two\nlines 🙈 .txt',
      () => '1/2/24, 10:00 - Ana: hi\n1/2/24, 10:01 - Ben: ho\n',
    ],
  ];

  test.each(cases)('%s', async (_name, file, make) => {
    const content = make();
    const number = cases.findIndex(([, each]) => each === file);
    writeFileSync(at(file), content);
    await allVerbs(at(file));
    const {path, env} = await newVault(home, `vault-${number}`);
    const saved = await chatark(home, ['backup', at(file), '--vault', path, '--json'], {env});
    expect([0, 3], saved.stderr).toContain(saved.code);
    const out = at(`out-${number}`);
    const restored = await chatark(home, ['restore', '--vault', path, '--out', out], {env});
    expect(restored.code, restored.stderr).toBe(0);
    expect(Object.values(treeOf(out))).toEqual([Buffer.from(content).toString('hex')]);
    rmSync(at(file));
  });

  test('half a JSON gives what came before the cut, and says that it was cut', async () => {
    writeFileSync(
      at('cut.json'),
      readFileSync(join(samples.telegram, 'result.json')).subarray(0, 1700),
    );
    const run = await chatark(home, ['inspect', 'cut.json', '--json']);
    expect(Number(summaryOf(run)['entries'])).toBeGreaterThan(1);
    expect(jsonLines(run.stdout).some(({kind}) => kind === 'input-truncated')).toBe(true);
  });

  test('a name with a line break takes one line of the output', async () => {
    const name = 'a\nb 🙈.bin';
    writeFileSync(at(name), 'noise');
    const run = await chatark(home, ['inspect', name]);
    expect(run.stdout).not.toContain('a\nb');
    expect(run.stdout).toContain('🙈');
  });
});

describe('a zip bomb of 5 GB', () => {
  test('is told from a chat in bounded time and memory, also when it calls itself one', async () => {
    const zip = new ZipFile();
    let left = 5_000_000_000;
    const zeros = Buffer.alloc(1_048_576);
    const stream = new Readable({
      read() {
        const size = Math.min(left, zeros.length);
        left -= size;
        this.push(size === 0 ? null : zeros.subarray(0, size));
      },
    });
    zip.addReadStream(stream, '_chat.txt', {compressionLevel: 1});
    zip.end();
    const out = createWriteStream(at('bomb.zip'));
    zip.outputStream.pipe(out);
    await finished(out);
    const started = Date.now();
    const run = await chatark(home, ['inspect', 'bomb.zip', '--json'], {
      node: ['--max-old-space-size=96'],
    });
    neverABug(run);
    const named = await chatark(home, ['inspect', 'bomb.zip', '--from', 'whatsapp-txt'], {
      node: ['--max-old-space-size=96'],
    });
    neverABug(named);
    expect(Date.now() - started).toBeLessThan(180_000);
    rmSync(at('bomb.zip'));
  });
});

describe('a message full of escape codes', () => {
  const nasty =
    '\u001b[2J\u001b]52;c;ZXZpbA==\u0007\u001b]0;owned\u0007\u001b[31mred\u009b31m\r\u0008\u0000\u202e\u0007end';

  test.each([
    ['show', (path: string) => ['show', path]],
    ['search', (path: string) => ['search', 'end', path, '--context', '2']],
    ['inspect', (path: string) => ['inspect', path]],
    ['show --json', (path: string) => ['show', path, '--json']],
  ])('%s sends none of them to the terminal', async (name, args) => {
    const file = at('escapes.json');
    const isJson = name.endsWith('--json');
    const export_ = JSON.parse(readFileSync(join(samples.telegram, 'result.json'), 'utf8'));
    export_.name = `Lina ${nasty}`;
    for (const message of export_.messages) {
      message.text = nasty;
      message.text_entities = [{type: 'plain', text: nasty}];
      if (message.from) message.from = `Eve ${nasty}`;
    }
    writeFileSync(file, JSON.stringify(export_));
    const run = await chatark(home, args(file));
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain('end');
    for (const text of [run.stdout, run.stderr])
      expect(text).not.toMatch(
        // JSON escapes C0 and leaves U+0080 to U+009F as they are: it is for programs.
        isJson ? /[\u0000-\u0008\u000b-\u001f]/ : /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/,
      );
  });

  test('a file name full of them reaches neither stdout nor stderr', async () => {
    const name = `evil\u001b]0;owned\u0007\u001b[2J.bin`;
    writeFileSync(at(name), 'noise');
    for (const args of [
      ['inspect', name],
      ['show', name],
      ['inspect', `${name}.none`],
    ]) {
      const run = await chatark(home, args);
      expect(run.stdout + run.stderr).not.toContain('\u001b');
    }
  });
});

describe('things that are no files', () => {
  test('a pipe without a writer is refused at once', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const run = await chatark(home, ['inspect', 'pipe']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('pipe');
    rmSync(at('pipe'));
  });

  test('a folder with a pipe, a loop of links and a link that leads nowhere is backed up around them', async () => {
    const folder = at('odd');
    mkdirSync(folder);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    symlinkSync('.', join(folder, 'loop'));
    symlinkSync('a', join(folder, 'b'));
    symlinkSync('b', join(folder, 'a'));
    symlinkSync('/nowhere/at/all', join(folder, 'dangling'));
    writeFileSync(join(folder, 'chat.txt'), '1/2/24, 10:00 - Ana: hi\n1/2/24, 10:01 - Ben: ho\n');
    const {path, env} = await newVault(home, 'vault-odd');
    const saved = await chatark(home, ['backup', folder, '--vault', path, '--json'], {env});
    expect([0, 3], saved.stderr).toContain(saved.code);
    expect(summaryOf(saved)).toMatchObject({entries: 2});
    rmSync(folder, {recursive: true});
  });

  test('a link to itself says so', async () => {
    symlinkSync('self', at('self'));
    const run = await chatark(home, ['inspect', 'self']);
    neverABug(run);
    expect(run.code).not.toBe(0);
    rmSync(at('self'));
  });
});

const isRoot = process.getuid?.() === 0;

describe('no permission', () => {
  test.skipIf(isRoot)('a file that may not be read is named, the rest is backed up', async () => {
    const folder = at('private');
    mkdirSync(folder);
    writeFileSync(join(folder, 'chat.txt'), '1/2/24, 10:00 - Ana: hi\n1/2/24, 10:01 - Ben: ho\n');
    writeFileSync(join(folder, 'closed.txt'), 'secret');
    chmodSync(join(folder, 'closed.txt'), 0);
    const {path, env} = await newVault(home, 'vault-private');
    const saved = await chatark(home, ['backup', folder, '--vault', path, '--json'], {env});
    expect(saved.code).toBe(3);
    expect(saved.stdout).toContain('closed.txt');
    expect(summaryOf(saved)).toMatchObject({entries: 2, partial: true});
  });

  test.skipIf(isRoot)('a vault in a folder that may not be written to', async () => {
    mkdirSync(at('closed'), {mode: 0o500});
    const run = await chatark(home, ['vault', 'init', at('closed/vault')], {
      env: {CHATARK_PASSPHRASE: 'x'},
    });
    expect(run.code).toBe(20);
  });
});

/** A file system of 6 MB, where this may be made. */
const tinyDisk = (name: string): string | undefined => {
  const folder = at(name);
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder], {stdio: 'ignore'});
    return folder;
  } catch {
    return undefined; // Only root may, and not in every container.
  }
};

describe('a full disk', () => {
  test('a backup into it ends with 14, and what was saved before is all there', async (context) => {
    const disk = tinyDisk('disk');
    if (disk === undefined) return context.skip('no tmpfs can be mounted here');
    try {
      const env = {CHATARK_PASSPHRASE: 'full'};
      const vault = join(disk, 'vault');
      expect((await chatark(home, ['vault', 'init', vault], {env})).code).toBe(0);
      const small = await chatark(home, ['backup', samples.qq, '--vault', vault], {env});
      expect(small.code, small.stderr).toBe(0);
      writeFileSync(
        at('noise.jpg'),
        Buffer.from(
          Array.from({length: 12_000_000}, (_, i) => (Math.imul(i, 2_654_435_761) >>> 13) & 255),
        ),
      );
      const big = await chatark(home, ['backup', at('noise.jpg'), '--vault', vault, '--json'], {
        env,
      });
      expect(big.code, big.stderr).toBe(14);
      expect(jsonLines(big.stdout).at(-1)).toMatchObject({type: 'error', code: 'no-space'});
      const listed = await chatark(home, ['snapshots', '--vault', vault, '--json'], {env});
      expect(summaryOf(listed)).toMatchObject({snapshots: 1});
      expect((await chatark(home, ['verify', '--vault', vault], {env})).code).toBe(0);
      const out = at('from-full');
      expect((await chatark(home, ['restore', '--vault', vault, '--out', out], {env})).code).toBe(
        0,
      );
      expect(Object.values(treeOf(out))).toEqual([readFileSync(samples.qq).toString('hex')]);
    } finally {
      execFileSync('umount', [disk]);
    }
    return undefined;
  });

  test('a conversion onto it leaves no half file', async (context) => {
    const disk = tinyDisk('disk-2');
    if (disk === undefined) return context.skip('no tmpfs can be mounted here');
    try {
      const file = at('big-chat.txt');
      execFileSync(process.execPath, [
        join(root, 'scripts/generate.mjs'),
        'whatsapp-txt',
        '--messages',
        '120000',
        '--out',
        file,
      ]);
      const run = await chatark(home, [
        'convert',
        file,
        '--to',
        'csv',
        '--out',
        join(disk, 'out.csv'),
      ]);
      expect(run.code, run.stderr).toBe(14);
      expect(treeOf(disk)).toEqual({});
    } finally {
      execFileSync('umount', [disk]);
    }
    return undefined;
  });
});

describe('200 MB within a heap of 96 MB', () => {
  test.each(['telegram-json', 'whatsapp-txt', 'qq-txt', 'qq-mht', 'sms-xml', 'discord-dce-json'])(
    '%s',
    async (kind) => {
      const file = at(`big.${kind}`);
      execFileSync(process.execPath, [
        join(root, 'scripts/generate.mjs'),
        kind,
        '--bytes',
        '200M',
        '--out',
        file,
      ]);
      const run = await chatark(home, ['inspect', file, '--json'], {
        node: ['--max-old-space-size=96'],
      });
      expect(run.code, run.stderr.slice(-500)).toBe(0);
      expect(Number(summaryOf(run)['entries'])).toBeGreaterThan(200_000);
      expect(summaryOf(run)).toMatchObject({problems: 0});
      rmSync(file);
    },
  );
});
