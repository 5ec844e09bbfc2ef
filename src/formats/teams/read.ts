// Reads what Microsoft Teams gives: the migration export, answers of Graph, and files of the web chat exporter.

import {ChatError} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {makeSample, readHead} from '../../engine/convert/recognize.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {readGraph, readMigration} from './read-graph.ts';
import {readWebCsv, readWebJson} from './read-web.ts';
import {findLayout} from './recognize.ts';

export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {source, path} = input;
  const entries = await source.list();
  const head = await readHead(source, path);
  const entry = entries.find((other) => other.path === path) ?? {path, size: head.length};
  const found = findLayout(
    makeSample(
      entry,
      head,
      entries.map((other) => other.path),
    ),
  );
  if (!found)
    throw new ChatError('input-malformed', `${path} does not look like messages of Teams.`);
  const {layout} = found;
  switch (layout.kind) {
    case 'migration':
      yield* readMigration(layout.root, input, {options, ctx});
      return;
    case 'graph':
      yield* readGraph(input, options, ctx);
      return;
    case 'web-json':
      yield* readWebJson(input, options, ctx);
      return;
    case 'web-csv':
      yield* readWebCsv(input, options, ctx);
  }
}
