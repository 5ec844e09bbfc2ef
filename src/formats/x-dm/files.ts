// The files of an X (Twitter) archive that concern direct messages, and who owns it. Each begins with a line of JavaScript.

import type {ReadContext} from '../../engine/convert/format.ts';
import {isChatError, throwIfCancelled} from '../../engine/errors.ts';
import {collect} from '../../engine/io/bytes.ts';
import {parseJsonDocument} from '../../engine/io/json-stream.ts';
import type {Source} from '../../engine/io/source.ts';
import {idAt, isLoose, recordAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const messageFile = /(?:^|\/)direct-messages?(-group)?(?:-part(\d{1,6}))?\.js$/;

export type MessageFile = {readonly path: string; readonly isGroup: boolean; readonly part: number};

/** A folder of its own (`data/`) is covered; in the middle of other files each file stands alone. */
export const coverOf = (path: string): string | undefined => {
  const folder = folderOf(path);
  return folder === '' ? undefined : folder;
};

/** Chats with one person, then groups; the parts of a big archive in their order. */
export const messageFiles = (anchor: string, paths: readonly string[]): readonly MessageFile[] => {
  const cover = coverOf(anchor);
  const candidates =
    cover === undefined ? [anchor] : paths.filter((path) => folderOf(path) === cover);
  return candidates
    .flatMap((path): MessageFile[] => {
      const match = messageFile.exec(path);
      if (!match) return path === anchor ? [{path, isGroup: false, part: 0}] : [];
      return [{path, isGroup: match[1] !== undefined, part: Number(match[2] ?? 0)}];
    })
    .toSorted((a, b) => Number(a.isGroup) - Number(b.isGroup) || a.part - b.part);
};

/** `direct_messages_media/123-AbC.jpg`: the id of the message, then the name. */
const mediaFile = /(?:^|\/)direct_messages?(?:_group)?_media\/(\d{1,20})-([^/]+)$/;

export const mediaByMessage = (
  paths: readonly {readonly path: string; readonly size: number}[],
): ReadonlyMap<
  string,
  readonly {readonly path: string; readonly name: string; readonly size: number}[]
> => {
  const media = new Map<string, {path: string; name: string; size: number}[]>();
  for (const {path, size} of paths) {
    const [, id, name = ''] = mediaFile.exec(path) ?? [];
    if (id === undefined) continue;
    media.set(id, [...(media.get(id) ?? []), {path, name, size}]);
  }
  return media;
};

export type Account = {
  readonly id: string;
  readonly name: string | undefined;
  readonly userName: string | undefined;
};

const accountOf = (record: Loose): Account | undefined => {
  const id = idAt(record, 'accountId');
  if (id === undefined) return undefined;
  return {
    id,
    name: stringAt(record, 'accountDisplayName') ?? stringAt(record, 'displayName'),
    userName: stringAt(record, 'username') ?? stringAt(record, 'userName'),
  };
};

const maxAccountFile = 4 * 1024 * 1024;

/** `account.js` is a list, `manifest.js` an object that names the owner. */
export const readAccount = async (
  source: Source,
  folder: string,
  ctx: ReadContext,
): Promise<Account | undefined> => {
  const paths = new Set((await source.list()).map(({path}) => path));
  for (const name of ['account.js', 'manifest.js']) {
    const path = `${folder}${name}`;
    throwIfCancelled(ctx.signal);
    const bytes = paths.has(path) ? await collect(source.open(path), maxAccountFile) : undefined;
    if (!bytes) continue;
    try {
      const value = parseJsonDocument(bytes, {skipPrefix: true});
      const first: unknown = Array.isArray(value) ? value[0] : value;
      const record = isLoose(first)
        ? (recordAt(first, 'account') ?? recordAt(first, 'userInfo'))
        : undefined;
      const account = record && accountOf(record);
      if (account) return account;
    } catch (error) {
      if (!isChatError(error)) throw error;
      ctx.report({kind: 'file-unreadable', place: {path}, detail: error.message});
    }
  }
  return undefined;
};
