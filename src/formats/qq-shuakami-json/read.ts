// Reads QCE exports: what stands around the messages first, then the messages of the document or of the chunks in order.

import {ChatError} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {makeSample, readHead} from '../../engine/convert/recognize.ts';
import type {Asset, EventBatch} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {Place} from '../../engine/model/problem.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {baseName, folderOf} from '../_shared/content-reference.ts';
import {recordLines} from '../_shared/json-lines.ts';
import {jsonEvents} from '../_shared/json-records.ts';
import {isLoose, leftover, numberAt, recordAt, recordsAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {chatPicture, pictureAsset, readAround} from './avatars.ts';
import {idsOf, QqPeople} from './people.ts';
import {RecordReader} from './record.ts';
import {variantOf} from './recognize.ts';
import type {Variant} from './recognize.ts';

const format = 'qq-shuakami-json';

const variantAt = async (input: ExportInput): Promise<Variant> => {
  const head = await readHead(input.source, input.path);
  const sample = makeSample({path: input.path, size: head.length}, head, [input.path]);
  const variant = variantOf(sample);
  if (!variant) throw new ChatError('input-malformed', 'Not an export of QQChatExporter.');
  return variant;
};

const sayVersion = (root: Loose, ctx: ReadContext): void => {
  const metadata = recordAt(root, 'metadata');
  const name = metadata && stringAt(metadata, 'name');
  if (!metadata || name === undefined) return;
  const version = stringAt(metadata, 'version');
  const value = `${name.replace(/\s*\/.*$/s, '')}${version === undefined ? '' : ` ${version}`}`;
  ctx.infer({what: 'version', value, because: 'metadata.name and metadata.version'});
};

/** Chunk files in order: as the manifest lists them, else as they lie in its folder. */
const chunkPaths = async (input: ExportInput, root: Loose, ctx: ReadContext): Promise<string[]> => {
  const folder = folderOf(input.path);
  const prefix = folder === '' ? '' : `${folder}/`;
  const entries = await input.source.list();
  const lookup = new MediaLookup(entries);
  const chunked = recordAt(root, 'chunked') ?? {};
  const dir = stringAt(chunked, 'chunksDir') ?? 'chunks';
  const listed = recordsAt(chunked, 'chunks').flatMap((chunk) => {
    const name =
      stringAt(chunk, 'relativePath') ?? stringAt(chunk, 'file') ?? stringAt(chunk, 'fileName');
    return name === undefined ? [] : [name];
  });
  const found = listed.flatMap((name) => {
    const bases = [folder, `${prefix}${dir}`];
    const entry = lookup.find(name, bases) ?? lookup.find(`${dir}/${baseName(name)}`, [folder]);
    if (!entry) {
      const place = {path: input.path, record: name};
      ctx.report({
        kind: 'export-incomplete',
        place,
        detail: 'A chunk that the manifest lists is not there.',
      });
    }
    return entry ? [entry.path] : [];
  });
  const loose = entries
    .map(({path}) => path)
    .filter(
      (path) =>
        path.startsWith(`${prefix}${dir}/`) && path.endsWith('.jsonl') && !found.includes(path),
    );
  for (const path of listed.length > 0 ? loose : [])
    ctx.report({
      kind: 'export-incomplete',
      place: {path},
      detail: 'A chunk that the manifest does not list; it is read after the others.',
    });
  return [...new Set([...found, ...loose])];
};

class Export {
  readonly stream: ChatStream;
  readonly reader: RecordReader;

  constructor(
    input: ExportInput,
    root: Loose,
    setup: {
      readonly avatars: ReadonlyMap<string, Asset>;
      readonly lookup: MediaLookup;
      readonly options: ReadOptions;
      readonly ctx: ReadContext;
    },
  ) {
    const {options, ctx, lookup} = setup;
    this.stream = new ChatStream(ctx, {owner: options.owner});
    const chat = recordAt(root, 'chatInfo') ?? {};
    const self = idsOf({uid: chat['selfUid'], uin: chat['selfUin']});
    const people = new QqPeople(this.stream, self, setup.avatars);
    if (self.uid !== undefined || self.uin !== undefined)
      people.person({uid: self.uid, uin: self.uin, name: chat['selfName']});
    const conversation = this.#announce(input, root, chat);
    const folder = folderOf(input.path);
    const parent = folderOf(folder);
    const bases = [folder, parent].flatMap((base) => [
      base === '' ? 'resources' : `${base}/resources`,
      base,
    ]);
    this.reader = new RecordReader({
      ctx,
      stream: this.stream,
      people,
      conversation,
      zone: options.zone,
      media: {lookup, bases},
    });
  }

  #announce(input: ExportInput, root: Loose, chat: Loose): string {
    const type = stringAt(chat, 'type');
    const peer = idsOf({uid: chat['peerUid'], uin: chat['peerUin']});
    const title = stringAt(chat, 'name');
    const id = peer.uin ?? peer.uid ?? title ?? baseName(input.path).replace(/\.jsonl?$/, '');
    const metadata = recordAt(root, 'metadata') ?? {};
    const avatar = stringAt(chat, 'avatar');
    const taken = new Set([
      'name',
      'peerUid',
      'peerUin',
      'selfUid',
      'selfUin',
      'selfName',
      'avatar',
    ]);
    const own = given({
      metadata: leftover(metadata, new Set(['copyright'])),
      chatInfo: leftover(chat, taken),
      exportOptions: leftover(recordAt(root, 'exportOptions') ?? {}, new Set()),
    });
    this.stream.conversation({
      id,
      kind: type === 'group' ? 'group' : type === undefined ? 'unknown' : 'direct',
      ...given({title}),
      platform: 'qq',
      members: [],
      ...given({avatar: avatar === undefined ? undefined : pictureAsset(chatPicture, avatar)}),
      ...(Object.keys(own).length === 0 ? {} : {extras: {[format]: own}}),
    });
    return id;
  }
}

type Placed = {readonly value: unknown; readonly place: Place};

async function* singleRecords(
  input: ExportInput,
  ctx: ReadContext,
): AsyncGenerator<readonly Placed[]> {
  const {path} = input;
  const document = {
    ...input,
    items: ['messages[]'],
    ignore: ['avatars'],
    bigNumbers: 'string' as const,
  };
  for await (const event of jsonEvents(document, ctx)) {
    if (event.type !== 'items') continue;
    yield event.values.map((value, index) => ({
      value,
      place: {path, byte: event.bytes[index] ?? 0, record: String(event.first + index)},
    }));
  }
}

async function* lineRecords(
  input: ExportInput,
  paths: readonly string[],
  ctx: ReadContext,
): AsyncGenerator<readonly Placed[]> {
  for (const path of paths) yield* recordLines({source: input.source, path}, ctx);
}

const checkCount = (root: Loose, count: number, input: ExportInput, ctx: ReadContext): void => {
  const said = numberAt(recordAt(root, 'statistics') ?? {}, 'totalMessages');
  if (said === undefined || said <= count) return;
  ctx.report({
    kind: 'export-incomplete',
    place: {path: input.path},
    detail: `The export says that it holds ${said} messages; ${count} were found.`,
  });
};

/** Memory: the people, the last 65,536 sequence numbers and ids. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const variant = await variantAt(input);
  const {root, avatars} =
    variant === 'chunk'
      ? {root: {}, avatars: new Map<string, Asset>()}
      : await readAround(input, ctx);
  sayVersion(root, ctx);
  ctx.infer({what: 'dialect', value: variant, because: 'the keys of the file'});
  const lookup = new MediaLookup(await input.source.list());
  const {stream, reader} = new Export(input, root, {avatars, lookup, options, ctx});
  const paths =
    variant === 'single'
      ? []
      : variant === 'chunk'
        ? [input.path]
        : await chunkPaths(input, root, ctx);
  const batches = variant === 'single' ? singleRecords(input, ctx) : lineRecords(input, paths, ctx);
  for await (const records of batches) {
    for (const {value, place} of records) {
      if (isLoose(value)) reader.take(value, place);
      else ctx.report({kind: 'record-not-understood', place, detail: 'A message is no object.'});
    }
    const events = stream.full();
    if (events) yield events;
  }
  checkCount(root, reader.count, input, ctx);
  const rest = stream.end();
  if (rest) yield rest;
}
