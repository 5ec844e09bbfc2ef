// WeFlow JSON, also its arkme variant, in which senders stand in a table of their own.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {idAt, leftover, recordAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {readFamilyAround} from '../_shared/wechat-family-avatars.ts';
import {readFamilyMessages} from '../_shared/wechat-family-messages.ts';
import {FamilyReading} from '../_shared/wechat-family.ts';
import type {FamilySender} from '../_shared/wechat-family.ts';

const format = 'wechat-weflow';

/** A row of `senders` or `groupMembers`. */
const listedSender = (row: Loose): FamilySender => ({
  wxid: stringAt(row, 'wxid'),
  name: stringAt(row, 'displayName') ?? stringAt(row, 'nickname'),
  aliases: ['nickname', 'remark', 'groupNickname', 'alias'].map((key) => stringAt(row, key)),
  avatar: stringAt(row, 'avatar'),
});

const senderOf =
  (table: ReadonlyMap<string, FamilySender>) =>
  (record: Loose): FamilySender =>
    table.get(idAt(record, 'senderID') ?? '') ?? {
      wxid: stringAt(record, 'senderUsername'),
      name: stringAt(record, 'senderDisplayName'),
      aliases: [stringAt(record, 'groupNickname')],
    };

/** Memory: the people. */
export async function* readJson(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {root, lists, avatars} = await readFamilyAround(input, ['senders', 'groupMembers'], ctx);
  const weflow = recordAt(root, 'weflow') ?? {};
  const version = stringAt(weflow, 'version');
  if (version !== undefined)
    ctx.infer({what: 'version', value: version, because: 'weflow.version'});
  const dialect = stringAt(weflow, 'format');
  if (dialect !== undefined) ctx.infer({what: 'dialect', value: dialect, because: 'weflow.format'});
  const table = new Map<string, FamilySender>();
  for (const row of lists.get('senders') ?? [])
    table.set(idAt(row, 'senderID') ?? '', listedSender(row));
  const reading = new FamilyReading(input, {
    format,
    lookup: new MediaLookup(await input.source.list()),
    options,
    ctx,
    session: recordAt(root, 'session') ?? {},
    avatars,
    sender: senderOf(table),
    ownKeys: ['senderID'],
    conversationExtras: given({weflow: leftover(weflow, new Set())}),
  });
  for (const row of lists.get('groupMembers') ?? []) reading.member(listedSender(row));
  reading.announceMembers();
  yield* readFamilyMessages(input, reading, ctx);
}
