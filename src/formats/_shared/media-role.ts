// What a file is in a chat, by its MIME type. Voice messages and stickers look like any other file: formats must know them by other signs.

import type {MediaRole} from '../../engine/model/archive.ts';

export const mediaRole = (mime: string | undefined): MediaRole => {
  if (mime === undefined) return 'file';
  if (mime === 'image/gif') return 'animation';
  if (mime.startsWith('image/')) return 'image';
  if (mime.startsWith('video/')) return 'video';
  return mime.startsWith('audio/') ? 'audio' : 'file';
};
