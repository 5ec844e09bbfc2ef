// One text file per conversation, a line per message, for reading, printing and grep. Writer only.

import {defineFormat} from '../../engine/convert/format.ts';
import type {Writer} from '../../engine/convert/format.ts';
import {writePages} from '../_shared/chat-pages.ts';
import {heldByReading} from '../_shared/page-features.ts';
import {textPage} from './page.ts';

export const writer: Writer = {
  extension: 'txt',
  layout: 'file-per-conversation',
  needs: 'grouped',
  holds: heldByReading(
    'text.style',
    'text.code-block',
    'text.mention',
    'text.custom-emoji',
    'person.avatar',
  ),
  copiesMedia: true,
  write: (batches, sink, options, ctx) =>
    writePages(
      batches,
      {extension: 'txt', mediaFolder: (stem) => `${stem}_files`, open: textPage},
      {sink, options, ctx},
    ),
};

export const plainTextFormat = defineFormat({
  id: 'plain-text',
  title: {zh: '纯文本（每个聊天一个文件）', en: 'Plain text (one file per chat)'},
  platform: 'generic',
  writer,
});
