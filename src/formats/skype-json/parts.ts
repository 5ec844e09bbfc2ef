// Parts of Skype messages that are more than words: pictures and files, contacts, locations, cards. Fragment in, parts out.

import type {Asset, MediaRole, Part} from '../../engine/model/archive.ts';
import {given, plain} from '../../engine/model/build.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import {elementsNamed, findElement, mixedText, parseMixed} from '../_shared/mixed-markup.ts';
import type {MixedElement, MixedNode} from '../_shared/mixed-markup.ts';
import {mediaRole} from '../_shared/media-role.ts';

export type StoredFile = {readonly path: string; readonly bytes: number};

export type PartContext = {
  /** The file that the export keeps for a document id, and its preview. */
  stored(documentId: string): {readonly file?: StoredFile; readonly preview?: StoredFile};
  missing(record: string): void;
  unknown(detail: string): void;
};

const roles: ReadonlyMap<string, MediaRole> = new Map([
  ['RichText/UriObject', 'image'],
  ['RichText/Media_Video', 'video'],
  ['RichText/Media_FlikMsg', 'video'],
  ['RichText/Media_CallRecording', 'video'],
  ['RichText/Media_AudioMsg', 'voice'],
  ['RichText/Media_GenericFile', 'file'],
]);

const valueOf = (element: MixedElement, name: string): string | undefined =>
  findElement(element.children, name)?.attributes.get('v');

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** `…/objects/0-weu-d3-abc` or the attribute itself. */
const documentIdOf = ({attributes}: MixedElement): string =>
  attributes.get('doc_id') ?? /\/objects\/([^/?]+)/.exec(attributes.get('uri') ?? '')?.[1] ?? '';

const assetOf = (object: MixedElement, context: PartContext): {asset: Asset; thumbnail?: Asset} => {
  const id = documentIdOf(object);
  const url = object.attributes.get('uri');
  const {file, preview} = context.stored(id);
  const name =
    valueOf(object, 'originalname') ??
    findElement(object.children, 'meta')?.attributes.get('originalname');
  const shown = name === undefined || name === '' ? file?.path.split('/').at(-1) : name;
  const mime = (shown && mimeFromName(shown)) ?? (file && mimeFromName(file.path));
  const about = {...given({name: shown}), ...given({mime})};
  const thumbnail: Asset | undefined = preview && {
    id: preview.path,
    bytes: preview.bytes,
    presence: 'included',
  };
  if (!file) context.missing(id === '' ? (url ?? '') : id);
  const asset: Asset = file
    ? {id: file.path, ...about, bytes: file.bytes, presence: 'included', ...given({url})}
    : {
        id: id === '' ? (url ?? 'attachment') : id,
        ...about,
        ...given({bytes: numberOf(valueOf(object, 'filesize'))}),
        presence: 'absent',
        ...given({url}),
      };
  return {asset, ...(thumbnail && {thumbnail})};
};

const mediaPart = (type: string, object: MixedElement, context: PartContext): Part => {
  const {asset, thumbnail} = assetOf(object, context);
  const known = roles.get(type) ?? 'file';
  const guess = mediaRole(asset.mime);
  const role =
    known === 'file' ? guess : known === 'image' && guess === 'animation' ? guess : known;
  const description = mixedText(elementsNamed(object.children, 'description')).trim();
  // `Description: plan.pdf` only repeats the name.
  const isName = asset.name !== undefined && description.endsWith(asset.name);
  const caption = description === '' || isName ? undefined : [plain(description)];
  const width = numberOf(object.attributes.get('width'));
  const height = numberOf(object.attributes.get('height'));
  return {kind: 'media', role, asset, ...given({caption, width, height, thumbnail})};
};

/** Degrees, or millionths of a degree. */
const degrees = (text: string | undefined, limit: number): number | undefined => {
  const value = Number(text ?? Number.NaN);
  if (!Number.isFinite(value)) return undefined;
  return Math.abs(value) > limit ? value / 1e6 : value;
};

const locationPart = (location: MixedElement): Part => {
  const {attributes, children} = location;
  return {
    kind: 'location',
    ...given({
      latitude: degrees(attributes.get('latitude'), 90),
      longitude: degrees(attributes.get('longitude'), 180),
      name: attributes.get('addressfriendlyname') ?? attributes.get('shortaddress'),
      address: attributes.get('address'),
      url: findElement(children, 'a')?.attributes.get('href'),
    }),
  };
};

const contactParts = (contacts: MixedElement): readonly Part[] =>
  elementsNamed(contacts.children, 'c').map(({attributes}): Part => {
    const phone = attributes.get('p');
    const name = attributes.get('f') ?? attributes.get('s') ?? phone ?? '';
    return {kind: 'contact', name, ...(phone !== undefined && {phones: [phone]})};
  });

const raw = (type: string, markup: string, text: string): Part => ({
  kind: 'raw',
  format: 'skype-json',
  name: type,
  text: text.trim() === '' ? `[${type}]` : text.trim(),
  value: markup,
});

/** The texts of all elements, one after the other. */
const words = (nodes: readonly MixedNode[]): string =>
  nodes
    .map((node) => (node.kind === 'text' ? node.text : words(node.children)).trim())
    .filter((text) => text !== '')
    .join(' ');

/** Undefined where the type means nothing but words. */
export const partsOf = (
  type: string,
  markup: string,
  context: PartContext,
): readonly Part[] | undefined => {
  if (!type.startsWith('RichText/') && type !== 'Poll' && type !== 'PopCard') return undefined;
  const nodes = parseMixed(markup);
  const object = findElement(nodes, 'uriobject');
  if (object && roles.has(type)) return [mediaPart(type, object, context)];
  const location = findElement(nodes, 'location');
  if (location) return [locationPart(location)];
  const contacts = findElement(nodes, 'contacts');
  if (contacts) return contactParts(contacts);
  if (type === 'RichText/Html') return undefined;
  const isKnown = /^(?:RichText\/(?:Media_Album|Media_Card)|Poll|PopCard)$/.test(type);
  if (!isKnown) context.unknown(`Message type ${type}.`);
  return [raw(type, markup, words(nodes))];
};
