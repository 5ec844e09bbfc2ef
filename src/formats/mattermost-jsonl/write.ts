// Writes a bulk file that `mmctl import` takes: people and channels know each other on top, so posts wait (deflated) until the end.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {WriteContext, WriteOptions, Writer} from '../../engine/convert/format.ts';
import {deflatedBlocks} from '../../engine/io/deflated-blocks.ts';
import type {Sink} from '../../engine/io/sink.ts';
import type {Feature} from '../../engine/model/features.ts';
import {ConversationWriter} from './write-conversation.ts';
import {Directory} from './write-directory.ts';

const holds: readonly Feature[] = [
  'person.name',
  'person.handles',
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
  'media',
  'media.file',
  'link-card',
  'reply',
  'thread',
  'forward',
  'reaction',
  'reaction.people',
  'edit',
  'pin',
];

const line = (type: string, value: object): string => `${JSON.stringify({type, [type]: value})}\n`;

const writeAll = async (
  directory: Directory,
  posts: AsyncIterable<string>,
  {
    sink,
    options,
    ctx,
  }: {
    readonly sink: Sink;
    readonly options: WriteOptions;
    readonly ctx: WriteContext;
  },
): Promise<void> => {
  const file = await sink.create('import.jsonl');
  try {
    // No date: the same chats give the same bytes.
    const info = {generator: ctx.generator, version: '1', created: ''};
    await file.write(`${JSON.stringify({type: 'version', version: 1, info})}\n`);
    for (const team of directory.teams(options.label)) await file.write(line('team', team));
    for (const channel of directory.channels) await file.write(line('channel', channel));
    for (const user of directory.users()) await file.write(line('user', user));
    for (const channel of directory.directChannels)
      await file.write(line('direct_channel', channel));
    for await (const text of posts) {
      throwIfCancelled(ctx.signal);
      await file.write(text);
    }
    await file.close();
  } catch (error) {
    await file.abort();
    throw error;
  }
};

export const writer: Writer = {
  extension: 'jsonl',
  layout: 'folder',
  needs: 'grouped',
  holds: new Set(holds),
  copiesMedia: true,
  async write(batches, sink, options, ctx) {
    const directory = new Directory();
    // The server wants all posts of channels before those of direct channels.
    const posts = deflatedBlocks();
    const directPosts = deflatedBlocks();
    let current: ConversationWriter | undefined;
    for await (const batch of batches) {
      throwIfCancelled(ctx.signal);
      for (const event of batch) {
        if (event.type === 'person') directory.addPerson(event.person);
        else if (event.type === 'entry') await current?.add(event.entry);
        else {
          await current?.finish();
          const place = directory.addConversation(event.conversation);
          const out = place.kind === 'direct' ? directPosts : posts;
          const {conversation} = event;
          current = new ConversationWriter({conversation, place, directory, sink, ctx, out});
        }
      }
    }
    await current?.finish();
    const all = async function* (): AsyncIterable<string> {
      yield* posts.read();
      yield* directPosts.read();
    };
    await writeAll(directory, all(), {sink, options, ctx});
  },
};
