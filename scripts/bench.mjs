// Measures the program beside its peers on the same invented chats, each run in a process of its own, and prints a Markdown table.
// npm run bench -- [--quick] [--work FOLDER] [--only reading,vault,media,search,screen] [--runs 1]
// restic and borg are measured where they are installed; the parsers of other projects are fetched with npm into the work folder.

import {mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {open} from 'node:fs/promises';
import {randomFillSync} from 'node:crypto';
import {cpus, tmpdir, totalmem} from 'node:os';
import {dirname, join} from 'node:path';
import process, {argv, execPath, stderr, stdout, version} from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {build} from 'esbuild';
import {folderBytes, isInstalled, measure, measureMedian} from './bench/measure.mjs';
import {bytesPerKey, firstFrame} from './bench/screen.mjs';
import {createTable} from './bench/table.mjs';
import {generateFile} from './generate.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = process.env.CHATARK_MAIN ?? join(root, 'dist/main.js');
const groups = ['reading', 'vault', 'media', 'search', 'screen'];
const {values} = parseArgs({
  args: argv.slice(2),
  options: {
    quick: {type: 'boolean', default: false},
    work: {type: 'string'},
    only: {type: 'string', default: groups.join(',')},
    runs: {type: 'string', default: '1'},
  },
});
const wanted = new Set(values.only.split(','));
const runs = Number(values.runs);
const million = values.quick ? 100_000 : 1_000_000;
const mediaBytes = values.quick ? 100_000_000 : 1_000_000_000;
const work = values.work ?? mkdtempSync(join(tmpdir(), 'chatark-bench-'));
mkdirSync(work, {recursive: true});
const at = (...parts) => join(work, ...parts);
const passphrase = 'a benchmark needs no secret';
const env = {CHATARK_PASSPHRASE: passphrase, CHATARK_CONFIG_DIR: at('config'), TZ: 'UTC'};
const table = createTable({stdout, stderr});

const ours = (args, options = {}) =>
  measureMedian(runs, execPath, [main, ...args], {env, ...options});
const once = (args) => measure(execPath, [main, ...args], {env});

const packages = {'whatsapp-chat-parser': '4.0.2', 'telegram-chat-parser': '1.0.7'};
const specs = Object.entries(packages).map(([name, each]) => `${name}@${each}`);

/** The folder with the peers' packages, or undefined when they cannot be had. */
const fetchPeers = async () => {
  const folder = at('peers');
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, 'package.json'), '{"name":"peers","private":true}');
  const args = [
    'install',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--ignore-scripts',
    ...specs,
  ];
  try {
    await measure('npm', args, {cwd: folder});
    return folder;
  } catch {
    return undefined; // Told as a skipped row.
  }
};

const peer = (name, file, folder) => {
  const script = join(root, 'scripts/bench/peer.mjs');
  return measureMedian(runs, execPath, [
    '--max-old-space-size=12000',
    script,
    name,
    file,
    folder ?? '',
  ]);
};

const reading = async () => {
  const peers = await fetchPeers();
  for (const [kind, rivals] of [
    ['telegram-json', ['JSON.parse', 'telegram-chat-parser']],
    ['whatsapp-txt', ['whatsapp-chat-parser']],
    ['qq-txt', []],
    ['qq-mht', []],
    ['sms-xml', []],
    ['discord-dce-json', []],
  ]) {
    const file = at(`${kind}.export`);
    await generateFile(file, kind, {limit: million});
    const bytes = statSync(file).size;
    const group = `read ${million.toLocaleString('en')} messages, ${kind}`;
    table.say(group);
    table.add(group, 'ChatArk inspect', {...(await ours(['inspect', file, '--json'])), bytes});
    for (const name of rivals) {
      if (name !== 'JSON.parse' && !peers) table.skip(group, name, 'npm could not fetch it');
      else
        table.add(group, `${name} ${packages[name] ?? ''}`.trim(), await peer(name, file, peers));
    }
    rmSync(file);
  }
};

/** Four exports as the field has them: 1.14 M messages in all. `grown` holds one per cent more. */
const makeCorpus = async (folder, factor) => {
  mkdirSync(folder, {recursive: true});
  for (const [kind, name, share, seed] of [
    ['telegram-json', 'result.json', 0.5, 11],
    ['whatsapp-txt', 'WhatsApp Chat with Ana.txt', 0.34, 12],
    ['qq-txt', '老朋友.txt', 0.2, 13],
    ['discord-dce-json', 'general.json', 0.1, 14],
  ])
    await generateFile(join(folder, name), kind, {
      limit: Math.round(million * share * factor),
      seed,
    });
};

/** Each engine: how it begins, backs up, restores, verifies. */
const engines = async () => [
  {
    name: 'ChatArk',
    repository: at('vault'),
    init: () => once(['vault', 'init', at('vault')]),
    backup: (source) => once(['backup', source, '--vault', at('vault')]),
    restore: () => once(['restore', '--vault', at('vault'), '--out', at('restored-ours')]),
    verify: () => once(['verify', '--vault', at('vault'), '--level', '3']),
  },
  ...((await isInstalled('restic')) ? [restic()] : []),
  ...((await isInstalled('borg')) ? [borg('zlib,6'), borg('zstd,3')] : []),
];

const restic = () => {
  const options = {
    env: {
      RESTIC_REPOSITORY: at('restic'),
      RESTIC_PASSWORD: passphrase,
      RESTIC_CACHE_DIR: at('restic-cache'),
    },
  };
  const run = (...args) => measure('restic', args, options);
  return {
    name: 'restic',
    repository: at('restic'),
    init: () => run('init'),
    backup: (source) => run('backup', source),
    restore: () => run('restore', 'latest', '--target', at('restored-restic')),
    verify: () => run('check', '--read-data'),
  };
};

const borg = (compression) => {
  const repository = at(`borg-${compression}`);
  const target = at(`restored-borg-${compression}`);
  const options = {
    env: {
      BORG_PASSPHRASE: passphrase,
      BORG_BASE_DIR: at('borg-base'),
      BORG_REPO: repository,
      BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes',
    },
  };
  const run = (args, more) => measure('borg', args, {...options, ...more});
  let count = 0;
  return {
    name: `borg ${compression}`,
    repository,
    init: () => run(['init', '--encryption', 'repokey']),
    backup: (source) => run(['create', '--compression', compression, `::${++count}`, source]),
    restore: () => {
      mkdirSync(target, {recursive: true});
      return run(['extract', `::${count}`], {cwd: target});
    },
    verify: () => run(['check', '--verify-data']),
  };
};

const clear = (engine) => {
  rmSync(engine.repository, {recursive: true, force: true});
  for (const name of [
    'restored-ours',
    'restored-restic',
    'restored-borg-zlib,6',
    'restored-borg-zstd,3',
  ])
    rmSync(at(name), {recursive: true, force: true});
};

const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

const vault = async () => {
  const source = at('chats');
  await makeCorpus(source, 1);
  const size = megabytes(folderBytes(source));
  const rows = {
    first: `back up ${size} of chats, first time`,
    again: 'the same again',
    grown: 'the same plus 1 % of messages',
    restore: `restore ${size}`,
    verify: 'verify everything',
  };
  const all = await engines();
  const stored = new Map();
  const step = async (row, engine, work) => {
    const before = stored.get(engine.name) ?? 0;
    const cost = await work();
    const after = folderBytes(engine.repository);
    stored.set(engine.name, after);
    table.add(row, engine.name, {
      ...cost,
      bytes: row === rows.restore || row === rows.verify ? undefined : after - before,
    });
  };
  for (const engine of all) {
    clear(engine);
    await engine.init();
    stored.set(engine.name, folderBytes(engine.repository));
  }
  for (const engine of all) await step(rows.first, engine, () => engine.backup(source));
  for (const engine of all) await step(rows.again, engine, () => engine.backup(source));
  await makeCorpus(source, 1.01);
  for (const engine of all) await step(rows.grown, engine, () => engine.backup(source));
  for (const engine of all) await step(rows.restore, engine, () => engine.restore());
  for (const engine of all) await step(rows.verify, engine, () => engine.verify());
  for (const engine of all) clear(engine);
  rmSync(source, {recursive: true});
};

const media = async () => {
  const source = at('media');
  mkdirSync(source, {recursive: true});
  const block = Buffer.alloc(1_000_000);
  const perFile = 5;
  for (let file = 0; file < mediaBytes / block.length / perFile; file++) {
    const handle = await open(join(source, `photo-${file}.jpg`), 'w');
    for (let i = 0; i < perFile; i++) await handle.write(randomFillSync(block));
    await handle.close();
  }
  const group = `back up ${megabytes(mediaBytes)} of media`;
  for (const engine of await engines()) {
    if (engine.name === 'borg zlib,6') continue;
    clear(engine);
    await engine.init();
    const cost = await engine.backup(source);
    table.add(group, engine.name, {...cost, bytes: folderBytes(engine.repository)});
    clear(engine);
  }
  rmSync(source, {recursive: true});
};

const bundleProbe = async () => {
  const outfile = join(root, 'node_modules/.cache/bench-probe.mjs');
  await build({
    entryPoints: [join(root, 'scripts/bench/probe.mjs')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  return outfile;
};

const search = async () => {
  const [file, location] = [at('result.json'), at('search-vault')];
  await generateFile(file, 'telegram-json', {limit: million});
  rmSync(location, {recursive: true, force: true});
  await once(['vault', 'init', location]);
  await once(['backup', file, '--vault', location]);
  const probe = await measure(execPath, [await bundleProbe(), location, passphrase]);
  const seen = JSON.parse(probe.out);
  const size = million.toLocaleString('en');
  table.add('unlock a vault (scrypt)', 'ChatArk', seen.unlock);
  table.add(`open a vault of ${size}, newest 50 of a chat`, 'ChatArk', seen.open);
  seen.searches.forEach(({words, hits, first, wall, cpu}, index) => {
    const name = `“${words}”${index === 0 ? ', cold' : ''}`;
    const note = `${hits} hits${first === undefined ? '' : `, the first after ${first.toFixed(3)} s`}`;
    const rss = index === seen.searches.length - 1 ? seen.rss : undefined;
    table.add(`search ${size}`, name, {cpu, wall, note, rss});
  });
  const whole = await ours(['search', 'umbrella', '--vault', location, '--limit', '10']);
  table.add(`search ${size} from the shell, unlocking included`, 'ChatArk search', whole);
  rmSync(file);
  rmSync(location, {recursive: true});
};

const person = (id) => ({
  type: 'person',
  person: {id, name: id === 'p1' ? 'Ana' : '李娜', isOwner: id === 'p1', handles: []},
});

/** An export with many chats, as canonical JSONL. */
const manyChats = (count) => {
  const lines = [
    {type: 'header', format: 'chatark', version: 1, generator: 'bench', source: {label: 'many'}},
    person('p1'),
    person('p2'),
  ];
  for (let chat = 1; chat <= count; chat++) {
    const id = `c${chat}`;
    const name = String(chat).padStart(4, '0');
    lines.push({
      type: 'conversation',
      conversation: {id, kind: 'direct', title: `chat ${name} 聊天`, members: ['p1', 'p2']},
    });
    const moment = {
      epochMs: 1_700_000_000_000 - chat * 60_000,
      precision: 's',
      zone: {kind: 'utc'},
    };
    lines.push({
      type: 'entry',
      conversation: id,
      entry: {
        kind: 'message',
        id: `m${chat}`,
        at: moment,
        from: 'p2',
        body: [
          {
            kind: 'text',
            inlines: [{kind: 'plain', text: `the last words of chat ${name} 最后一句话`}],
          },
        ],
      },
    });
  }
  lines.push({type: 'end', persons: 2, conversations: count, entries: count});
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
};

const screen = async () => {
  if (process.platform !== 'linux') return table.skip('screens', 'ChatArk', 'needs /proc');
  const starts = [];
  for (let run = 0; run < 5; run++) starts.push(await firstFrame(main, at(`home-${run}`)));
  starts.sort((a, b) => a.cpu - b.cpu);
  table.add('start, to the first frame', 'ChatArk', starts[2]);
  table.add(
    'start, to the first frame',
    'bare Node',
    await measureMedian(5, execPath, ['-e', '0']),
  );
  table.add(
    'start, to the first frame',
    'ChatArk --version',
    await measureMedian(5, execPath, [main, '--version']),
  );
  const [location, file] = [at('chats-vault'), at('many.jsonl')];
  writeFileSync(file, manyChats(1000));
  rmSync(location, {recursive: true, force: true});
  await once(['vault', 'init', location]);
  await once(['backup', file, '--vault', location]);
  for (const [columns, rows] of [
    [80, 24],
    [200, 50],
  ]) {
    const home = at(`home-${columns}`);
    const {move, scroll} = await bytesPerKey(main, home, {location, passphrase, columns, rows});
    table.add(`j in a list of 1,000 chats, ${columns}x${rows}`, 'the mark moves', {bytes: move});
    table.add(`j in a list of 1,000 chats, ${columns}x${rows}`, 'the list scrolls', {
      bytes: scroll,
    });
  }
};

const parts = {reading, vault, media, search, screen};

stdout.write(
  `Node ${version}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${(totalmem() / 1e9).toFixed(0)} GB; ${values.quick ? 'quick' : 'full'}, the middle of ${runs} run(s)\n\n`,
);
for (const group of groups) if (wanted.has(group)) await parts[group]();
table.print();
if (values.work === undefined) rmSync(work, {recursive: true, force: true});
