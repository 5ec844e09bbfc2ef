// The pictures of people, which QCE writes as base64 into the document, beside the chunks, or into each sender.

import type {ExportInput, ReadContext} from '../../engine/convert/format.ts';
import type {Asset} from '../../engine/model/archive.ts';
import {folderOf} from '../_shared/content-reference.ts';
import {dataUrlBytes, decodeBase64, embeddedAsset} from '../_shared/data-url.ts';
import {jsonEvents, jsonRecords} from '../_shared/json-records.ts';
import {isLoose, recordAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {quietContext, silentContext} from '../_shared/quiet-context.ts';
import {avatarKey, idsOf} from './people.ts';

const beside = (path: string): string => {
  const folder = folderOf(path);
  return folder === '' ? 'avatars.json' : `${folder}/avatars.json`;
};

/** `{uin: picture}` in avatars.json beside a manifest. */
const documents = async (input: ExportInput) => {
  const files = new Set((await input.source.list()).map(({path}) => path));
  const extra = beside(input.path);
  const own = {path: input.path, items: ['avatars{}'], ignore: ['messages']};
  return files.has(extra) ? [own, {path: extra, items: ['{}'], ignore: []}] : [own];
};

export type Around = {
  /** The members of the document but for messages and pictures. */
  readonly root: Loose;
  /** By uin (or uid). */
  readonly avatars: ReadonlyMap<string, Asset>;
};

/** The chat's own picture stands in `chatInfo`. */
export const chatPicture = '#chat';

export const pictureAsset = (id: string, text: string): Asset =>
  /^https?:/i.test(text)
    ? {id: text, presence: 'remote', url: text}
    : embeddedAsset(avatarKey(id), text);

/** What stands around the messages. Memory: an entry per picture, not the pictures. */
export const readAround = async (input: ExportInput, ctx: ReadContext): Promise<Around> => {
  let root: Loose = {};
  const avatars = new Map<string, Asset>();
  for (const document of await documents(input)) {
    for await (const event of jsonEvents({source: input.source, ...document}, quietContext(ctx))) {
      if (event.type === 'object' && event.pattern === '' && document.path === input.path)
        root = event.members;
      if (event.type !== 'items') continue;
      for (const [index, value] of event.values.entries()) {
        const id = event.keys[index] ?? '';
        if (typeof value === 'string') avatars.set(id, pictureAsset(id, value));
      }
    }
  }
  return {root, avatars};
};

const bytesOf = (text: string): Uint8Array => dataUrlBytes(text) ?? decodeBase64(text);

async function* embedded(
  input: ExportInput,
  key: string,
  ctx: ReadContext,
): AsyncGenerator<Uint8Array> {
  for (const document of await documents(input)) {
    for await (const event of jsonEvents({source: input.source, ...document}, silentContext(ctx))) {
      if (event.type === 'object' && key === avatarKey(chatPicture)) {
        const picture = stringAt(recordAt(event.members, 'chatInfo') ?? {}, 'avatar');
        if (picture !== undefined) return yield bytesOf(picture);
      }
      if (event.type !== 'items') continue;
      const at = event.keys.findIndex((id) => avatarKey(id) === key);
      const value = event.values[at];
      if (typeof value === 'string') return yield bytesOf(value);
    }
  }
  const messages = {
    source: input.source,
    path: input.path,
    items: ['messages[]'],
    ignore: ['avatars'],
  };
  for await (const {value} of jsonRecords(messages, silentContext(ctx))) {
    const sender = isLoose(value) ? recordAt(value, 'sender') : undefined;
    const picture = sender && stringAt(sender, 'avatarBase64');
    if (!sender || picture === undefined) continue;
    const {uid, uin} = idsOf(sender);
    if (avatarKey(uin ?? '') === key || avatarKey(uid ?? '') === key) return yield bytesOf(picture);
  }
}

export const openAsset = (
  input: ExportInput,
  asset: Asset,
  ctx: ReadContext,
): AsyncIterable<Uint8Array> =>
  asset.id.startsWith('#') ? embedded(input, asset.id, ctx) : input.source.open(asset.id);
