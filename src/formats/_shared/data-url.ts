// `data:image/png;base64,…`: pictures that stand inside a text. Not a fetcher: nothing else is ever opened.

import {given} from '../../engine/model/build.ts';
import type {Asset} from '../../engine/model/archive.ts';
import {extensionFor, mimeFromBytes} from '../../engine/io/mime.ts';

const pattern = /^data:([\w.+-]{1,40}\/[\w.+-]{1,60})?(?:;[\w=-]{1,60}){0,4}?;base64,/i;

export const isDataUrl = (text: string): boolean => /^data:[^,]{0,200},/i.test(text.slice(0, 210));

export const decodeBase64 = (text: string): Uint8Array =>
  new Uint8Array(Buffer.from(text, 'base64'));

/** The bytes of a base64 data URL; undefined for any other text. */
export const dataUrlBytes = (text: string): Uint8Array | undefined => {
  const head = pattern.exec(text.slice(0, 400));
  return head ? decodeBase64(text.slice(head[0].length)) : undefined;
};

export const toDataUrl = (bytes: Uint8Array, mime: string | undefined): string =>
  `data:${mime ?? mimeFromBytes(bytes) ?? 'image/jpeg'};base64,${Buffer.from(bytes).toString('base64')}`;

/** The length in bytes of what a base64 text holds, without decoding it. */
const decodedLength = (base64: string): number => {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((base64.length * 3) / 4) - padding);
};

/** An asset whose bytes stand inside the export file itself, under a key that the format's `openAsset` knows. */
export const embeddedAsset = (id: string, text: string): Asset => {
  const head = pattern.exec(text.slice(0, 400));
  const mime =
    head?.[1] ?? mimeFromBytes(decodeBase64(text.slice(head?.[0].length ?? 0).slice(0, 64)));
  const extension = mime === undefined ? undefined : extensionFor(mime);
  return {
    id,
    ...given({
      name: extension === undefined ? undefined : `${id.replace(/^.*[#/]/, '')}.${extension}`,
      mime,
      bytes: decodedLength(text.slice(head?.[0].length ?? 0)),
    }),
    presence: 'included',
  };
};
