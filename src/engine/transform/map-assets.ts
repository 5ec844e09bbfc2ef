// Replaces the assets of an entry, wherever they hang. Everything else stays the same object.

import type {Asset, Entry, Part} from '../model/archive.ts';

type Change = (asset: Asset) => Asset;

const mapPart = (part: Part, change: Change): Part => {
  switch (part.kind) {
    case 'media':
      return {
        ...part,
        asset: change(part.asset),
        ...(part.thumbnail ? {thumbnail: change(part.thumbnail)} : {}),
      };
    case 'contact':
      return part.vcard ? {...part, vcard: change(part.vcard)} : part;
    case 'link':
      return part.thumbnail ? {...part, thumbnail: change(part.thumbnail)} : part;
    case 'bundle':
      return {
        ...part,
        items: part.items.map((item) => ({
          ...item,
          body: item.body.map((inner) => mapPart(inner, change)),
        })),
      };
    default:
      return part;
  }
};

export const mapAssets = (entry: Entry, change: Change): Entry => {
  switch (entry.kind) {
    case 'message':
      return {
        ...entry,
        body: entry.body.map((part) => mapPart(part, change)),
        ...(entry.reactions
          ? {
              reactions: entry.reactions.map((reaction) =>
                reaction.asset ? {...reaction, asset: change(reaction.asset)} : reaction,
              ),
            }
          : {}),
        ...(entry.edits
          ? {
              edits: entry.edits.map((edit) =>
                edit.before
                  ? {...edit, before: edit.before.map((part) => mapPart(part, change))}
                  : edit,
              ),
            }
          : {}),
      };
    case 'removed':
      return entry.body ? {...entry, body: entry.body.map((part) => mapPart(part, change))} : entry;
    case 'call':
    case 'notice':
      return entry;
    default:
      return entry satisfies never;
  }
};
