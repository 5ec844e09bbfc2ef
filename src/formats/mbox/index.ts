// One mailbox per conversation for mail programs: mutt, Thunderbird, Apple Mail, notmuch. Writer only.

import {defineFormat} from '../../engine/convert/format.ts';
import type {Writer} from '../../engine/convert/format.ts';
import {heldByReading} from '../_shared/page-features.ts';
import {writeMailboxes} from './write.ts';

export const writer: Writer = {
  extension: 'mbox',
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
  write: (batches, sink, options, ctx) => writeMailboxes(batches, {sink, options, ctx}),
};

export const mboxFormat = defineFormat({
  id: 'mbox',
  title: {zh: '邮箱文件 mbox（每条消息一封邮件）', en: 'Mailbox (mbox, one mail per message)'},
  platform: 'generic',
  writer,
});
