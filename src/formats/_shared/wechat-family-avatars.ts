// Pictures inside the JSON of the WeFlow family: listed without their bytes, opened by a second look into the file.

import type {ExportInput, ReadContext} from '../../engine/convert/format.ts';
import type {Asset} from '../../engine/model/archive.ts';
import {dataUrlBytes, decodeBase64, isDataUrl} from './data-url.ts';
import {jsonEvents} from './json-records.ts';
import {isLoose, recordAt, stringAt} from './loose.ts';
import type {Loose} from './loose.ts';
import {quietContext, silentContext} from './quiet-context.ts';
import {avatarEntry, avatarKey} from './wechat-family.ts';

export type Around = {
  readonly root: Loose;
  /** Items of the arrays that were asked for, by name. */
  readonly lists: ReadonlyMap<string, readonly Loose[]>;
  readonly avatars: ReadonlyMap<string, string | Asset>;
};

/** One fast pass over everything but the messages. Memory: people and members, not their pictures. */
export const readFamilyAround = async (
  {source, path}: ExportInput,
  lists: readonly string[],
  ctx: ReadContext,
): Promise<Around> => {
  const found = new Map<string, Loose[]>(lists.map((name) => [name, []]));
  const avatars = new Map<string, string | Asset>();
  let root: Loose = {};
  const items = ['avatars{}', ...lists.map((name) => `${name}[]`)];
  for await (const event of jsonEvents(
    {source, path, items, ignore: ['messages']},
    quietContext(ctx),
  )) {
    if (event.type === 'object' && event.pattern === '') root = event.members;
    if (event.type !== 'items') continue;
    if (event.pattern !== 'avatars{}') {
      found.get(event.pattern.slice(0, -2))?.push(...event.values.filter(isLoose));
      continue;
    }
    for (const [index, value] of event.values.entries()) {
      const id = event.keys[index] ?? '';
      const picture = avatarEntry(id, value);
      if (picture !== undefined) avatars.set(id, picture);
    }
  }
  return {root, lists: found, avatars};
};

const bytesOf = (text: string): Uint8Array | undefined =>
  isDataUrl(text) ? dataUrlBytes(text) : decodeBase64(text);

const pictureIn = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value
    : isLoose(value)
      ? (stringAt(value, 'base64') ?? stringAt(value, 'avatar'))
      : undefined;

async function* embedded(
  input: ExportInput,
  key: string,
  ctx: ReadContext,
): AsyncGenerator<Uint8Array> {
  const {source, path} = input;
  const items = ['avatars{}', 'senders[]', 'groupMembers[]'];
  for await (const event of jsonEvents(
    {source, path, items, ignore: ['messages']},
    silentContext(ctx),
  )) {
    if (event.type === 'object' && event.pattern === '' && key === avatarKey('#session')) {
      const picture = stringAt(recordAt(event.members, 'session') ?? {}, 'avatar');
      const bytes = picture === undefined ? undefined : bytesOf(picture);
      if (bytes) return yield bytes;
    }
    if (event.type !== 'items') continue;
    for (const [index, value] of event.values.entries()) {
      const id = event.keys[index] ?? (isLoose(value) ? (stringAt(value, 'wxid') ?? '') : '');
      const picture = avatarKey(id) === key ? pictureIn(value) : undefined;
      const bytes = picture === undefined ? undefined : bytesOf(picture);
      if (bytes) return yield bytes;
    }
  }
}

export const openFamilyAsset = (
  input: ExportInput,
  asset: Asset,
  ctx: ReadContext,
): AsyncIterable<Uint8Array> =>
  asset.id.startsWith('#') ? embedded(input, asset.id, ctx) : input.source.open(asset.id);
