// The posts of one conversation: replies stand inside the post that heads their thread, so posts wait until the conversation has ended.

import type {WriteContext} from '../../engine/convert/format.ts';
import {deflatedBlocks} from '../../engine/io/deflated-blocks.ts';
import type {DeflatedBlocks} from '../../engine/io/deflated-blocks.ts';
import type {Sink} from '../../engine/io/sink.ts';
import type {Asset, Conversation, Entry, EntryId} from '../../engine/model/archive.ts';
import {contentHash} from '../../engine/model/ids.ts';
import {copyAsset} from '../_shared/copy-asset.ts';
import {fileNameOf} from '../_shared/media-shelf.ts';
import type {Directory, Place} from './write-directory.ts';
import {flatParts, postOf} from './write-post.ts';
import type {PostRecord} from './write-post.ts';

/** The server's limits. */
const maxMessage = 16_383;
const maxFiles = 5;

export type ConversationContext = {
  readonly conversation: Conversation;
  readonly place: Place;
  readonly directory: Directory;
  readonly sink: Sink;
  readonly ctx: WriteContext;
  readonly out: DeflatedBlocks;
};

/** A text that is too long, and more files than a post may have, go on in replies a moment later. */
const split = (post: PostRecord): readonly [PostRecord, ...PostRecord[]] => {
  const runes = [...String(post['message'] ?? '')];
  const files = (post['attachments'] ?? []) as readonly {readonly path: string}[];
  const createAt = Number(post['create_at']);
  const rest: PostRecord[] = [];
  const count = Math.max(
    Math.ceil(runes.length / maxMessage),
    Math.ceil(files.length / maxFiles),
    1,
  );
  for (let index = 1; index < count; index++) {
    const more = files.slice(index * maxFiles, (index + 1) * maxFiles);
    rest.push({
      user: post['user'],
      message: runes.slice(index * maxMessage, (index + 1) * maxMessage).join(''),
      create_at: createAt + index,
      ...(more.length > 0 ? {attachments: more} : {}),
    });
  }
  if (rest.length === 0) return [post];
  const first = {
    ...post,
    message: runes.slice(0, maxMessage).join(''),
    ...(files.length > 0 ? {attachments: files.slice(0, maxFiles)} : {}),
  };
  return [first, ...rest];
};

/** Memory: the deflated posts, the replies of this conversation, and one id for each entry. */
export class ConversationWriter {
  readonly #context: ConversationContext;
  readonly #posts = deflatedBlocks();
  readonly #replies = new Map<EntryId, string[]>();
  /** Entry → the entry that heads its thread. */
  readonly #roots = new Map<EntryId, EntryId>();
  readonly #moments = new Set<string>();
  #instant = 0;

  constructor(context: ConversationContext) {
    this.#context = context;
  }

  async add(entry: Entry): Promise<void> {
    const {directory, place, ctx, conversation} = this.#context;
    if (entry.from !== undefined) directory.join(place, entry.from);
    const root = this.#rootOf(entry);
    const isLost =
      entry.kind === 'message' && entry.replyTo?.entry !== undefined && root === undefined;
    if (isLost) {
      ctx.report({
        kind: 'not-representable',
        place: {conversation: conversation.id, record: entry.id},
        detail:
          'The message that this one replies to is not in the conversation; it is written as a quote.',
      });
    }
    const files = await this.#copyFiles(entry);
    const createAt = Math.max(entry.at.epochMs, 1);
    const draft = postOf(entry, {directory, createAt, files}, root !== undefined);
    const post = this.#withOwnMoment(draft, createAt);
    const [first, ...more] = split(post);
    const head = root ?? entry.id;
    this.#roots.set(entry.id, head);
    if (root === undefined) await this.#posts.append(`${JSON.stringify([entry.id, first])}\n`);
    else this.#reply(root, first);
    for (const record of more) this.#reply(head, record);
  }

  async finish(): Promise<void> {
    const {place, out} = this.#context;
    const type = place.kind === 'direct' ? 'direct_post' : 'post';
    const where =
      place.kind === 'direct'
        ? {channel_members: place.members}
        : {team: place.team, channel: place.channel};
    for await (const text of this.#posts.read()) {
      for (const line of text.split('\n')) {
        if (line === '') continue;
        const [id, post] = JSON.parse(line) as [EntryId, PostRecord];
        const replies = this.#replies.get(id)?.map((reply) => JSON.parse(reply) as PostRecord);
        const full = {...where, ...post, ...(replies ? {replies} : {})};
        await out.append(`${JSON.stringify({type, [type]: full})}\n`);
      }
    }
  }

  /** Threads have one level: a reply to a reply belongs to the root. Only messages head threads. */
  #rootOf(entry: Entry): EntryId | undefined {
    if (entry.kind !== 'message') return undefined;
    const {replyTo, thread} = entry;
    const target = thread ?? (replyTo?.conversation === undefined ? replyTo?.entry : undefined);
    const root = target === undefined ? undefined : this.#roots.get(target);
    return root ?? (replyTo?.entry === undefined ? undefined : this.#roots.get(replyTo.entry));
  }

  #reply(root: EntryId, record: PostRecord): void {
    const replies = this.#replies.get(root);
    if (replies) replies.push(JSON.stringify(record));
    else this.#replies.set(root, [JSON.stringify(record)]);
  }

  /** The importer takes two posts of one channel, text and millisecond for one post: the second moves on by one. */
  #withOwnMoment(post: PostRecord, createAt: number): PostRecord {
    if (createAt > this.#instant + 1000) this.#moments.clear();
    this.#instant = createAt;
    let moment = createAt;
    while (this.#moments.has(`${moment} ${String(post['message'])}`)) moment++;
    this.#moments.add(`${moment} ${String(post['message'])}`);
    return moment === createAt ? post : {...post, create_at: moment};
  }

  async #copyFiles(entry: Entry): Promise<Map<string, string>> {
    const paths = new Map<string, string>();
    if (entry.kind !== 'message') return paths;
    for (const part of flatParts(entry.body)) {
      if (part.kind !== 'media' || part.asset.presence !== 'included') continue;
      const path = await this.#copy(part.asset, `${entry.id} ${paths.size}`);
      if (path !== undefined) paths.set(part.asset.id, path);
    }
    return paths;
  }

  /** Each file in a folder of its own keeps its name. */
  async #copy(asset: Asset, key: string): Promise<string | undefined> {
    const {sink, ctx, conversation} = this.#context;
    const folder = contentHash(`${conversation.id} ${key}`).slice(0, 10);
    const path = `files/${folder}/${fileNameOf(asset)}`;
    return (await copyAsset(asset, `data/${path}`, {sink, ctx})) ? path : undefined;
  }
}
