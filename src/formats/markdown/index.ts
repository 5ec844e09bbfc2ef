// One Markdown file per conversation, for notes programs and version control. Writer only.

import {defineFormat} from '../../engine/convert/format.ts';
import type {Writer} from '../../engine/convert/format.ts';
import {writePages} from '../_shared/chat-pages.ts';
import {heldByReading} from '../_shared/page-features.ts';
import {markdownPage} from './page.ts';

export const writer: Writer = {
  extension: 'md',
  layout: 'file-per-conversation',
  needs: 'grouped',
  holds: heldByReading('text.mention', 'text.custom-emoji', 'person.avatar'),
  copiesMedia: true,
  write: (batches, sink, options, ctx) =>
    writePages(
      batches,
      {extension: 'md', mediaFolder: (stem) => `${stem}_files`, open: markdownPage},
      {sink, options, ctx},
    ),
};

export const markdownFormat = defineFormat({
  id: 'markdown',
  title: {zh: 'Markdown（每个聊天一个文件）', en: 'Markdown (one file per chat)'},
  platform: 'generic',
  writer,
});
