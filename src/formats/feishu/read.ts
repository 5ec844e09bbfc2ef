// Reads Feishu messages of both kinds. Their order in the file is kept within a minute: lark-cli prints no seconds.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {ChatError} from '../../engine/errors.ts';
import {makeSample, readHead} from '../../engine/convert/recognize.ts';
import type {
  Asset,
  Entry,
  EventBatch,
  Moment,
  PersonId,
  Reference,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {Place} from '../../engine/model/problem.ts';
import {parseIso, utcMoment} from '../../engine/model/time.ts';
import {epochMoment} from '../_shared/epoch-moment.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {readSystemLine} from '../_shared/chinese-notice.ts';
import {assetAtPath, baseName, folderOf} from '../_shared/content-reference.ts';
import {inferZone, localMoment} from '../_shared/local-time.ts';
import {
  idAt,
  isTrue,
  leftover,
  numberAt,
  recordAt,
  recordsAt,
  stringAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {oldestFirst, placedRecords} from '../_shared/placed-records.ts';
import {renderedByType, structuredParts, systemText} from './content.ts';
import type {ContentWords, Mention} from './content.ts';
import {layoutOf} from './recognize.ts';

const format = 'feishu';

const known = new Set([
  'message_id',
  'msg_type',
  'content',
  'body',
  'sender',
  'create_time',
  'update_time',
  'deleted',
  'updated',
  'mentions',
  'thread_id',
  'root_id',
  'parent_id',
  'reply_to',
  'thread_replies',
  'chat_id',
  'thread_replies_error',
]);

/** Files by their name without its ending: fetched media are named by their key. */
const filesByStem = async (input: ExportInput): Promise<ReadonlyMap<string, string>> => {
  const files = new Map<string, string>();
  for (const {path} of await input.source.list())
    files.set(baseName(path).replace(/\.[A-Za-z0-9]{1,8}$/, ''), path);
  return files;
};

const titleOf = (path: string): string => {
  const stem = baseName(path).replace(/\.\w+$/, '');
  const folder = baseName(folderOf(path));
  return stem === 'messages' && folder !== '' ? folder : stem;
};

class FeishuReading {
  readonly stream: ChatStream;
  readonly #ctx: ReadContext;
  readonly #zone: string;
  readonly #lookup: MediaLookup;
  readonly #stems: ReadonlyMap<string, string>;
  readonly #folder: string;
  readonly #title: string;
  #place: Place;
  #lastAt: Moment = utcMoment(0, 'min');
  #hasSaidZone = false;

  private constructor(
    input: ExportInput,
    setup: {
      readonly lookup: MediaLookup;
      readonly stems: ReadonlyMap<string, string>;
      readonly options: ReadOptions;
      readonly ctx: ReadContext;
    },
  ) {
    this.stream = new ChatStream(setup.ctx, {owner: setup.options.owner});
    this.#ctx = setup.ctx;
    this.#zone = setup.options.zone;
    this.#lookup = setup.lookup;
    this.#stems = setup.stems;
    this.#folder = folderOf(input.path);
    this.#title = titleOf(input.path);
    this.#place = {path: input.path};
  }

  static async open(
    input: ExportInput,
    options: ReadOptions,
    ctx: ReadContext,
  ): Promise<FeishuReading> {
    const lookup = new MediaLookup(await input.source.list());
    return new FeishuReading(input, {lookup, stems: await filesByStem(input), options, ctx});
  }

  #moment(record: Loose): Moment {
    const printed = stringAt(record, 'create_time') ?? '';
    let at = epochMoment(numberAt(record, 'create_time'));
    if (!at) {
      at = localMoment(printed, this.#zone) ?? parseIso(printed, this.#zone);
      if (at?.zone.kind === 'floating' && !this.#hasSaidZone) {
        inferZone(this.#ctx, this.#zone);
        this.#hasSaidZone = true;
      }
    }
    if (at) this.#lastAt = at;
    else
      this.#ctx.report({
        kind: 'time-not-understood',
        place: this.#place,
        sample: printed.slice(0, 60),
      });
    return this.#lastAt;
  }

  #conversation(record: Loose): string {
    const chat = idAt(record, 'chat_id');
    const id = chat ?? this.#title;
    if (!this.stream.hasConversation(id))
      this.stream.conversation({
        id,
        kind: 'unknown',
        ...given({title: chat === undefined ? this.#title : undefined}),
        platform: 'feishu',
        members: [],
      });
    return id;
  }

  #sender(record: Loose): PersonId | undefined {
    const sender = recordAt(record, 'sender') ?? {};
    const id = idAt(sender, 'id') ?? stringAt(sender, 'name');
    if (id === undefined) return undefined;
    const isApp = stringAt(sender, 'sender_type') === 'app' || id.startsWith('cli_');
    return this.#person(id, stringAt(sender, 'name'), isApp);
  }

  #person(id: string, name: string | undefined, isApp = false): PersonId {
    return this.stream.person({
      id,
      ...given({name}),
      ...(this.stream.knows(id) ? {} : {handles: [{kind: 'platform', value: id}]}),
      ...(isApp ? {isBot: true} : {}),
    });
  }

  #mentions(record: Loose): readonly Mention[] {
    return recordsAt(record, 'mentions').map((mention) => {
      const id = idAt(mention, 'id') ?? idAt(recordAt(mention, 'id') ?? {}, 'open_id');
      const name = stringAt(mention, 'name');
      const everyone = id === 'all' || stringAt(mention, 'key') === '@_all';
      const person = id === undefined || everyone ? undefined : this.#person(id, name);
      return {key: stringAt(mention, 'key'), name, person, everyone};
    });
  }

  #asset(key: string, name: string | undefined): Asset {
    const folder = this.#folder === '' ? '' : `${this.#folder}/`;
    const bases = [`${folder}resources/files`, `${folder}resources/images`, this.#folder];
    const named =
      name === undefined ? undefined : (this.#lookup.find(name, bases)?.path ?? undefined);
    const path = this.#stems.get(key) ?? named;
    const words = {lookup: this.#lookup, bases: [''], missing: () => undefined};
    if (path !== undefined) return {...assetAtPath(path, words), ...given({name})};
    return {id: key, ...given({name}), presence: 'absent'};
  }

  take(record: Loose, place: Place, thread?: string): void {
    this.#place = place;
    const id = idAt(record, 'message_id') ?? '';
    const at = this.#moment(record);
    const from = this.#sender(record);
    const conversation = this.#conversation(record);
    const own = {
      ...leftover(record, known),
      ...given({thread_id: stringAt(record, 'thread_id'), msg_type: stringAt(record, 'msg_type')}),
    };
    const entry = this.#entry(record, {id, at, from}, thread);
    this.stream.entry(conversation, {...entry, extras: {[format]: own}}, place);
    for (const reply of recordsAt(record, 'thread_replies'))
      this.take(reply, {...place, record: idAt(reply, 'message_id') ?? ''}, id);
    if (valueAt(record, 'thread_replies_error') === true)
      this.#ctx.report({
        kind: 'export-incomplete',
        place,
        detail: 'The replies of this thread could not be fetched.',
      });
  }

  #entry(
    record: Loose,
    stem: {id: string; at: Moment; from: PersonId | undefined},
    thread: string | undefined,
  ): Entry {
    const {id, at} = stem;
    const type = stringAt(record, 'msg_type') ?? 'text';
    const source = stringAt(recordAt(record, 'body') ?? {}, 'content');
    const text = stringAt(record, 'content') ?? '';
    if (type === 'system') {
      const words = systemText(source ?? text);
      const said = readSystemLine(words);
      const event =
        said.kind === 'notice' ? said.event : ({kind: 'other', name: 'recalled'} as const);
      return {kind: 'notice', id, at, ...given({from: stem.from}), event, text: words};
    }
    const from = stem.from ?? this.stream.nobody();
    const words: ContentWords = {
      mentions: this.#mentions(record),
      asset: (key, name) => this.#asset(key, name),
      unknown: (kind) =>
        this.#ctx.report({
          kind: 'unknown-kind',
          place: this.#place,
          detail: `msg_type ${kind.slice(0, 60)}.`,
        }),
    };
    if (isTrue(record, 'deleted'))
      return {kind: 'removed', id, at, from, removedBy: 'unknown', ...(text === '' ? {} : {text})};
    const body =
      source === undefined
        ? renderedByType(type, text, words)
        : structuredParts(type, source, words);
    const head =
      thread ??
      (stringAt(record, 'thread_id') === undefined ? undefined : stringAt(record, 'root_id'));
    return {
      kind: 'message',
      id,
      at,
      from,
      body,
      ...given({replyTo: replyOf(record), thread: head === id ? undefined : head}),
      ...(isTrue(record, 'updated') ? {edits: [editOf(record)]} : {}),
    };
  }
}

const replyOf = (record: Loose): Reference | undefined => {
  const target = stringAt(record, 'parent_id') ?? stringAt(record, 'reply_to');
  return target === undefined ? undefined : {entry: target};
};

const editOf = (record: Loose) => {
  const at = epochMoment(numberAt(record, 'update_time'));
  return at ? {at} : {};
};

/** Told of every page: is there another one that is not in the file? */
const checkPage = (root: Loose, path: string, ctx: ReadContext): void => {
  for (const page of [
    root,
    recordAt(root, 'data') ?? {},
    ...Object.values(root).filter(
      (value): value is Loose =>
        typeof value === 'object' && value !== null && !Array.isArray(value),
    ),
  ]) {
    if (valueAt(page, 'has_more') !== true) continue;
    ctx.report({
      kind: 'export-incomplete',
      place: {path},
      detail: 'The answer says that there are more messages (has_more).',
    });
    return;
  }
};

const timeOf = (record: Loose): number | undefined =>
  numberAt(record, 'create_time') ??
  localMoment(stringAt(record, 'create_time') ?? '', 'UTC')?.epochMs;

/** Memory: the people; a newest-first file whole. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const head = await readHead(input.source, input.path);
  const layout = layoutOf(makeSample({path: input.path, size: head.length}, head, [input.path]));
  if (!layout)
    throw new ChatError('input-malformed', 'No messages of Feishu stand at the beginning.');
  const reading = await FeishuReading.open(input, options, ctx);
  let last: Loose = {};
  // Of several pages only the last one's has_more counts.
  const around = (root: Loose): void => {
    last = {...last, ...root};
  };
  const records = placedRecords({...input, items: layout.items, around}, ctx);
  for await (const batch of oldestFirst(records, timeOf, ctx)) {
    for (const {value, place} of batch) reading.take(value, place);
    const events = reading.stream.full();
    if (events) yield events;
  }
  checkPage(last, input.path, ctx);
  const rest = reading.stream.end();
  if (rest) yield rest;
}
