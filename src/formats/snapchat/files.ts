// The files of a Snapchat "My Data" download that concern chats, where their media lie, and the names of friends. Paths and small files.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {Source, SourceEntry} from '../../engine/io/source.ts';
import {smallJson} from '../_shared/json-records.ts';
import {isLoose, stringAt, valueAt} from '../_shared/loose.ts';

export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const ownFiles =
  /^(?:json|html|chat_media|memories|shared_story|shared_stories|profile_pictures|css|js|images)\/|^index\.html$/;

/** The folder above `json/`, if nothing else lies in it; else `json/`; undefined for a file that lies alone. */
export const coverOf = (path: string, paths: readonly string[]): string | undefined => {
  const folder = folderOf(path);
  if (!/(?:^|\/)json\/$/.test(folder)) return undefined;
  const root = folder.replace(/json\/$/, '');
  const around = paths.filter((other) => other.startsWith(root));
  return around.every((other) => ownFiles.test(other.slice(root.length))) ? root : folder;
};

/** Chats first, then the log of snaps. */
export const historyFiles = (anchor: string, paths: readonly string[]): readonly string[] => {
  const folder = folderOf(anchor);
  const names = ['chat_history.json', 'snap_history.json'].map((name) => `${folder}${name}`);
  const found = names.filter((path) => paths.includes(path));
  return coverOf(anchor, paths) !== undefined && found.includes(anchor) ? found : [anchor];
};

/** `2026-09-05_b~EiASFT….jpg`: the day, then the id of the media. */
const mediaFile = /(?:^|\/)chat_media\/\d{4}-\d{2}-\d{2}_([^/]+?)(?:\.[A-Za-z0-9]{1,5})?$/;

/** What was laid over a picture, previews, and files without an id. */
const unnamed = /^(?:media|overlay|thumbnail|metadata)~/;

export const mediaById = (entries: readonly SourceEntry[]): ReadonlyMap<string, SourceEntry> => {
  const media = new Map<string, SourceEntry>();
  for (const entry of entries) {
    const id = mediaFile.exec(entry.path)?.[1];
    if (id !== undefined && !unnamed.test(id) && !media.has(id)) media.set(id, entry);
  }
  return media;
};

/** Display names by user name, from all lists of friends.json (friends, requests, deleted, blocked). */
export const friendNames = async (
  source: Source,
  folder: string,
  ctx: ReadContext,
): Promise<ReadonlyMap<string, string>> => {
  const names = new Map<string, string>();
  const path = `${folder}friends.json`;
  const isThere = (await source.list()).some((entry) => entry.path === path);
  const value = isThere ? await smallJson(source, path, ctx) : undefined;
  for (const list of isLoose(value) ? Object.values(value) : []) {
    for (const friend of Array.isArray(list) ? (list as readonly unknown[]).filter(isLoose) : []) {
      const [user, name] = [stringAt(friend, 'Username'), stringAt(friend, 'Display Name')];
      if (user !== undefined && name !== undefined && !names.has(user)) names.set(user, name);
    }
  }
  return names;
};

/** The owner's user name, where the account file is there. */
export const accountName = async (
  source: Source,
  folder: string,
  ctx: ReadContext,
): Promise<string | undefined> => {
  const path = `${folder}account.json`;
  const isThere = (await source.list()).some((entry) => entry.path === path);
  const value = isThere ? await smallJson(source, path, ctx) : undefined;
  const basic = isLoose(value) ? valueAt(value, 'Basic Information') : undefined;
  return isLoose(basic) ? stringAt(basic, 'Username') : undefined;
};
