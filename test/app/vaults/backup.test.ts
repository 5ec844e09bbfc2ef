import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {backupPaths} from '../../../src/app/vaults/backup.ts';
import type {BackupContext, BackupRequest} from '../../../src/app/vaults/backup.ts';
import {
  exportSource,
  mergedSource,
  requireLane,
  requireSnapshot,
} from '../../../src/app/vaults/contents.ts';
import {diffMessages} from '../../../src/app/vaults/diff-messages.ts';
import {createVaultAt} from '../../../src/app/vaults/open.ts';
import type {ReadContext} from '../../../src/engine/convert/format.ts';
import {createRegistry} from '../../../src/engine/convert/registry.ts';
import {zipFileSink} from '../../../src/engine/io/zip-sink.ts';
import type {ArchiveEvent} from '../../../src/engine/model/archive.ts';
import {entryText} from '../../../src/engine/model/text.ts';
import type {EventSource} from '../../../src/engine/convert/convert.ts';
import type {Snapshot} from '../../../src/engine/vault/snapshot.ts';
import {snapshotSource} from '../../../src/engine/vault/snapshot-source.ts';
import type {Vault} from '../../../src/engine/vault/vault.ts';
import {telegramJsonFormat} from '../../../src/formats/telegram-json/index.ts';
import {whatsappTxtFormat} from '../../../src/formats/whatsapp-txt/index.ts';
import {newVault, quickCost} from '../../helpers/vault-kit.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, {recursive: true, force: true})));

const newFolder = (files: Readonly<Record<string, string>> = {}): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ark-')));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) put(folder, name, content);
  return folder;
};

const put = (folder: string, name: string, content: string): void => {
  mkdirSync(dirname(join(folder, name)), {recursive: true});
  writeFileSync(join(folder, name), content);
};

const zip = async (path: string, files: Readonly<Record<string, string>>): Promise<string> => {
  const {sink, close} = await zipFileSink(path, {overwrite: 'always'});
  for (const [name, content] of Object.entries(files)) {
    const file = await sink.create(name);
    await file.write(content);
    await file.close();
  }
  await close();
  return path;
};

const registry = createRegistry([whatsappTxtFormat, telegramJsonFormat]);
const {signal} = new AbortController();
const readContext: ReadContext = {
  signal,
  report: () => undefined,
  advanced: () => undefined,
  infer: () => undefined,
};

const run = (
  vault: Vault,
  paths: readonly string[],
  request: Partial<BackupRequest> = {},
  context: Partial<BackupContext> = {},
) =>
  backupPaths(
    vault,
    {paths, overrides: {}, selection: {}, ...request},
    {registry, signal, systemZone: 'UTC', generator: 'test', ...context},
  );

/** Paths of a snapshot, without the name of the temporary folder. */
const filesOf = async (vault: Vault, snapshot: Snapshot, folder: string): Promise<string[]> =>
  (await (await snapshotSource(vault, snapshot)).list()).map(({path}) =>
    path.replace(`${basename(folder)}/`, ''),
  );

const textsOf = async (source: EventSource): Promise<string[]> => {
  const events: ArchiveEvent[] = [];
  for await (const batch of source.read(readContext)) events.push(...batch);
  return events.flatMap((event) => (event.type === 'entry' ? [entryText(event.entry)] : []));
};

const messagesOf = async (vault: Vault, snapshot: Snapshot): Promise<string[]> => {
  const lane = await requireLane(vault, snapshot);
  const all = [];
  for (const from of lane.exports)
    all.push(...(await textsOf(exportSource(vault, lane, from, registry))));
  return all;
};

const mediaOf = async (vault: Vault, snapshot: Snapshot, id: string): Promise<string> => {
  const lane = await requireLane(vault, snapshot);
  const [from] = lane.exports;
  if (!from) throw new Error('No export.');
  let text = '';
  for await (const chunk of exportSource(vault, lane, from, registry).asset?.(
    {id, presence: 'included'},
    readContext,
  ) ?? [])
    text += Buffer.from(chunk).toString();
  return text;
};

const line = (day: number, name: string, text: string): string =>
  `${day}/01/24, 10:00 - ${name}: ${text}\n`;
const benChat = `${line(13, 'Ana', 'see you soon')}${line(14, 'Ben', 'IMG-1.jpg (file attached)')}${line(20, 'Ben', 'IMG-2.jpg (file attached)')}`;

type TelegramChat = {
  readonly id: number;
  readonly name: string;
  readonly texts: readonly string[];
  readonly photo?: string;
};
const telegram = (chats: readonly TelegramChat[]): string =>
  JSON.stringify({
    about: 'This page lists all the data you requested to export.',
    chats: {
      about: 'This page lists all chats from this export.',
      list: chats.map(({id, name, texts, photo}) => ({
        name,
        type: 'personal_chat',
        id,
        messages: texts.map((text, index) => ({
          id: id * 100 + index,
          type: 'message',
          date: '2024-01-01T10:00:00',
          date_unixtime: String(1_704_103_200 + index),
          from: name,
          from_id: `user${id}`,
          ...(photo === undefined ? {} : {photo, width: 1, height: 1}),
          text,
          text_entities: text === '' ? [] : [{type: 'plain', text}],
        })),
      })),
    },
  });

const ana: TelegramChat = {id: 1, name: 'Ana', texts: ['secret of Ana'], photo: 'photos/ana.jpg'};
const ben: TelegramChat = {id: 2, name: 'Ben', texts: ['words of Ben'], photo: 'photos/ben.jpg'};
const twoChats = {
  'result.json': telegram([ana, ben]),
  'photos/ana.jpg': 'picture a',
  'photos/ben.jpg': 'picture b',
};

describe('a backup', () => {
  test('stores every file and the messages that it understands', async () => {
    const folder = newFolder({
      'WhatsApp Chat with Ben.txt': benChat,
      'IMG-1.jpg': 'one',
      'notes.md': 'hello',
    });
    const {vault} = await newVault();
    const account = await run(vault, [folder]);
    expect([account.entries, account.conversations, account.exports, account.unknown]).toEqual([
      3, 1, 1, 1,
    ]);
    expect(await filesOf(vault, account.snapshot, folder)).toEqual([
      'IMG-1.jpg',
      'WhatsApp Chat with Ben.txt',
      'notes.md',
    ]);
    expect(await messagesOf(vault, account.snapshot)).toHaveLength(3);
  });

  test('leaves out the folder of the vault itself', async () => {
    const folder = newFolder({'WhatsApp Chat with Ben.txt': benChat});
    const location = join(folder, 'vaults', 'mine');
    mkdirSync(dirname(location));
    const {vault, close} = await createVaultAt(location, {passphrase: 'x y z', cost: quickCost});
    const first = await run(vault, [folder], {}, {vaultFolder: location});
    const second = await run(vault, [folder], {}, {vaultFolder: location});
    expect(await filesOf(vault, second.snapshot, folder)).toEqual(['WhatsApp Chat with Ben.txt']);
    expect([first.unknown, second.unknown, second.snapshot.stats.bytesStored]).toEqual([0, 0, 0]);
    await close();
  });

  test('leaves out the vault also when the very folder of the vault is named', async () => {
    const folder = newFolder({'chat.txt': benChat});
    const location = join(folder, 'mine');
    const {vault, close} = await createVaultAt(location, {passphrase: 'x y z', cost: quickCost});
    const {snapshot} = await run(
      vault,
      [join(folder, 'chat.txt'), location],
      {},
      {vaultFolder: location},
    );
    expect((await (await snapshotSource(vault, snapshot)).list()).map(({path}) => path)).toEqual([
      'chat.txt',
    ]);
    await close();
  });

  test('of folders with one name keeps both', async () => {
    const [a, b] = [newFolder({'chats/a.txt': 'a'}), newFolder({'chats/b.txt': 'b'})];
    const {vault} = await newVault();
    const {snapshot} = await run(vault, [join(a, 'chats'), join(b, 'chats')]);
    expect((await (await snapshotSource(vault, snapshot)).list()).map(({path}) => path)).toEqual([
      'chats (2)/b.txt',
      'chats/a.txt',
    ]);
  });

  test('does not read again what did not change, and reads what did', async () => {
    const folder = newFolder({'WhatsApp Chat with Ben.txt': benChat});
    const {vault} = await newVault();
    await run(vault, [folder]);
    const same = await run(vault, [folder]);
    expect([same.entries, same.snapshot.stats.bytesStored]).toEqual([3, 0]);
    put(folder, 'WhatsApp Chat with Ben.txt', benChat + line(21, 'Ana', 'one more'));
    const grown = await run(vault, [folder]);
    expect((await messagesOf(vault, grown.snapshot)).at(-1)).toBe('one more');
    expect(await diffMessages(vault, same.snapshot, grown.snapshot)).toEqual([
      expect.objectContaining({before: 3, after: 4}),
    ]);
  });

  test('is cancelled without a snapshot', async () => {
    const controller = new AbortController();
    const {vault} = await newVault();
    const folder = newFolder({'a.txt': benChat});
    await expect(
      run(vault, [folder], {}, {signal: controller.signal, onProgress: () => controller.abort()}),
    ).rejects.toMatchObject({code: 'cancelled'});
    expect(await vault.snapshots()).toEqual([]);
  });

  test('keeps an export that breaks off, byte for byte', async () => {
    const {vault} = await newVault();
    const folder = newFolder({'result.json': telegram([ana]).slice(0, -40)});
    const {snapshot, problems} = await run(vault, [folder]);
    expect(await filesOf(vault, snapshot, folder)).toEqual(['result.json']);
    expect(problems.total).toBeGreaterThan(0);
  });
});

describe('a backup of chosen chats', () => {
  test('stores the chosen messages and their media, and nothing of the others', async () => {
    const folder = newFolder({...twoChats, 'other.txt': 'private'});
    const {vault, files} = await newVault();
    const {snapshot, withoutOriginals} = await run(vault, [folder], {selection: {chats: ['Ben']}});
    expect((await messagesOf(vault, snapshot)).join()).toContain('words of Ben');
    expect((await messagesOf(vault, snapshot)).join()).not.toContain('Ana');
    expect(await filesOf(vault, snapshot, folder)).toEqual(['photos/ben.jpg']);
    expect(withoutOriginals).toEqual([`${basename(folder)}/result.json`]);
    expect(await mediaOf(vault, snapshot, 'photos/ben.jpg')).toBe('picture b');
    expect(files.size).toBeGreaterThan(0);
  });

  test('out of a zip stores the chosen files, not the zip', async () => {
    const folder = newFolder();
    await zip(join(folder, 'WhatsApp Chat with Ben.zip'), {
      'WhatsApp Chat with Ben.txt': benChat,
      'IMG-1.jpg': 'one',
      'IMG-2.jpg': 'two',
    });
    const {vault} = await newVault();
    const {snapshot, entries} = await run(vault, [folder], {
      selection: {until: Date.UTC(2024, 0, 15)},
    });
    expect(entries).toBe(2);
    expect(await filesOf(vault, snapshot, folder)).toEqual([
      'WhatsApp Chat with Ben.zip/IMG-1.jpg',
    ]);
    expect(await mediaOf(vault, snapshot, 'IMG-1.jpg')).toBe('one');
  });

  test('of which a zip was chosen whole stores that zip as it is', async () => {
    const folder = newFolder();
    await zip(join(folder, 'Ben.zip'), {'WhatsApp Chat with Ben.txt': benChat, 'IMG-1.jpg': 'one'});
    await zip(join(folder, 'Old.zip'), {
      'WhatsApp Chat with Old.txt': '01/01/20, 10:00 - Old: hello\n02/01/20, 10:00 - Old: bye\n',
    });
    const {vault} = await newVault();
    const {snapshot, withoutOriginals} = await run(vault, [folder], {
      selection: {since: Date.UTC(2023, 0)},
    });
    expect(await filesOf(vault, snapshot, folder)).toEqual(['Ben.zip']);
    expect(withoutOriginals).toEqual([`${basename(folder)}/Old.zip/WhatsApp Chat with Old.txt`]);
  });

  test('sees new messages the next time, though the original is not stored', async () => {
    const folder = newFolder(twoChats);
    const {vault} = await newVault();
    await run(vault, [folder], {selection: {chats: ['Ben']}});
    put(folder, 'result.json', telegram([ana, {...ben, texts: ['words of Ben', 'news of Ben']}]));
    const {snapshot} = await run(vault, [folder], {selection: {chats: ['Ben']}});
    expect((await messagesOf(vault, snapshot)).join()).toContain('news of Ben');
  });

  test('that fits nothing is refused', async () => {
    const {vault} = await newVault();
    await expect(
      run(vault, [newFolder(twoChats)], {selection: {chats: ['Nobody']}}),
    ).rejects.toMatchObject({code: 'usage'});
    expect(await vault.snapshots()).toEqual([]);
  });
});

describe('media in a vault', () => {
  test('come out of a zip that lies in the vault as the file that it is', async () => {
    const folder = newFolder();
    const path = await zip(join(folder, 'WhatsApp Chat with Ben.zip'), {
      'WhatsApp Chat with Ben.txt': benChat,
      'IMG-1.jpg': 'one',
      'IMG-2.jpg': 'two',
    });
    const {vault} = await newVault();
    for (const paths of [[folder], [path]]) {
      const {snapshot} = await run(vault, paths);
      expect(await mediaOf(vault, snapshot, 'IMG-2.jpg')).toBe('two');
    }
  });

  test('come out of an archive in parts, whichever part holds them', async () => {
    const folder = newFolder();
    await zip(join(folder, 'export-1.zip'), {
      'WhatsApp Chat with Ben.txt': benChat,
      'IMG-1.jpg': 'one',
    });
    await zip(join(folder, 'export-2.zip'), {'IMG-2.jpg': 'two'});
    const {vault} = await newVault();
    for (const paths of [[folder], [join(folder, 'export-1.zip'), join(folder, 'export-2.zip')]]) {
      const {snapshot, entries} = await run(vault, paths);
      expect(entries).toBe(3);
      expect(await mediaOf(vault, snapshot, 'IMG-2.jpg')).toBe('two');
    }
  });

  test('an archive in parts that changed is read again', async () => {
    const folder = newFolder();
    const {vault} = await newVault();
    await zip(join(folder, 'export-2.zip'), {'IMG-2.jpg': 'two'});
    for (const chat of [benChat, benChat + line(21, 'Ana', 'one more')]) {
      await zip(join(folder, 'export-1.zip'), {'WhatsApp Chat with Ben.txt': chat});
      await run(vault, [folder]);
    }
    const newest = await requireSnapshot(vault, 'latest');
    expect((await messagesOf(vault, newest)).at(-1)).toBe('one more');
  });

  test('come from a folder, and from beside a single file only if they were backed up', async () => {
    const folder = newFolder({'WhatsApp Chat with Ben.txt': benChat, 'IMG-1.jpg': 'one'});
    const {vault} = await newVault();
    expect(await mediaOf(vault, (await run(vault, [folder])).snapshot, 'IMG-1.jpg')).toBe('one');
    const alone = await run(vault, [join(folder, 'WhatsApp Chat with Ben.txt')]);
    await expect(mediaOf(vault, alone.snapshot, 'IMG-1.jpg')).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('everything of a vault in one timeline', () => {
  test('holds each message once, those of older snapshots included', async () => {
    const folder = newFolder({'WhatsApp Chat with Ben.txt': benChat});
    const {vault} = await newVault();
    await run(vault, [folder]);
    // The later export was made after old messages had been deleted from the telephone.
    put(
      folder,
      'WhatsApp Chat with Ben.txt',
      line(20, 'Ben', 'IMG-2.jpg (file attached)') + line(21, 'Ana', 'one more'),
    );
    await run(vault, [folder]);
    const {source} = await mergedSource(vault, registry, readContext);
    const texts = await textsOf(source);
    expect(texts).toHaveLength(4);
    expect([texts[0], texts[3]]).toEqual(['see you soon', 'one more']);
  });

  test('finds media in the snapshot that holds them', async () => {
    const folder = newFolder();
    await zip(join(folder, 'WhatsApp Chat with Ben.zip'), {
      'WhatsApp Chat with Ben.txt': benChat,
      'IMG-1.jpg': 'one',
      'IMG-2.jpg': 'two',
    });
    const {vault} = await newVault();
    await run(vault, [folder]);
    const {source} = await mergedSource(vault, registry, readContext);
    const pictures: string[] = [];
    for await (const batch of source.read(readContext))
      for (const event of batch)
        if (event.type === 'entry' && event.entry.kind === 'message')
          for (const part of event.entry.body)
            if (part.kind === 'media')
              for await (const chunk of source.asset?.(part.asset, readContext) ?? [])
                pictures.push(Buffer.from(chunk).toString());
    expect(pictures).toEqual(['one', 'two']);
  });

  test('of an empty vault is an error that says so', async () => {
    const {vault} = await newVault();
    await expect(mergedSource(vault, registry, readContext)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(requireSnapshot(vault, 'latest')).rejects.toMatchObject({code: 'not-found'});
  });
});

test('a damaged archive that was named is kept byte for byte, and the trouble is told', async () => {
  const folder = newFolder({'noise.zip': `PK\u0003\u0004${'x'.repeat(5000)}`, 'a.txt': 'hello'});
  const {vault} = await newVault();
  const account = await run(vault, [join(folder, 'noise.zip')]);
  expect(account.snapshot.files).toMatchObject({count: 1, bytes: 5004});
  expect([...account.problems.counts]).toEqual([['file-unreadable', 1]]);
  await expect(run(vault, [join(folder, 'missing.zip')])).rejects.toMatchObject({
    code: 'not-found',
  });
});
