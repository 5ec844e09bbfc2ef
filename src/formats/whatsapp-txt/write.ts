// Writes transcripts as WhatsApp for Android exports them in English: one file per chat, media beside it where there is room.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {WriteOptions, Writer} from '../../engine/convert/format.ts';
import type {SinkFile} from '../../engine/io/sink.ts';
import type {Conversation, Entry} from '../../engine/model/archive.ts';
import type {Feature} from '../../engine/model/features.ts';
import {outputName, uniqueNames} from '../_shared/output-name.ts';
import {entryLines} from './lines-out.ts';
import {MediaBeside} from './media-out.ts';
import {AuthorNames} from './names-out.ts';

/** What an export of WhatsApp has room for. Kinds of media and stickers are kept where they have a file name only: not counted. */
const holds: ReadonlySet<Feature> = new Set([
  'person.name',
  'conversation.title',
  'message',
  'call',
  'call.duration',
  'notice',
  'removed',
  'text',
  'media',
  'media.file',
  'media.caption',
  'location',
  'contact',
  'poll',
  'poll.votes',
  'edit',
]);

/** The reader finds the chat's name again in the file's. */
const fileName = (
  conversation: Conversation,
  names: AuthorNames,
  options: WriteOptions,
): string => {
  const {title, kind, members} = conversation;
  const others = members.filter((id) => !names.isOwner(id));
  const [partner, another] = others;
  const named =
    kind === 'direct' && another === undefined && partner !== undefined
      ? names.of(partner)
      : undefined;
  const label = outputName(options.label, '').replace(/^WhatsApp Chat (?:with|-) /, '');
  return outputName(`WhatsApp Chat with ${title ?? named ?? label}`, 'txt');
};

export const writer: Writer = {
  extension: 'txt',
  layout: 'file-per-conversation',
  needs: 'grouped',
  holds,
  copiesMedia: true,
  async write(batches, sink, options, ctx) {
    const names = new AuthorNames(ctx.report);
    const unique = uniqueNames();
    const media = new MediaBeside({sink, ctx});
    let file: SinkFile | undefined;
    const open = async (conversation: Conversation): Promise<void> => {
      await file?.close();
      file = undefined;
      file = await sink.create(unique(fileName(conversation, names, options)));
    };
    const linesOf = (entry: Entry): Promise<string> =>
      entryLines(entry, {names, media, zone: options.zone});
    try {
      for await (const batch of batches) {
        throwIfCancelled(ctx.signal);
        let text = '';
        for (const event of batch) {
          if (event.type === 'person') names.add(event.person);
          else if (event.type === 'entry') text += await linesOf(event.entry);
          else {
            await file?.write(text);
            text = '';
            await open(event.conversation);
          }
        }
        if (text !== '') await file?.write(text);
      }
      await file?.close();
    } catch (error) {
      await file?.abort();
      throw error;
    }
  },
};
