import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {lowdbSettings} from '../../../src/app/settings/lowdb-store.ts';
import {defaultSettings} from '../../../src/app/settings/schema.ts';
import type {Settings} from '../../../src/app/settings/schema.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, {recursive: true, force: true})));

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ark-'));
  folders.push(folder);
  return folder;
};

const withVault =
  (id: string) =>
  (settings: Settings): Settings => ({
    ...settings,
    vaults: [...settings.vaults, {id, name: id, location: `/vaults/${id}`}],
  });

const vaultsOf = ({vaults}: Settings): string[] => vaults.map(({id}) => id);

describe('settings on disk', () => {
  test('are the defaults, and make no file, until something is set', async () => {
    const folder = newFolder();
    const store = await lowdbSettings(join(folder, 'deep', 'config'));
    expect([store.get(), store.notice, readdirSync(folder)]).toEqual([
      defaultSettings,
      undefined,
      [],
    ]);
  });

  test('are there the next time, for nobody else to read', async () => {
    const folder = join(newFolder(), 'deep', 'config');
    await (await lowdbSettings(folder)).update(withVault('a'));
    expect(vaultsOf((await lowdbSettings(folder)).get())).toEqual(['a']);
    expect(statSync(join(folder, 'settings.json')).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('keep every one of many changes at the same time', async () => {
    const folder = newFolder();
    const store = await lowdbSettings(folder);
    const ids = Array.from({length: 20}, (_, index) => `v${index}`);
    await Promise.all(ids.map((id) => store.update(withVault(id))));
    expect(vaultsOf(store.get())).toEqual(ids);
    expect(vaultsOf((await lowdbSettings(folder)).get())).toEqual(ids);
  });

  test('see what another process wrote meanwhile', async () => {
    const folder = newFolder();
    const [one, other] = [await lowdbSettings(folder), await lowdbSettings(folder)];
    await one.update(withVault('a'));
    await other.update(withVault('b'));
    expect(vaultsOf(await one.update(withVault('c')))).toEqual(['a', 'b', 'c']);
  });

  test('a change that fails changes nothing and does not block the next', async () => {
    const store = await lowdbSettings(newFolder());
    const failing = store.update(() => {
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');
    expect(vaultsOf(await store.update(withVault('a')))).toEqual(['a']);
  });

  test('tell listeners until they stop listening', async () => {
    const store = await lowdbSettings(newFolder());
    let heard = 0;
    const stop = store.subscribe(() => heard++);
    await store.update(withVault('a'));
    stop();
    await store.update(withVault('b'));
    expect(heard).toBe(1);
  });
});

describe('a damaged settings file', () => {
  test('is put aside, said, and replaced by the defaults', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'settings.json'), '{"vaults": [');
    const store = await lowdbSettings(folder);
    expect(store.get()).toEqual(defaultSettings);
    expect(store.notice).toContain('settings.json.damaged');
    expect(readFileSync(join(folder, 'settings.json.damaged'), 'utf8')).toBe('{"vaults": [');
    await store.update(withVault('a'));
    expect((await lowdbSettings(folder)).notice).toBeUndefined();
  });

  test('does not overwrite one that was put aside before', async () => {
    const folder = newFolder();
    for (const content of ['first', 'second', 'third']) {
      writeFileSync(join(folder, 'settings.json'), content);
      await lowdbSettings(folder);
    }
    expect(
      readdirSync(folder)
        .toSorted()
        .map((name) => readFileSync(join(folder, name), 'utf8')),
    ).toEqual(['first', 'second', 'third']);
  });

  test('damaged while the program runs loses no setting that the program knows', async () => {
    const folder = newFolder();
    const store = await lowdbSettings(folder);
    await store.update(withVault('a'));
    writeFileSync(join(folder, 'settings.json'), '');
    expect(vaultsOf(await store.update(withVault('b')))).toEqual(['a', 'b']);
    expect(vaultsOf((await lowdbSettings(folder)).get())).toEqual(['a', 'b']);
  });
});
