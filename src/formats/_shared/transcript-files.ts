// Drives writers of plain transcripts: one text file per conversation, its lines in the order of time. No media, no markup.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {WriteContext, WriteOptions} from '../../engine/convert/format.ts';
import type {Sink, SinkFile} from '../../engine/io/sink.ts';
import type {Conversation, Entry, EventBatch, PersonId} from '../../engine/model/archive.ts';
import {PrintedNames} from './chat-pages.ts';
import {outputName, uniqueNames} from './output-name.ts';

/** One line without white space at its ends. */
export const oneLine = (text: string, limit = 200): string =>
  [...text.replace(/\s+/gu, ' ').trim()].slice(0, limit).join('');

/** Names as they may stand before a message: `safe` takes out what would end them. */
export class LineNames {
  readonly printed = new PrintedNames();
  readonly #safe: (name: string) => string;

  constructor(safe: (name: string) => string) {
    this.#safe = safe;
  }

  of(id: PersonId): string {
    return this.#safe(oneLine(this.printed.of(id), 80)) || '?';
  }
}

export type TranscriptFormat = {
  /** Takes out of a name what would end it. */
  safeName(name: string): string;
  fileTitle(title: string): string;
  head(conversation: Conversation, title: string): string;
  /** The lines of an entry. A new conversation begins with `previous` undefined. */
  lines(entry: Entry, names: LineNames, previous: Entry | undefined): string;
};

const titleOf = (conversation: Conversation, names: LineNames, options: WriteOptions): string => {
  const {title, kind, members} = conversation;
  if (title !== undefined && oneLine(title) !== '') return oneLine(title);
  const others = members.filter((id) => names.printed.person(id)?.isOwner !== true);
  const [partner] = others;
  if (kind === 'direct' && partner !== undefined && others.length === 1) return names.of(partner);
  return oneLine(options.label) || 'chat';
};

/** Memory: the people and one batch. */
export const writeTranscripts = async (
  batches: AsyncIterable<EventBatch>,
  sink: Sink,
  {format, options, ctx}: {format: TranscriptFormat; options: WriteOptions; ctx: WriteContext},
): Promise<void> => {
  const names = new LineNames((name) => format.safeName(name));
  const unique = uniqueNames();
  let file: SinkFile | undefined;
  let previous: Entry | undefined;
  const open = async (conversation: Conversation): Promise<void> => {
    await file?.close();
    file = undefined;
    previous = undefined;
    const title = titleOf(conversation, names, options);
    file = await sink.create(unique(outputName(format.fileTitle(title), 'txt')));
    await file.write(format.head(conversation, title));
  };
  try {
    for await (const batch of batches) {
      throwIfCancelled(ctx.signal);
      let text = '';
      for (const event of batch) {
        if (event.type === 'person') names.printed.add(event.person);
        else if (event.type === 'entry') {
          text += format.lines(event.entry, names, previous);
          previous = event.entry;
        } else {
          if (text !== '') await file?.write(text);
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
};
