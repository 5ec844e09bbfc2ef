// contacts.csv of MemoTrace 1, where it lies beside (or above) the messages: remarks, aliases, phones, avatars. Not a chat.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {Source} from '../../engine/io/source.ts';
import type {Asset, Handle} from '../../engine/model/archive.ts';
import {baseName, folderOf} from '../_shared/content-reference.ts';
import {csvRecords} from '../_shared/csv-records.ts';
import {quietContext} from '../_shared/quiet-context.ts';

export type Contact = {
  readonly remark?: string;
  readonly nickname?: string;
  readonly handles: readonly Handle[];
  readonly avatar?: Asset;
};

const maxContacts = 100_000;

/** By user name. Empty when there is no such file. */
export const readContacts = async (
  source: Source,
  folder: string,
  ctx: ReadContext,
): Promise<ReadonlyMap<string, Contact>> => {
  const contacts = new Map<string, Contact>();
  const candidates = (await source.list()).filter(
    ({path}) =>
      baseName(path).toLowerCase() === 'contacts.csv' &&
      (folderOf(path) === '' || `${folder}/`.startsWith(`${folderOf(path)}/`)),
  );
  const [file] = candidates;
  if (!file) return contacts;
  for await (const rows of csvRecords({source, path: file.path}, quietContext(ctx))) {
    for (const row of rows) {
      const id = row.at('UserName');
      if (id === undefined || contacts.size >= maxContacts) continue;
      const alias = row.at('Alias');
      const phone = row.at('telephone');
      const picture = row.at('bigHeadImgUrl') ?? row.at('smallHeadImgUrl');
      const remark = row.at('Remark');
      const nickname = row.at('NickName');
      contacts.set(id, {
        ...(remark === undefined ? {} : {remark}),
        ...(nickname === undefined ? {} : {nickname}),
        handles: [
          ...(alias === undefined ? [] : [{kind: 'username' as const, value: alias}]),
          ...(phone === undefined ? [] : [{kind: 'phone' as const, value: phone}]),
        ],
        ...(picture === undefined
          ? {}
          : {avatar: {id: picture, presence: 'remote' as const, url: picture}}),
      });
    }
  }
  return contacts;
};
