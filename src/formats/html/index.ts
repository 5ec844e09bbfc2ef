// One self-contained HTML page per conversation, for reading offline. Writer only: ChatArk does not read its own pages.

import {defineFormat} from '../../engine/convert/format.ts';
import type {Writer} from '../../engine/convert/format.ts';
import {allFeatures} from '../../engine/model/features.ts';
import type {Feature} from '../../engine/model/features.ts';
import {writePages} from '../_shared/chat-pages.ts';
import {htmlPage} from './page.ts';

/** A page says everything that a person can read; these are for programs. */
const notShown: ReadonlySet<Feature> = new Set<Feature>([
  'several-conversations',
  'conversation.avatar',
  'conversation.parent',
  'notice.event',
  'time.zone',
  'media.thumbnail',
  'raw',
  'extras',
]);

export const writer: Writer = {
  extension: 'html',
  layout: 'file-per-conversation',
  needs: 'grouped',
  holds: new Set(allFeatures.filter((feature) => !notShown.has(feature))),
  copiesMedia: true,
  write: (batches, sink, options, ctx) =>
    writePages(
      batches,
      {extension: 'html', mediaFolder: (stem) => `${stem}_files`, open: htmlPage},
      {sink, options, ctx},
    ),
};

export const htmlFormat = defineFormat({
  id: 'html',
  title: {zh: '网页（每个聊天一页，可离线阅读）', en: 'Web page (one per chat, readable offline)'},
  platform: 'generic',
  writer,
});
