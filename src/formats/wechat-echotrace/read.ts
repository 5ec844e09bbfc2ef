// Reads EchoTrace JSON; `localId` is the database's own row and goes to the extras.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {recordAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {readFamilyAround} from '../_shared/wechat-family-avatars.ts';
import {readFamilyMessages} from '../_shared/wechat-family-messages.ts';
import {FamilyReading} from '../_shared/wechat-family.ts';
import type {FamilySender} from '../_shared/wechat-family.ts';

const format = 'wechat-echotrace';

const sender = (record: Loose): FamilySender => ({
  wxid: stringAt(record, 'senderUsername'),
  name: stringAt(record, 'senderDisplayName'),
});

const member = (row: Loose): FamilySender => ({
  wxid: stringAt(row, 'wxid') ?? stringAt(row, 'username'),
  name: stringAt(row, 'displayName') ?? stringAt(row, 'nickname'),
  aliases: ['nickname', 'remark', 'groupNickname', 'alias'].map((key) => stringAt(row, key)),
});

/** Memory: the people. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {root, lists, avatars} = await readFamilyAround(input, ['groupMembers'], ctx);
  const reading = new FamilyReading(input, {
    format,
    lookup: new MediaLookup(await input.source.list()),
    options,
    ctx,
    session: recordAt(root, 'session') ?? {},
    avatars,
    sender,
    ownKeys: [],
    conversationExtras: given({
      exportTime: stringAt(root, 'exportTime'),
      mediaBase: stringAt(root, 'mediaBase'),
    }),
  });
  for (const row of lists.get('groupMembers') ?? []) reading.member(member(row));
  reading.announceMembers();
  yield* readFamilyMessages(input, reading, ctx);
}
