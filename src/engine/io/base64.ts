// Base64 in a stream to bytes in a stream, for pictures inside XML attributes and MIME parts. Tolerant: what is no base64 is passed over.

import {asBuffer} from './bytes.ts';
import type {Chunks} from './bytes.ts';

/** A character reference such as `&#10;` holds letters that would look like data. */
const reference = /&[#\w]{1,8};/g;
const openReference = /&[#\w]{0,8}$/;

export async function* decodeBase64(chunks: Chunks): AsyncGenerator<Uint8Array> {
  let rest = '';
  let isOver = false;
  for await (const chunk of chunks) {
    if (isOver) continue;
    let text = rest + asBuffer(chunk).toString('latin1');
    const open = openReference.exec(text)?.[0] ?? '';
    text = text.slice(0, text.length - open.length);
    if (text.includes('&')) text = text.replace(reference, '');
    const data = text.replace(/[^A-Za-z0-9+/=_-]+/g, '');
    const end = data.indexOf('=');
    isOver = end >= 0;
    const length = isOver ? end : data.length - (data.length % 4);
    rest = isOver ? '' : data.slice(length) + open;
    if (length > 0) yield Buffer.from(data.slice(0, length), 'base64');
  }
  const last = Buffer.from(rest.replace(/&.*$/, ''), 'base64');
  if (last.length > 0) yield last;
}
