// Reads Messenger and Instagram downloads in HTML: thread by thread, oldest message first. Times are local, in the account's language.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {scanHtml} from '../../engine/io/html-stream.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {
  Asset,
  Entry,
  EventBatch,
  Message,
  MediaRole,
  Moment,
  NoticeEvent,
  Part,
  PersonId,
  Reaction,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {floatingMoment} from '../../engine/model/time.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {inTimeOrder} from '../_shared/in-time-order.ts';
import {LocalizedDates} from '../_shared/localized-date.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {mediaRole} from '../_shared/media-role.ts';
import {folderOf, layoutOf} from '../_shared/meta-layout.ts';
import type {MetaPlatform, ThreadFolder} from '../_shared/meta-layout.ts';
import {attachmentLine, reactionLine} from '../_shared/meta-phrases.table.ts';
import {PageReader} from './page.ts';
import type {RawMedia, RawMessage} from './page.ts';

type Timed = {readonly raw: RawMessage; readonly at: Moment};

const tagRoles: ReadonlyMap<RawMedia['tag'], MediaRole> = new Map([
  ['img', 'image'],
  ['video', 'video'],
  ['audio', 'voice'],
]);

/** An emoji (or several code points that make one), then a name. */
const reactionPattern =
  /^((?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[#*\d]\ufe0f?\u20e3)[\p{Emoji_Modifier}\ufe0f\u200d\p{Extended_Pictographic}]*)\s*(.*)$/su;

class Reading {
  readonly #input: ExportInput;
  readonly #options: ReadOptions;
  readonly #ctx: ReadContext;
  readonly #media: MediaLookup;
  readonly #bases: readonly string[];
  readonly #stream: ChatStream;
  readonly #dates = new LocalizedDates();
  readonly platform: MetaPlatform;

  constructor(
    input: ExportInput,
    options: ReadOptions,
    ctx: ReadContext,
    about: {readonly media: MediaLookup; readonly root: string; readonly platform: MetaPlatform},
  ) {
    this.#input = input;
    this.#options = options;
    this.#ctx = ctx;
    this.#media = about.media;
    this.platform = about.platform;
    const top = about.root.replace(/(?:[^/]+\/)?messages\/$/, '');
    this.#bases = [top, about.root, about.root.replace(/messages\/$/, '')];
    this.#stream = new ChatStream(ctx, {owner: options.owner});
  }

  #person(name: string): PersonId {
    return this.#stream.person({id: name, name});
  }

  #moment(
    raw: RawMessage,
    previous: Moment | undefined,
    place: {readonly path: string; readonly record: string},
  ): Moment {
    const found = this.#dates.parse(raw.time.trim());
    if (found)
      return floatingMoment(found.time, found.hasSeconds ? 's' : 'min', this.#options.zone);
    const detail =
      'The date is in no language that is known here; the time of the message before stands in.';
    this.#ctx.report({kind: 'time-not-understood', place, detail, sample: raw.time.trim()});
    const guess =
      previous ?? floatingMoment({year: 1970, month: 1, day: 1}, 'day', this.#options.zone);
    return {...guess, precision: 'day'};
  }

  #part({tag, uri}: RawMedia, path: string): Part {
    const role = tagRoles.get(tag);
    if (tag === 'a' && /^https?:/i.test(uri)) return {kind: 'link', url: uri};
    if (/^https?:/i.test(uri))
      return {kind: 'media', role: role ?? 'file', asset: {id: uri, presence: 'remote', url: uri}};
    const name = uri.split('/').at(-1) ?? uri;
    const entry = this.#media.find(uri, [folderOf(path), ...this.#bases]);
    const mime = mimeFromName(name);
    if (!entry) this.#ctx.report({kind: 'media-missing', place: {path, record: uri}});
    const asset: Asset = entry
      ? {id: entry.path, name, ...given({mime}), bytes: entry.size, presence: 'included'}
      : {id: uri, name, ...given({mime}), presence: 'absent'};
    const isSticker = /(?:^|\/)stickers_used\//.test(uri);
    return {kind: 'media', role: isSticker ? 'sticker' : (role ?? mediaRole(mime)), asset};
  }

  #parts({media}: RawMessage, path: string): readonly Part[] {
    // Pictures stand inside of a link to themselves.
    const shown = new Set(media.filter(({tag}) => tag !== 'a').map(({uri}) => uri));
    const unique = new Map(media.map((item) => [`${item.tag === 'a'} ${item.uri}`, item]));
    return [...unique.values()]
      .filter(({tag, uri}) => tag !== 'a' || !shown.has(uri))
      .map((item) => this.#part(item, path));
  }

  #reactions({reactions}: RawMessage): Pick<Message, 'reactions'> {
    const byEmoji = new Map<string, {person: PersonId}[]>();
    for (const words of reactions) {
      const [, emoji, name = ''] = reactionPattern.exec(words.trim()) ?? [];
      if (emoji === undefined) continue;
      // Newer pages add the time in brackets.
      const bare = name.replace(/\s*\([^()]*\d[^()]*\)$/, '').trim();
      const by = byEmoji.get(emoji) ?? [];
      if (bare !== '') by.push({person: this.#person(bare)});
      byEmoji.set(emoji, by);
    }
    const list: Reaction[] = [...byEmoji].map(([emoji, by]) => ({
      emoji,
      count: Math.max(1, by.length),
      ...(by.length > 0 && {by}),
    }));
    return list.length === 0 ? {} : {reactions: list};
  }

  #entry({raw, at}: Timed, ids: IdMaker, path: string): Entry {
    const name = raw.name.trim();
    const words = raw.lines.join('\n');
    const base = {
      id: ids.make(`${raw.time.trim()}\n${name}\n${words}`),
      at,
      from: this.#person(name),
    };
    const parts = this.#parts(raw, path);
    const event: NoticeEvent = {kind: 'other', name: 'reaction'};
    if (parts.length === 0 && reactionLine.test(words))
      return {kind: 'notice', ...base, event, text: words};
    const isRepeated =
      parts.length > 0 &&
      (attachmentLine.test(words) ||
        parts.some((part) => part.kind === 'link' && part.url === words));
    const text = words === '' || isRepeated ? [] : [textPart(words)];
    const body = [...text, ...parts];
    return {
      kind: 'message',
      ...base,
      body: body.length > 0 ? body : [textPart('')],
      ...this.#reactions(raw),
    };
  }

  /** Memory: one page, at most 10,000 messages as Meta writes them. */
  async #page(
    path: string,
  ): Promise<{readonly title: string; readonly messages: readonly Timed[]}> {
    const reader = new PageReader();
    const messages: Timed[] = [];
    for await (const batch of scanHtml(this.#input.source.open(path), {
      onProgress: (bytes) => this.#ctx.advanced(bytes),
    })) {
      throwIfCancelled(this.#ctx.signal);
      for (const raw of reader.read(batch)) {
        const place = {path, record: String(messages.length + 1)};
        messages.push({raw, at: this.#moment(raw, messages.at(-1)?.at, place)});
      }
    }
    return {title: reader.title.trim(), messages: inTimeOrder(messages)};
  }

  async *thread({name, files}: ThreadFolder): AsyncIterable<EventBatch> {
    const ids = new IdMaker();
    const id = name === '' ? 'thread' : name;
    for (const {path} of files.toSorted((a, b) => b.number - a.number)) {
      const {title, messages} = await this.#page(path);
      const people = new Set(messages.map(({raw}) => raw.name.trim()));
      const members = [...people].map((person) => this.#person(person));
      // A chat with one person is titled with that person's name.
      const kind = people.size > 2 ? 'group' : people.has(title) ? 'direct' : 'unknown';
      this.#stream.conversation({
        id,
        kind,
        ...given({title: title || undefined}),
        platform: this.platform,
        members,
      });
      for (const timed of messages) {
        this.#stream.entry(id, this.#entry(timed, ids, path), {path});
        const full = this.#stream.full();
        if (full) yield full;
      }
    }
  }

  *end(): Iterable<EventBatch> {
    const rest = this.#stream.end();
    if (rest) yield rest;
    const {language} = this.#dates;
    if (language === undefined) return;
    const because = 'the pages print local times without a zone';
    this.#ctx.infer({what: 'zone', value: this.#options.zone, because});
    this.#ctx.infer({what: 'language', value: language, because: 'the words of the dates'});
  }
}

const isInstagram = (paths: readonly string[]): boolean =>
  paths.some((path) => path.includes('your_instagram_activity/'));

/** Memory: people, threads, one page. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const entries = await input.source.list();
  const paths = entries.map(({path}) => path);
  const {root, threads} = layoutOf(input.path, paths, 'html');
  const platform = isInstagram([input.path]) ? 'instagram' : 'messenger';
  const reading = new Reading(input, options, ctx, {
    media: new MediaLookup(entries),
    root,
    platform,
  });
  for (const thread of threads) {
    throwIfCancelled(ctx.signal);
    yield* reading.thread(thread);
  }
  yield* reading.end();
}
