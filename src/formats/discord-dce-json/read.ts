// Reads DiscordChatExporter's JSON: one file per channel or thread, further parts of it, or a folder of them.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {JsonEvent, JsonItems} from '../../engine/io/json-stream.ts';
import type {ArchiveEvent, EventBatch} from '../../engine/model/archive.ts';
import {jsonEvents} from '../_shared/json-records.ts';
import {isLoose} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {assetAt} from './assets.ts';
import {ChannelReader} from './channel.ts';
import {filesOf} from './files.ts';
import {People} from './people.ts';

type Walk = {
  readonly input: ExportInput;
  readonly ctx: ReadContext;
  readonly channel: ChannelReader;
};

const items = ['messages[]'];

/** The header of a file whose keys stand behind its messages. */
const lateHeader = async ({input, ctx}: Walk, path: string): Promise<Loose> => {
  const quiet: ReadContext = {...ctx, advanced: () => undefined, report: () => undefined};
  let header: Loose = {};
  for await (const event of jsonEvents(
    {source: input.source, path, items, skipItems: true},
    quiet,
  )) {
    if (event.type === 'object' && event.pattern === '') header = event.members;
  }
  return header;
};

const hasHeader = (root: Loose): boolean => isLoose(root['channel']) && isLoose(root['guild']);

const readItems = ({channel}: Walk, {values, bytes}: JsonItems): void => {
  for (const [index, value] of values.entries()) channel.record(value, bytes[index] ?? 0);
};

const follow = async (
  walk: Walk,
  path: string,
  event: Exclude<JsonEvent, {type: 'truncated'}>,
): Promise<void> => {
  switch (event.type) {
    case 'enter': {
      const root = event.around[0] ?? {};
      walk.channel.openFile(path, hasHeader(root) ? root : await lateHeader(walk, path));
      return;
    }
    case 'items':
      readItems(walk, event);
      return;
    case 'object':
      if (event.pattern === '') walk.channel.closeFile(path, event.members, event.isComplete);
      return;
    case 'leave':
      return;
    default:
      event satisfies never;
  }
};

/** Memory: one record, an entry per user, eight bytes per message of the channel, the paths of the source. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const entries = await input.source.list();
  let events: ArchiveEvent[] = [];
  const push = (event: ArchiveEvent): void => void events.push(event);
  const media = new MediaLookup(entries);
  let path = input.path;
  const people = new People({
    push,
    wanted: options.owner,
    asset: (url) => assetAt(url, {path, media, ctx}),
  });
  const paths = entries.map((entry) => entry.path);
  for (const files of filesOf(input.path, paths)) {
    const channel = new ChannelReader({
      people,
      push,
      ctx,
      asset: (url, facts) => assetAt(url, {path, media, ctx}, facts),
    });
    const walk: Walk = {input, ctx, channel};
    for (const file of files) {
      path = file;
      for await (const event of jsonEvents(
        {source: input.source, path, items, bigNumbers: 'string'},
        ctx,
      )) {
        await follow(walk, path, event);
        if (events.length >= 1_000) {
          yield events;
          events = [];
        }
      }
    }
    channel.close();
  }
  if (events.length > 0) yield events;
}
