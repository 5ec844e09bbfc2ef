// Reads the archive chat by chat: meta.json for the chat, messages.json for what was said.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {folderOf} from '../_shared/content-reference.ts';
import {jsonEvents, smallJson} from '../_shared/json-records.ts';
import {isLoose, numberAt, recordAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {quietContext} from '../_shared/quiet-context.ts';
import {ChatReading} from './record.ts';

type Chat = {
  readonly folder: string;
  readonly messages: string | undefined;
  readonly meta: string | undefined;
};

/** The folders below `conversations/`, in order. */
const chatsOf = (paths: readonly string[], prefix: string): readonly Chat[] => {
  const root = `${prefix}conversations/`;
  const names = new Set(
    paths
      .filter((path) => path.startsWith(root))
      .map((path) => path.slice(root.length).split('/')[0] ?? ''),
  );
  const has = new Set(paths);
  return [...names].map((name) => {
    const folder = `${root}${name}`;
    const file = (base: string): string | undefined =>
      has.has(`${folder}/${base}`) ? `${folder}/${base}` : undefined;
    return {folder, messages: file('messages.json'), meta: file('meta.json')};
  });
};

const rootOf = async (input: ExportInput, path: string, ctx: ReadContext): Promise<Loose> => {
  const document = {source: input.source, path, items: ['messages[]'], ignore: ['messages']};
  for await (const event of jsonEvents(document, quietContext(ctx)))
    if (event.type === 'object' && event.pattern === '') return event.members;
  return {};
};

async function* readChat(
  input: ExportInput,
  path: string,
  reading: ChatReading,
  ctx: ReadContext,
): AsyncGenerator<EventBatch> {
  const document = {
    source: input.source,
    path,
    items: ['messages[]'],
    bigNumbers: 'string' as const,
  };
  for await (const event of jsonEvents(document, ctx)) {
    if (event.type !== 'items') continue;
    for (const [index, value] of event.values.entries()) {
      const place = {path, byte: event.bytes[index] ?? 0, record: String(event.first + index)};
      if (isLoose(value)) reading.take(value, place);
      else ctx.report({kind: 'record-not-understood', place, detail: 'A message is no object.'});
    }
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
}

/** Memory: the people of all chats. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const manifest = await smallJson(input.source, input.path, ctx);
  const root = isLoose(manifest) ? manifest : {};
  const version = numberAt(root, 'schemaVersion');
  ctx.infer({
    what: 'version',
    value: String(version ?? 'missing'),
    because: 'schemaVersion of the manifest',
  });
  if (version !== 1)
    ctx.report({
      kind: 'unknown-version',
      place: {path: input.path},
      detail: `schemaVersion ${String(version)}; known is 1.`,
    });
  const folder = folderOf(input.path);
  const prefix = folder === '' ? '' : `${folder}/`;
  const entries = await input.source.list();
  const lookup = new MediaLookup(entries);
  const stream = new ChatStream(ctx, {owner: options.owner});
  const account =
    stringAt(root, 'account') ?? stringAt(recordAt(root, 'account') ?? {}, 'username');
  for (const chat of chatsOf(
    entries.map(({path}) => path),
    prefix,
  )) {
    if (chat.messages === undefined) {
      const detail = 'This chat was exported in a form other than JSON, which is not read.';
      ctx.report({kind: 'conversation-skipped', place: {path: chat.folder}, detail});
      continue;
    }
    const meta =
      chat.meta === undefined ? undefined : await smallJson(input.source, chat.meta, ctx);
    const around = await rootOf(input, chat.messages, ctx);
    const facts = {...(isLoose(meta) ? meta : {}), ...recordAt(around, 'conversation')};
    const bases = [chat.folder, folder, `${prefix}media`];
    const setup = {
      stream,
      ctx,
      lookup,
      bases,
      account: account ?? stringAt(around, 'account'),
      path: chat.messages,
    };
    yield* readChat(input, chat.messages, new ChatReading(facts, setup), ctx);
  }
  const rest = stream.end();
  if (rest) yield rest;
}
