// Reads the direct messages of an X (Twitter) archive: chats and groups, with the media that lies beside them.

import {ChatError, isChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {streamJson} from '../../engine/io/json-stream.ts';
import type {Conversation, EventBatch, Handle, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {HeldEntries} from '../_shared/held-entries.ts';
import {idAt, isLoose} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {eventEntry} from './entries.ts';
import type {EventContext} from './entries.ts';
import {coverOf, folderOf, mediaByMessage, messageFiles, readAccount} from './files.ts';
import type {Account, MessageFile} from './files.ts';

/** A chat with one person is named by both ids. */
const pairOf = (conversation: string): readonly string[] =>
  /^\d+-\d+$/.test(conversation) ? conversation.split('-') : [];

class Reading {
  readonly #ctx: ReadContext;
  readonly #media: ReturnType<typeof mediaByMessage>;
  readonly #used = new Set<string>();
  readonly #stream: ChatStream;
  readonly #account: Account | undefined;
  readonly #known = new Set<PersonId>();
  // The conversation under way.
  #held = new HeldEntries();
  #ids = new IdMaker();
  #title: {readonly at: number; readonly title: string} | undefined;
  #members = new Set<PersonId>();

  constructor(
    media: ReturnType<typeof mediaByMessage>,
    account: Account | undefined,
    options: ReadOptions,
    ctx: ReadContext,
  ) {
    this.#ctx = ctx;
    this.#media = media;
    this.#account = account;
    this.#stream = new ChatStream(ctx, {owner: options.owner});
  }

  #person(id: string): PersonId {
    if (this.#known.has(id)) return id;
    this.#known.add(id);
    const files = messageFiles(
    anchor,
    entries.map(({path}) => path),
  );
  const named = coverOf(anchor) === undefined ? undefined : await readAccount(source, folderOf(anchor), ctx);
  const account = named ?? (await inferAccount(files, input, ctx).catch(unreadable));
  const reading = new Reading(mediaByMessage(entries), account, options, ctx);
  let failed: ChatError | undefined;
  for (const file of files) {
    try {
      yield* readFile(file, input, reading, ctx);
    } catch (error) {
      if (!isChatError(error) || error.code !== 'input-malformed') throw error;
      failed = error;
      ctx.report({kind: 'file-unreadable', place: {path: file.path}, detail: error.message});
    }
  }
  if (failed && files.length === 1) throw failed;
  const rest = reading.end();
  if (rest) yield rest;
}
