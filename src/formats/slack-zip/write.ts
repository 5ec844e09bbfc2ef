// Writes a Slack export: index files, a folder per conversation, a file per UTC day, media under `__uploads`. See NOTES.md for who reads it.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {WriteContext, Writer} from '../../engine/convert/format.ts';
import type {Sink} from '../../engine/io/sink.ts';
import type {Conversation, Json} from '../../engine/model/archive.ts';
import type {Feature} from '../../engine/model/features.ts';
import {copyAsset} from '../_shared/copy-asset.ts';
import {ConversationWriter} from './write-conversation.ts';
import {SlackIds} from './write-ids.ts';
import {conversationRecord, userRecord} from './write-index.ts';
import type {Lists} from './write-index.ts';

const holds: readonly Feature[] = [
  'person.name',
  'person.handles',
  'person.aliases',
  'person.avatar',
  'person.bot',
  'conversation.title',
  'conversation.kind',
  'conversation.members',
  'conversation.topic',
  'several-conversations',
  'entry.platform-id',
  'time.seconds',
  'time.milliseconds',
  'message',
  'call',
  'call.duration',
  'notice',
  'notice.event',
  'removed',
  'text',
  'text.style',
  'text.code-block',
  'text.url',
  'text.mention',
  'text.custom-emoji',
  'media',
  'media.file',
  'media.caption',
  'media.duration',
  'media.size',
  'media.transcript',
  'media.role',
  'link-card',
  'reply',
  'thread',
  'forward',
  'reaction',
  'reaction.people',
  'edit',
  'pin',
];

const writeJson = async (sink: Sink, path: string, value: readonly Json[]): Promise<void> => {
  const file = await sink.create(path);
  try {
    await file.write('[');
    for (const [index, item] of value.entries())
      await file.write(`${index === 0 ? '\n' : ',\n'}${JSON.stringify(item)}`);
    await file.write(value.length > 0 ? '\n]\n' : ']\n');
    await file.close();
  } catch (error) {
    await file.abort();
    throw error;
  }
};

const writeUsers = async (ids: SlackIds, sink: Sink, ctx: WriteContext): Promise<void> => {
  const users: Json[] = [];
  let hasSlackbot = false;
  for (const user of ids.users) {
    if (ids.isBotId(user.person)) continue;
    const {avatar} = user.person;
    const path = `__avatars/${user.id}/avatar`;
    const isCopied =
      avatar?.presence === 'included' && (await copyAsset(avatar, path, {sink, ctx}));
    users.push(userRecord(user, isCopied ? path : avatar?.url));
    hasSlackbot ||= user.id === 'USLACKBOT';
  }
  // Notices without an author are Slackbot's, and the viewers want every author in the list.
  if (!hasSlackbot) {
    const person = {id: 'USLACKBOT', name: 'Slackbot', isBot: true};
    users.push(userRecord({id: 'USLACKBOT', name: 'slackbot', person}, undefined));
  }
  await writeJson(sink, 'users.json', users);
};

export const writer: Writer = {
  extension: 'json',
  layout: 'folder',
  needs: 'grouped',
  holds: new Set(holds),
  copiesMedia: true,
  async write(batches, sink, _options, ctx) {
    const ids = new SlackIds();
    const lists: Lists = {'channels.json': [], 'groups.json': [], 'dms.json': [], 'mpims.json': []};
    let current: ConversationWriter | undefined;
    const open = (conversation: Conversation): ConversationWriter => {
      const {record, list, place} = conversationRecord(conversation, ids);
      lists[list].push(record);
      return new ConversationWriter({conversation, place, ids, sink, ctx});
    };
    for await (const batch of batches) {
      throwIfCancelled(ctx.signal);
      for (const event of batch) {
        if (event.type === 'person') ids.addPerson(event.person);
        else if (event.type === 'entry') await current?.add(event.entry);
        else {
          await current?.finish();
          current = open(event.conversation);
        }
      }
    }
    await current?.finish();
    await writeUsers(ids, sink, ctx);
    for (const [name, list] of Object.entries(lists)) await writeJson(sink, name, list);
    // Mattermost's converter refuses an export without it.
    await writeJson(sink, 'integration_logs.json', []);
  },
};
