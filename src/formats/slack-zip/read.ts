// Reads Slack exports: the official zip or folder, a lone channel, slackdump's dumps, chunks and database. Each message: message.ts.

import {ChatError} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {makeSample, readHead} from '../../engine/convert/recognize.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {readChunks} from './read-chunks.ts';
import {readDatabase} from './read-database.ts';
import {readDump} from './read-dump.ts';
import {readExport} from './read-export.ts';
import {readDays, readList, readSingle} from './read-list.ts';
import {findLayout} from './recognize.ts';
import type {Layout} from './recognize.ts';
import {Session} from './session.ts';

const readLayout = (layout: Layout, session: Session): AsyncIterable<EventBatch> => {
  switch (layout.kind) {
    case 'export':
      return readExport(layout.root, session);
    case 'days':
      return readDays(layout.files, session);
    case 'list':
      return readList(session);
    case 'single':
      return readSingle(session);
    case 'dump':
      return readDump(layout.files, session);
    case 'chunks':
      return readChunks(layout.files, session);
    case 'database':
      return readDatabase(session);
  }
};

/** Memory: users, conversations, paths of media, and the messages of one day of one conversation; NOTES.md names the exceptions. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {source, path} = input;
  const entries = await source.list();
  const entry = entries.find((other) => other.path === path);
  const head = await readHead(source, path);
  const paths = entries.map((other) => other.path);
  const sample = makeSample(entry ?? {path, size: head.length}, head, paths);
  const found = findLayout(sample);
  if (!found)
    throw new ChatError('input-malformed', `${path} does not look like a part of a Slack export.`);
  const session = new Session({input, options, ctx, entries});
  yield* readLayout(found.layout, session);
  const rest = session.stream.end();
  if (rest) yield rest;
}
