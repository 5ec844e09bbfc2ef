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

const tour = async (vault: Vault, folder: string, context: CommandContext): Promise<void> => {
  const {output, registry, signal, systemZone, generator} = context;
  const step = async (number: number, title: string): Promise<void> =>
    output.line(`\n${number}. ${title}`);
  await step(1, 'Back up the sample chats');
  const account = await backupPaths(
    vault,
    {paths: [samples], overrides: {}, selection: {}, label: 'demo'},
    {registry, signal, systemZone, generator},
  );
  await output.line(
    `   ${account.entries} entries in ${account.conversations} chats from ${account.exports} exports, ${bytesText(account.snapshot.stats.bytesStored)} stored`,
  );
  const lane = await requireLane(vault, account.snapshot);
  for (const chat of lane.chats)
    await output.line(
      `   ${String(chat.entries).padStart(4)}  ${sanitizeLine(chat.conversation.title ?? chat.conversation.id)} (${chat.export.format})`,
    );
  await step(2, 'Search for 新年');
  let hits = 0;
  for await (const found of searchLane(vault.reader, lane, parseQuery('新年', systemZone), {
    signal,
    context: 0,
  })) {
    for (const {entry, chat} of found) {
      hits++;
      await output.line(`   ${entryLine(entry, namesFrom(lane.personsOf(chat.export)))}`);
    }
  }
  await step(3, 'Merge the two exports of one chat into one timeline');
  const merged = await mergedSource(vault, registry, {
    signal,
    report: () => undefined,
    advanced: () => undefined,
    infer: () => undefined,
  });
  for (const each of merged.accounts.filter(({sources}) => sources.length > 1))
    for (const line of accountLines(each)) await output.line(`   ${line}`);
  await step(4, 'Convert the merged timeline to another format');
  const to =
    registry.writable.find(({writer}) => writer.layout === 'file-per-conversation') ??
    registry.interchange;
  const sink = memorySink();
  const report = await convert(merged.source, to, sink, {
    signal,
    write: {zone: systemZone, lang: context.lang},
    generator,
    now: context.now,
  });
  await output.line(
    `   ${report.entries} entries as ${to.id} in ${sink.files.size} files; not held: ${[...report.loss.keys()].join(', ') || 'nothing'}`,
  );
  await step(5, 'Verify the vault, then restore the original files');
  const verdict = await verify(vault, {level: 4, signal});
  await output.line(`   level ${verdict.level}: ${verdict.isClean ? 'no damage' : 'DAMAGE'}`);
  const restored = await applyRestore(
    vault,
    await planRestore(vault, account.snapshot),
    await directorySink(join(folder, 'restored'), {overwrite: 'never'}),
    {signal},
  );
  await output.line(
    `   ${restored.filesRestored} files restored and verified, ${restored.failures.length} failures`,
  );
  await output.json({
    type: 'summary',
    entries: account.entries,
    hits,
    merged: report.entries,
    clean: verdict.isClean,
    restored: restored.filesRestored,
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
      await tour(made.vault, folder, context);
      await made.close();
      return 0;
    } finally {
      await rm(folder, {recursive: true, force: true});
    }
  },
};
