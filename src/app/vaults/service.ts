// Vaults for the screens: the address book, unlocked vaults, reading them. Heavy work is a job.

import {readFile} from 'node:fs/promises';
import {randomUUID} from 'node:crypto';
import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {withPath} from '../../engine/io/system-error.ts';
import {ChatPages, openLane} from '../../engine/vault/lane/read-lane.ts';
import type {Lane} from '../../engine/vault/lane/read-lane.ts';
import {searchLane, TextCache} from '../../engine/vault/lane/search-lane.ts';
import {readStats} from '../../engine/vault/stats.ts';
import type {ScryptCost, Secret} from '../../engine/vault/slots.ts';
import type {Watermark} from '../../engine/vault/vault.ts';
import type {SettingsStore} from '../settings/store.ts';
import type {VaultLocation} from '../settings/schema.ts';
import type {OpenVault, VaultsService} from '../services.ts';
import {diffOf, keysOf} from './keys-and-diff.ts';
import {lanesOf} from './latest-lanes.ts';
import {createVaultAt, openVaultAt} from './open.ts';
import type {OpenedVault} from './open.ts';

/** Remembers the newest snapshot that was seen, so that an older state of the vault is noticed the next time. */
const noteSeen = async (
  settings: SettingsStore,
  id: string,
  mark: Watermark | undefined,
): Promise<void> => {
  const seen = settings.get().vaults.find((place) => place.id === id)?.seen;
  if (mark === undefined || mark.counter <= (seen?.counter ?? 0)) return;
  await settings.update((old) => ({
    ...old,
    vaults: old.vaults.map((place) => (place.id === id ? {...place, seen: mark} : place)),
  }));
};

type Opening = {
  readonly secret: Secret;
  readonly settings: SettingsStore;
  readonly cost: {readonly cost?: ScryptCost};
};

const openVaultFor = (
  place: VaultLocation,
  opened: OpenedVault,
  {secret, settings, cost}: Opening,
): OpenVault => {
  const {vault} = opened;
  const lanes = new Map<string, Promise<Lane | undefined>>();
  const texts = new TextCache();
  const refresh = (): Promise<void> => vault.state.refresh('full');
  const opening: OpenVault = {
    place,
    access: {location: place.location, secret},
    get notices() {
      return vault.notices;
    },
    async snapshots() {
      await refresh();
      await noteSeen(settings, place.id, await vault.watermark());
      return vault.snapshots();
    },
    lane(snapshot) {
      let lane = lanes.get(snapshot.id);
      if (!lane) {
        lane = openLane(vault.reader, snapshot);
        lanes.set(snapshot.id, lane);
        const [oldest] = lanes.keys();
        if (lanes.size > 4 && oldest !== undefined) lanes.delete(oldest);
      }
      return lane;
    },
    lanes: (id) => lanesOf(opening, id),
    pages: (chat) => new ChatPages(vault.reader, chat),
    search: (lane, query, options) =>
      searchLane(vault.reader, lane, query, {...options, cache: texts}),
    stats: () => readStats(vault),
    diff: (before, after) => diffOf(vault, before, after),
    keys: keysOf(vault, secret, cost),
    close: () => opened.close(),
  };
  return opening;
};

/** Throws `not-found`, `no-permission`. */
const readKeyFile = async (path: string): Promise<Uint8Array> =>
  new Uint8Array(await withPath(path, () => readFile(path)));

const exists = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false; // Whatever the reason, no vault can be opened there.
  }
};

/** `cost`: of stretching the passphrase of new vaults. */
export const createVaults = (
  settings: SettingsStore,
  cost: {readonly cost?: ScryptCost} = {},
): VaultsService => {
  const open = new Map<string, OpenVault>();
  const remember: VaultsService['remember'] = async ({name, location}) => {
    const known = settings.get().vaults.find((place) => place.location === location);
    if (known) return known;
    const place: VaultLocation = {id: randomUUID(), name, location};
    await settings.update((old) => ({...old, vaults: [...old.vaults, place]}));
    return place;
  };
  const take = (place: VaultLocation, opened: OpenedVault, secret: Secret): OpenVault => {
    const vault = openVaultFor(place, opened, {secret, settings, cost});
    open.set(place.id, vault);
    return vault;
  };
  return {
    isVault: async (location) =>
      (await exists(join(location, 'format.json'))) || exists(join(location, 'format.json.2')),
    async create(place, {passphrase, keyFile}) {
      const key = keyFile === undefined ? {} : {keyFile: await readKeyFile(keyFile)};
      const made = await createVaultAt(place.location, {passphrase, ...key, ...cost});
      const remembered = await remember(place);
      return {vault: take(remembered, made, {passphrase, ...key}), recoveryKey: made.recoveryKey};
    },
    async unlock(place, given, {keyFile} = {}) {
      const secret =
        keyFile === undefined ? given : {...given, keyFile: await readKeyFile(keyFile)};
      const opened = await openVaultAt(
        place.location,
        secret,
        place.seen === undefined ? {} : {remembered: place.seen},
      );
      await open.get(place.id)?.close();
      return take(place, opened, secret);
    },
    opened: (id) => open.get(id),
    async lock(id) {
      await open.get(id)?.close();
      open.delete(id);
    },
    remember,
    async forget(id) {
      await open.get(id)?.close();
      open.delete(id);
      await settings.update((old) => ({
        ...old,
        vaults: old.vaults.filter((place) => place.id !== id),
      }));
    },
  };
};
