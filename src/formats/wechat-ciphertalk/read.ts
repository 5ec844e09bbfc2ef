// Reads CipherTalk JSON: server ids, raw XML, nested forwards. Its `ownerId` may have lost its `wxid_`.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {leftover, recordAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {readFamilyAround} from '../_shared/wechat-family-avatars.ts';
import {readFamilyMessages} from '../_shared/wechat-family-messages.ts';
import {FamilyReading} from '../_shared/wechat-family.ts';
import type {FamilySender} from '../_shared/wechat-family.ts';

const format = 'wechat-ciphertalk';

const sender = (record: Loose): FamilySender => ({
  wxid: stringAt(record, 'senderUsername'),
  name: stringAt(record, 'senderDisplayName'),
  aliases: [stringAt(record, 'groupNickname')],
  avatar: stringAt(record, 'senderAvatar'),
});

/** Memory: the people. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {root, avatars} = await readFamilyAround(input, [], ctx);
  const info = recordAt(root, 'exportInfo') ?? {};
  const version = stringAt(info, 'version');
  if (version !== undefined)
    ctx.infer({what: 'version', value: version, because: 'exportInfo.version'});
  const reading = new FamilyReading(input, {
    format,
    lookup: new MediaLookup(await input.source.list()),
    options,
    ctx,
    session: recordAt(root, 'session') ?? {},
    avatars,
    sender,
    ownKeys: [],
    conversationExtras: given({exportInfo: leftover(info, new Set())}),
  });
  yield* readFamilyMessages(input, reading, ctx);
}
