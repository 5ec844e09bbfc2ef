// Gathers rows of Android's message and call tables into threads and people, as the phone shows them. Where rows come from is not its business.

import type {ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {
  ConversationId,
  Entry,
  EventBatch,
  Handle,
  Part,
  PersonId,
} from '../../engine/model/archive.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {
  callEntry,
  draftOf,
  hiddenId,
  mmsEntry,
  mmsSender,
  ownerId,
  smsEntry,
  smsKey,
} from './android-entries.ts';
import type {Draft} from './android-entries.ts';
import {contactName, given, normalAddress, numberOf} from './android-values.ts';
import type {Columns} from './android-values.ts';
import {ChatStream} from './chat-stream.ts';

export type AndroidRow = {
  readonly table: 'sms' | 'mms' | 'call';
  readonly columns: Columns;
  readonly place: Place;
};

export type MmsRow = AndroidRow & {
  readonly table: 'mms';
  readonly parts: readonly Part[];
  /** All words of its parts, for the id. */
  readonly text: string;
  /** Rows of the address table. */
  readonly addresses: readonly Columns[];
};

const handleOf = (id: PersonId): readonly Handle[] => {
  if (id === hiddenId || id === ownerId) return [];
  if (/^\+?\d+$/.test(id)) return [{kind: 'phone', value: id}];
  return [{kind: id.includes('@') ? 'email' : 'other', value: id}];
};

const isNumber = (address: string): boolean => /^\+?\d{5,}$/.test(address);

/** At most: phones have two cards. */
const maxOwnNumbers = 4;

/** Memory: people, threads, the last ids of each thread. */
export class AndroidThreads {
  readonly #format: string;
  readonly #ctx: ReadContext;
  readonly #stream: ChatStream;
  readonly #ids = new Map<ConversationId, IdMaker>();
  readonly #announced = new Set<string>();
  readonly #titles = new Map<ConversationId, string | undefined>();
  /** Numbers that only the owner can have. */
  readonly #own = new Set<string>();
  readonly #ownName: string | undefined;

  constructor(format: string, options: ReadOptions, ctx: ReadContext) {
    this.#format = format;
    this.#ctx = ctx;
    this.#stream = new ChatStream(ctx);
    const owner = normalAddress(options.owner ?? '');
    this.#ownName = isNumber(owner) || owner === '' ? undefined : owner;
    if (isNumber(owner)) this.#own.add(owner);
  }

  #owner(): PersonId {
    const numbers = [...this.#own];
    const known = `${ownerId}\n${numbers.join('\n')}`;
    if (this.#announced.has(known)) return ownerId;
    this.#announced.add(known);
    return this.#stream.person({
      id: ownerId,
      ...(this.#ownName !== undefined && {name: this.#ownName}),
      isOwner: true,
      ...(numbers.length > 0 && {handles: numbers.flatMap(handleOf)}),
    });
  }

  #person(id: PersonId, name: string | undefined): PersonId {
    if (id === ownerId) return this.#owner();
    const known = `${id}\n${name ?? ''}`;
    if (this.#announced.has(known)) return id;
    this.#announced.add(known);
    const handles = handleOf(id);
    return this.#stream.person({
      id,
      ...(name !== undefined && {name}),
      isOwner: false,
      ...(handles.length > 0 && {handles}),
    });
  }

  /** An MMS between two phones names both. */
  #learnOwner(from: PersonId, draft: Draft, addresses: readonly Columns[]): void {
    const wanted = from === ownerId ? 137 : 151;
    const named = addresses.filter((addr) => numberOf(addr, 'type') === wanted);
    const number = normalAddress(named[0]?.['address'] ?? '');
    const isSure = named.length === 1 && draft.addresses.length === 1;
    if (!isSure || draft.addresses[0] === number) return;
    this.ownNumber(
      number,
      wanted === 137 ? 'the sender of an own MMS' : 'the recipient of a received MMS',
    );
    this.#owner();
  }

  /** Tells a number that only the owner can have. */
  ownNumber(number: string, because: string): void {
    const isNew = isNumber(number) && !this.#own.has(number) && this.#own.size < maxOwnNumbers;
    if (!isNew) return;
    this.#own.add(number);
    this.#ctx.infer({what: 'owner', value: number, because});
  }

  /** The thread of these people; the phone keeps one for each set of numbers. */
  #conversation(draft: Draft, name: string | undefined): ConversationId {
    const {addresses} = draft;
    const isGroup = addresses.length > 1;
    const id = isGroup ? addresses.toSorted().join('~') : (addresses[0] ?? hiddenId);
    const title = name ?? this.#titles.get(id);
    if (this.#titles.has(id) && this.#titles.get(id) === title) return id;
    this.#titles.set(id, title);
    const others = addresses.map((address) => this.#person(address, isGroup ? undefined : name));
    return this.#stream.conversation({
      id,
      kind: isGroup ? 'group' : 'direct',
      title: title ?? addresses.join(', '),
      platform: 'sms',
      members: [this.#owner(), ...others],
    });
  }

  #id(conversation: ConversationId, key: string): string {
    const maker = this.#ids.get(conversation) ?? new IdMaker(4096);
    this.#ids.set(conversation, maker);
    return maker.make(key);
  }

  #emit(conversation: ConversationId, entry: Entry, place: Place): void {
    this.#stream.entry(conversation, entry, place);
  }

  #draftOf({columns, place}: AndroidRow): Draft | undefined {
    const draft = draftOf(columns, this.#own);
    if (!draft) this.#ctx.report({kind: 'record-skipped', place, detail: 'No usable date.'});
    return draft;
  }

  sms({columns, place, table}: AndroidRow): void {
    const draft = this.#draftOf({columns, place, table});
    if (!draft) return;
    const conversation = this.#conversation(draft, contactName(columns));
    const id = this.#id(conversation, smsKey(columns, draft));
    const type = numberOf(columns, 'type') ?? 0;
    if (type < 1 || type > 6)
      this.#ctx.report({kind: 'unknown-kind', place, detail: `SMS type ${type}.`});
    this.#emit(conversation, smsEntry({format: this.#format, columns}, draft, id), place);
  }

  call(row: AndroidRow): void {
    const {columns, place} = row;
    const draft = this.#draftOf(row);
    if (!draft) return;
    const conversation = this.#conversation(draft, contactName(columns));
    const key = ['call', columns['date'], columns['type'], draft.addresses[0]].join('\n');
    const id = this.#id(conversation, key);
    this.#emit(conversation, callEntry({format: this.#format, columns}, draft, id), place);
  }

  mms(row: MmsRow): void {
    const {columns, place, parts, addresses} = row;
    const draft = this.#draftOf(row);
    if (!draft) return;
    for (const addr of addresses) {
      const [address, name] = [normalAddress(addr['address'] ?? ''), contactName(addr)];
      if (name !== undefined && draft.addresses.includes(address)) this.#person(address, name);
    }
    const conversation = this.#conversation(draft, contactName(columns));
    const from = mmsSender(columns, draft, {parts, addresses});
    this.#person(from, undefined);
    this.#learnOwner(from, draft, addresses);
    const key = ['mms', columns['date'], columns['msg_box'], from, row.text].join('\n');
    const id = given(columns, 'm_id') ?? this.#id(conversation, key);
    const content = {parts, addresses, id, from};
    this.#emit(conversation, mmsEntry({format: this.#format, columns}, draft, content), place);
  }

  full(): EventBatch | undefined {
    return this.#stream.full();
  }

  end(): EventBatch | undefined {
    return this.#stream.end();
  }
}
