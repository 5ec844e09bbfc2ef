// The markup that dws puts into texts: `[图片消息](mediaId=…)`, `[文件消息](fileName=…, mediaId=…)`. File names may hold brackets.

import type {Asset, MediaRole, Part} from '../../engine/model/archive.ts';
import {textPart} from '../../engine/model/build.ts';

const roles: Readonly<Record<string, MediaRole>> = {
  图片: 'image',
  文件: 'file',
  视频: 'video',
  语音: 'voice',
  音频: 'voice',
  表情: 'sticker',
  动图: 'animation',
};

const marker =
  /\[(图片|文件|视频|语音|音频|表情|动图)消息\]\((?:fileName=([^\n]{1,300}?),\s?)?(?:[A-Za-z]{1,20}=[^,()\n]{0,200},\s?){0,6}?(?:mediaId|fileId|resourceId)=([^\s,()]{1,500})(?:,[^()\n]{0,300})?\)/g;

export type AssetFor = (id: string, name: string | undefined) => Asset;

/** Text and media in order; never empty. */
export const markedParts = (text: string, asset: AssetFor): readonly Part[] => {
  const parts: Part[] = [];
  const push = (piece: string): void => {
    if (piece.trim() !== '') parts.push(textPart(piece.trim() === piece ? piece : piece.trim()));
  };
  let at = 0;
  for (const match of text.matchAll(marker)) {
    push(text.slice(at, match.index));
    at = match.index + match[0].length;
    const name = match[2];
    parts.push({
      kind: 'media',
      role: roles[match[1] ?? ''] ?? 'file',
      asset: asset(match[3] ?? '', name),
    });
  }
  if (at === 0) return [textPart(text)];
  push(text.slice(at));
  return parts.length > 0 ? parts : [textPart('')];
};

const typeRoles: Readonly<Record<string, MediaRole>> = {
  picture: 'image',
  image: 'image',
  photo: 'image',
  file: 'file',
  video: 'video',
  voice: 'voice',
  audio: 'voice',
  sticker: 'sticker',
  emotion: 'sticker',
};

export const roleOfType = (type: string | undefined): MediaRole | undefined => {
  const key = type?.toLowerCase() ?? '';
  return Object.hasOwn(typeRoles, key) ? typeRoles[key] : undefined;
};

export const mediaOf = (role: MediaRole, asset: Asset): Part => ({kind: 'media', role, asset});
