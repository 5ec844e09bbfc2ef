// `demo`: the whole tour on the bundled samples in a temporary vault, no questions asked.

import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {memorySink} from '../../engine/io/memory-source.ts';
import {convert} from '../../engine/convert/convert.ts';
import {directorySink} from '../../engine/io/directory-sink.ts';
import {parseQuery} from '../../engine/search/query.ts';
import {searchLane} from '../../engine/vault/lane/search-lane.ts';
import {applyRestore, planRestore} from '../../engine/vault/restore.ts';
import {verify} from '../../engine/vault/verify.ts';
import type {Lane} from '../../engine/vault/lane/read-lane.ts';
import type {Snapshot} from '../../engine/vault/snapshot.ts';
import type {Vault} from '../../engine/vault/vault.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import {backupPaths} from '../vaults/backup.ts';
import {mergedSource, requireLane} from '../vaults/contents.ts';
import {createVaultAt} from '../vaults/open.ts';
import type {Command, CommandContext} from './command.ts';
import {entryLine, namesFrom} from './entry-line.ts';
import {accountLines} from './merge.ts';
import {bytesText} from './units.ts';

const samples = fileURLToPath(new URL('../fixtures/demo', import.meta.url));

type Tour = {readonly vault: Vault; readonly folder: string; readonly context: CommandContext};

const step = (number: number, title: string, {context}: Tour): Promise<void> =>
  context.output.line(`\n${number}. ${title}`);

const backUp = async (tour: Tour) => {
  const {output, registry, signal, systemZone, generator} = tour.context;
  await step(1, 'Back up the sample chats', tour);
  const request = {paths: [samples], overrides: {}, selection: {}, label: 'demo'};
  const account = await backupPaths(tour.vault, request, {registry, signal, systemZone, generator});
  await output.line(
    `   ${account.entries} entries in ${account.conversations} chats from ${account.exports} exports, ${bytesText(account.snapshot.stats.bytesStored)} stored`,
  );
  const lane = await requireLane(tour.vault, account.snapshot);
  for (const {entries, conversation, export: from} of lane.chats) {
    const title = sanitizeLine(conversation.title ?? conversation.id);
    await output.line(`   ${String(entries).padStart(4)}  ${title} (${from.format})`);
  }
  return {account, lane};
};

const search = async (tour: Tour, lane: Lane): Promise<number> => {
  const {output, signal, systemZone} = tour.context;
  await step(2, 'Search for 新年', tour);
  let hits = 0;
  const query = parseQuery('新年', systemZone);
  for await (const found of searchLane(tour.vault.reader, lane, query, {signal, context: 0})) {
    for (const {entry, chat} of found) {
      hits++;
      await output.line(`   ${entryLine(entry, namesFrom(lane.personsOf(chat.export)))}`);
    }
  }
  return hits;
};

const mergeAndConvert = async (tour: Tour): Promise<number> => {
  const {output, registry, signal, systemZone, generator, lang, now} = tour.context;
  await step(3, 'Merge the two exports of one chat into one timeline', tour);
  const quiet = {
    signal,
    report: () => undefined,
    advanced: () => undefined,
    infer: () => undefined,
  };
  const merged = await mergedSource(tour.vault, registry, quiet);
  for (const account of merged.accounts.filter(({sources}) => sources.length > 1)) {
    for (const line of accountLines(account)) await output.line(`   ${line}`);
  }
  await step(4, 'Convert the merged timeline to another format', tour);
  const to =
    registry.writable.find(({writer}) => writer.layout === 'file-per-conversation') ??
    registry.interchange;
  const sink = memorySink();
  const report = await convert(merged.source, to, sink, {
    signal,
    write: {zone: systemZone, lang},
    generator,
    now,
  });
  const lost = [...report.loss.keys()].join(', ') || 'nothing';
  await output.line(
    `   ${report.entries} entries as ${to.id} in ${sink.files.size} files; not held: ${lost}`,
  );
  return report.entries;
};

const verifyAndRestore = async (tour: Tour, snapshot: Snapshot) => {
  const {output, signal} = tour.context;
  await step(5, 'Verify the vault, then restore the original files', tour);
  const {level, isClean} = await verify(tour.vault, {level: 4, signal});
  await output.line(`   level ${level}: ${isClean ? 'no damage' : 'DAMAGE'}`);
  const sink = await directorySink(join(tour.folder, 'restored'), {overwrite: 'never'});
  const plan = await planRestore(tour.vault, snapshot);
  const {filesRestored, failures} = await applyRestore(tour.vault, plan, sink, {signal});
  await output.line(`   ${filesRestored} files restored and verified, ${failures.length} failures`);
  return {clean: isClean, restored: filesRestored};
};

const runTour = async (tour: Tour): Promise<void> => {
  const {account, lane} = await backUp(tour);
  const hits = await search(tour, lane);
  const merged = await mergeAndConvert(tour);
  const verdict = await verifyAndRestore(tour, account.snapshot);
  await tour.context.output.json({
    type: 'summary',
    entries: account.entries,
    hits,
    merged,
    ...verdict,
  });
};

export const demoCommand: Command = {
  name: 'demo',
  summary: {
    zh: '用示例聊天走一遍全部流程',
    en: 'The whole tour on the bundled samples, in a temporary vault',
  },
  usage: '',
  options: {},
  optionHelp: {},
  codes: [],
  async run(_args, context) {
    const folder = await mkdtemp(join(tmpdir(), 'chatark-demo-'));
    try {
      const made = await createVaultAt(join(folder, 'vault'), {
        passphrase: 'a demo needs no secret',
      });
      await context.output.line(`A temporary vault in ${folder}; it is removed at the end.`);
      await runTour({vault: made.vault, folder, context});
      await made.close();
      return 0;
    } finally {
      await rm(folder, {recursive: true, force: true});
    }
  },
};
