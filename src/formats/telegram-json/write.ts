// Writes result.json as Telegram Desktop does, with the media beside it: what the Signal importer and the analysers read (NOTES.md).

import {throwIfCancelled} from '../../engine/errors.ts';
import type {WriteContext, WriteOptions, Writer} from '../../engine/convert/format.ts';
import type {Sink, SinkFile} from '../../engine/io/sink.ts';
import type {Conversation, Entry, EntryId, Person, PersonId} from '../../engine/model/archive.ts';
import type {Feature} from '../../engine/model/features.ts';
import {accountHead, chatFields, opening, peopleOf} from './write-chat.ts';
import {recordsOf} from './write-entry.ts';
import type {EntryContext} from './write-entry.ts';
import {layOut} from './write-json.ts';
import {MediaFolder} from './write-media.ts';

const resultName = 'result.json';

const holds: ReadonlySet<Feature> = new Set<Feature>([
  'person.name',
  'person.handles',
  'person.aliases',
  'person.owner',
  'person.bot',
  'conversation.title',
  'conversation.kind',
  'several-conversations',
  'entry.platform-id',
  'time.seconds',
  'time.milliseconds',
  'message',
  'call',
  'call.duration',
  'notice',
  'text',
  'text.style',
  'text.code-block',
  'text.url',
  'text.mention',
  'text.custom-emoji',
  'media',
  'media.file',
  'media.caption',
  'media.duration',
  'media.size',
  'media.thumbnail',
  'media.view-once',
  'media.role',
  'sticker',
  'location',
  'contact',
  'poll',
  'poll.votes',
  'reply',
  'forward',
  'reaction',
  'reaction.people',
  'edit',
]);

/** So much of the first chat waits, until it is known whether a second one follows: one chat and an account differ from the start. */
const maxWaiting = 32 * 1024 * 1024;

const flushAt = 256 * 1024;

/** One chat's JSON stands three levels deeper in an account. Strings hold no raw line feeds, so that this is safe. */
const deeper = (text: string): string => text.replaceAll('\n', '\n   ');

type Target = {
  readonly sink: Sink;
  readonly file: SinkFile;
  readonly options: WriteOptions;
  readonly ctx: WriteContext;
};

class ResultFile {
  readonly #target: Target;
  readonly #persons = new Map<PersonId, Person>();
  readonly #media: MediaFolder;
  #conversation: Conversation | undefined;
  #chats = 0;
  #records = 0;
  /** Undefined while it is not known whether a second chat follows. */
  #isAccount: boolean | undefined;
  #waiting: string[] = [];
  #waitingSize = 0;
  #text = '';

  constructor(target: Target) {
    this.#target = target;
    this.#media = new MediaFolder(target.sink, target.ctx);
  }

  async person(person: Person): Promise<void> {
    this.#persons.set(person.id, person);
    if (person.isOwner === true && person.avatar) {
      await this.#media.copy(person.avatar, 'profile_pictures');
    }
  }

  async conversation(conversation: Conversation): Promise<void> {
    if (this.#conversation) {
      this.#settle(true);
      this.#emit('\n ]\n}');
    }
    this.#conversation = conversation;
    this.#chats++;
    this.#records = 0;
    if (this.#chats > 1) {
      this.#text += ',\n   ';
      this.#emit(opening(chatFields(conversation, this.#persons)));
    }
    if (conversation.avatar) await this.#media.copy(conversation.avatar, 'photos');
    await this.#flush();
  }

  async entry(entry: Entry): Promise<void> {
    const conversation = this.#conversation;
    if (!conversation) return;
    const ctx: EntryContext = {
      zone: this.#target.options.zone,
      persons: this.#persons,
      conversation,
      file: (asset, folder) => this.#media.copy(asset, folder),
      short: (id, detail) => this.#short(id, detail),
    };
    for (const fields of await recordsOf(entry, ctx)) {
      this.#emit(`${this.#records === 0 ? '' : ','}\n  ${layOut(fields, 2)}`);
      this.#records++;
    }
    if (this.#text.length >= flushAt) await this.#flush();
  }

  async end(): Promise<void> {
    this.#settle(this.#chats !== 1);
    if (this.#conversation) this.#emit('\n ]\n}');
    if (this.#isAccount === true) this.#text += '\n  ]\n }\n}';
    this.#text += '\n';
    await this.#flush();
  }

  #short(entry: EntryId, detail: string): void {
    const conversation = this.#conversation?.id;
    const place = {
      path: resultName,
      record: entry,
      ...(conversation === undefined ? {} : {conversation}),
    };
    this.#target.ctx.report({kind: 'not-representable', place, detail});
  }

  #emit(text: string): void {
    if (this.#isAccount !== undefined) {
      this.#text += this.#isAccount ? deeper(text) : text;
      return;
    }
    this.#waiting.push(text);
    this.#waitingSize += text.length;
    if (this.#waitingSize > maxWaiting) this.#settle(true);
  }

  /** Decides the shape and lets go what waited for it. */
  #settle(isAccount: boolean): void {
    if (this.#isAccount !== undefined) return;
    this.#isAccount = isAccount;
    const people = peopleOf(this.#persons);
    if (isAccount) this.#text += accountHead(this.#persons, people, this.#target.ctx.generator);
    if (this.#conversation) {
      const fields = chatFields(this.#conversation, this.#persons);
      this.#emit(opening(isAccount || people.length === 0 ? fields : {...fields, people}));
    }
    for (const text of this.#waiting) this.#emit(text);
    this.#waiting = [];
  }

  async #flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '') await this.#target.file.write(text);
  }
}

export const writer: Writer = {
  extension: 'json',
  layout: 'folder',
  needs: 'grouped',
  holds,
  copiesMedia: true,
  async write(batches, sink, options, ctx) {
    const file = await sink.create(resultName);
    try {
      const result = new ResultFile({sink, file, options, ctx});
      for await (const batch of batches) {
        throwIfCancelled(ctx.signal);
        for (const event of batch) {
          if (event.type === 'person') await result.person(event.person);
          else if (event.type === 'conversation') await result.conversation(event.conversation);
          else await result.entry(event.entry);
        }
      }
      await result.end();
      await file.close();
    } catch (error) {
      await file.abort();
      throw error;
    }
  },
};
