// Fills contact parts from the vCard files beside the transcript. Small files only; a broken one leaves the part as it is.

import {isChatError} from '../../engine/errors.ts';
import type {ReadContext} from '../../engine/convert/format.ts';
import {decodeHead} from '../../engine/io/decode.ts';
import type {Source} from '../../engine/io/source.ts';
import type {ArchiveEvent, Asset, EventBatch, Part} from '../../engine/model/archive.ts';
import {contactsOfVcard} from '../_shared/vcard.ts';

const largestVcard = 1024 * 1024;

type Place = {readonly source: Source; readonly ctx: ReadContext};

const readAll = async (source: Source, path: string): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.open(path, {length: largestVcard})) {
    chunks.push(chunk);
    size += chunk.length;
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
};

const load = async (asset: Asset, {source, ctx}: Place): Promise<readonly Part[]> => {
  try {
    return contactsOfVcard(decodeHead(await readAll(source, asset.id)), asset);
  } catch (error) {
    if (!isChatError(error) || error.code === 'cancelled') throw error;
    ctx.report({kind: 'media-unreadable', place: {path: asset.id}, detail: error.message});
    return [];
  }
};

/** `indexes`: the events of the batch that hold contacts with files. */
export const withContacts = async (
  batch: ArchiveEvent[],
  indexes: readonly number[],
  place: Place,
): Promise<EventBatch> => {
  for (const index of indexes) {
    const event = batch[index];
    if (event?.type !== 'entry' || event.entry.kind !== 'message') continue;
    const body: Part[] = [];
    for (const part of event.entry.body) {
      const isHere = part.kind === 'contact' && part.vcard?.presence === 'included';
      const contacts = isHere && part.vcard ? await load(part.vcard, place) : [];
      body.push(...(contacts.length > 0 ? contacts : [part]));
    }
    batch[index] = {...event, entry: {...event.entry, body}};
  }
  return batch;
};
