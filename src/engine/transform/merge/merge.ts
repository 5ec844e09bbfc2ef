// Several exports into one archive whose timelines only grow. Says what was kept, added and joined; order of the inputs does not matter.
// Memory: per entry its signature (about 150 bytes) and its deflated JSON (about 40).

import type {Conversation, Entry, EventBatch, Part, Person} from '../../model/archive.ts';
import {contentHash} from '../../model/ids.ts';
import {mapAssets} from '../map-assets.ts';
import {joinVersions} from './join.ts';
import {People} from './people.ts';
import {firstTime, lastTime, newSide} from './sides.ts';
import type {Side} from './sides.ts';
import {normalizedText} from './signature.ts';
import {planTimeline} from './timeline.ts';
import type {Group, SideAccount, Timeline} from './timeline.ts';

export type MergeInput = {readonly label: string; read(): AsyncIterable<EventBatch>};

export type ConversationAccount = {
  readonly conversation: Conversation;
  readonly sources: readonly (SideAccount & {readonly label: string; readonly title?: string})[];
  readonly merged: number;
  /** Entries that a newer export covering their time no longer holds. */
  readonly gone: number;
};

export type Merged = {
  readonly accounts: readonly ConversationAccount[];
  /** Asset ids are `<number of the input>/<id in it>`. */
  events(): AsyncIterable<EventBatch>;
};

type Chat = {readonly sides: Side[]; readonly timeline: Timeline};

const readInputs = async (inputs: readonly MergeInput[], people: People): Promise<Side[]> => {
  const sides: Side[] = [];
  for (const [source, input] of inputs.entries()) {
    const here = new Map<string, Side>();
    for await (const batch of input.read()) {
      for (const event of batch) {
        if (event.type === 'person') people.add(source, event.person);
        else if (event.type === 'conversation') {
          const known = here.get(event.conversation.id);
          if (known) known.conversation = event.conversation;
          else here.set(event.conversation.id, newSide(event.conversation, source));
        } else await here.get(event.conversation)?.add(event.entry);
      }
    }
    sides.push(...here.values());
  }
  return sides;
};

/** Oldest first, by content alone: the same exports in any order give the same list. */
const byAge = (a: Side, b: Side): number =>
  lastTime(a) - lastTime(b) ||
  a.ids.length - b.ids.length ||
  firstTime(b) - firstTime(a) ||
  (fingerprint(a) < fingerprint(b) ? -1 : 1);

const fingerprint = (side: Side): string =>
  contentHash(`${side.conversation.title ?? ''} ${side.ids.join(' ')} ${side.keys.join(' ')}`);

const samePlatform = (a: Conversation, b: Conversation): boolean =>
  a.platform === undefined || b.platform === undefined || a.platform === b.platform;

const kindsFit = (a: Conversation, b: Conversation): boolean =>
  a.kind === b.kind || a.kind === 'unknown' || b.kind === 'unknown';

/** How many of the smaller one's words stand in the other: finds a renamed chat. */
const overlap = (a: Side, b: Side): number => {
  const [small, large] = a.keys.length <= b.keys.length ? [a, b] : [b, a];
  const keys = new Set(large.keys);
  const distinct = new Set(small.keys);
  if (distinct.size < 5) return 0;
  let shared = 0;
  for (const key of distinct) if (keys.has(key)) shared++;
  return shared / distinct.size;
};

const isSameChat = (a: Side, b: Side): boolean => {
  const [one, other] = [a.conversation, b.conversation];
  if (a.source === b.source || !samePlatform(one, other)) return false;
  if (one.id === other.id) return true;
  if (!kindsFit(one, other)) return false;
  const [titleA, titleB] = [normalizedText(one.title ?? ''), normalizedText(other.title ?? '')];
  if (titleA !== '' && titleA === titleB) return true;
  return overlap(a, b) >= 0.6;
};

const groupChats = (sides: readonly Side[]): Side[][] => {
  const chats: Side[][] = [];
  for (const side of sides) {
    const chat = chats.find(
      (members) =>
        members.some((member) => isSameChat(member, side)) &&
        !members.some(({source}) => source === side.source),
    );
    if (chat) chat.push(side);
    else chats.push([side]);
  }
  return chats;
};

const personKeys = (side: Side): string[] => {
  const ids = new Set([...side.conversation.members, ...side.senders]);
  ids.delete('');
  return [...ids].map((id) => People.key(side.source, id));
};

/** Newest first; members and facts of all exports. */
const joinConversations = (
  sides: readonly Side[],
  rename: (source: number, id: string) => string,
): Conversation => {
  const newestFirst = [...sides].reverse();
  const [newest] = newestFirst;
  if (!newest) throw new Error('A chat has at least one export.');
  const members = new Set(
    newestFirst.flatMap(({source, conversation}) =>
      conversation.members.map((id) => rename(source, id)),
    ),
  );
  const known =
    newestFirst.find(({conversation}) => conversation.kind !== 'unknown')?.conversation.kind ??
    'unknown';
  return {
    ...Object.assign({}, ...[...newestFirst].reverse().map(({conversation}) => conversation)),
    id: newest.conversation.id,
    kind: known,
    members: [...members],
  } as Conversation;
};

type Renames = {person(source: number, id: string): string; entry(side: Side, id: string): string};

const renameParts = (parts: readonly Part[], rename: (id: string) => string): readonly Part[] => {
  const text = JSON.stringify(parts, (key, value: unknown) => {
    if ((key === 'person' || key === 'from') && typeof value === 'string') return rename(value);
    if (key === 'voters' && Array.isArray(value))
      return value.map((id: unknown) => (typeof id === 'string' ? rename(id) : id));
    return value;
  });
  return JSON.parse(text) as readonly Part[];
};

/** Persons, replies and threads of one export's entry in the words of the merged archive. */
const renameEntry = (entry: Entry, side: Side, renames: Renames): Entry => {
  const person = (id: string): string => renames.person(side.source, id);
  const base = mapAssets(
    {...entry, ...(entry.from === undefined ? {} : {from: person(entry.from)})} as Entry,
    (asset) => ({...asset, id: `${side.source}/${asset.id}`}),
  );
  switch (base.kind) {
    case 'message': {
      const {replyTo, thread, reactions} = base;
      return {
        ...base,
        body: renameParts(base.body, person),
        ...(replyTo
          ? {
              replyTo: {
                ...replyTo,
                ...(replyTo.entry === undefined ? {} : {entry: renames.entry(side, replyTo.entry)}),
                ...(replyTo.quote?.person === undefined
                  ? {}
                  : {quote: {...replyTo.quote, person: person(replyTo.quote.person)}}),
              },
            }
          : {}),
        ...(thread === undefined ? {} : {thread: renames.entry(side, thread)}),
        ...(reactions
          ? {
              reactions: reactions.map((reaction) =>
                reaction.by
                  ? {
                      ...reaction,
                      by: reaction.by.map((each) => ({...each, person: person(each.person)})),
                    }
                  : reaction,
              ),
            }
          : {}),
      };
    }
    case 'call':
      return base.participants ? {...base, participants: base.participants.map(person)} : base;
    case 'notice':
      return 'members' in base.event && base.event.members
        ? {...base, event: {...base.event, members: base.event.members.map(person)}}
        : base;
    case 'removed':
      return base.body ? {...base, body: renameParts(base.body, person)} : base;
    default:
      return base satisfies never;
  }
};

const goneMark = {chatark: {goneFromNewerExport: true}} as const;

/** Final id of every entry that does not keep its own. */
const planIds = (
  chat: Chat,
): {readonly idOf: (group: Group) => string; readonly entry: Renames['entry']} => {
  const used = new Set<string>();
  const ids = new Map<Group, string>();
  const changed = chat.sides.map(() => new Map<string, string>());
  for (const group of chat.timeline.groups) {
    const versions = group.members
      .map(({side, index}) => chat.sides[side]?.ids[index] ?? '')
      .reverse();
    const wanted = versions.find((id) => !id.startsWith('~')) ?? versions[0] ?? '';
    let id = wanted;
    for (let count = 2; used.has(id); count++) id = `${wanted}+${count}`;
    used.add(id);
    ids.set(group, id);
    for (const {side, index} of group.members) {
      const own = chat.sides[side]?.ids[index] ?? '';
      if (own !== id) changed[side]?.set(own, id);
    }
  }
  return {
    idOf: (group) => ids.get(group) ?? '',
    entry: (side, id) => changed[chat.sides.indexOf(side)]?.get(id) ?? id,
  };
};

async function* chatEvents(
  chat: Chat,
  conversation: Conversation,
  person: Renames['person'],
): AsyncIterable<EventBatch> {
  const readers = chat.sides.map((side) => side.reader());
  const plan = planIds(chat);
  const renames: Renames = {person, entry: plan.entry};
  let entries: Entry[] = [];
  const asBatch = (): EventBatch =>
    entries.map((entry) => ({type: 'entry', conversation: conversation.id, entry}));
  for (const group of chat.timeline.groups) {
    const versions: Entry[] = [];
    for (const {side, index} of [...group.members].reverse()) {
      const [from, reader] = [chat.sides[side], readers[side]];
      if (from && reader) versions.push(renameEntry(await reader.take(index), from, renames));
    }
    const joined: Entry = {...joinVersions(versions), id: plan.idOf(group)};
    entries.push(group.isGone ? {...joined, extras: {...joined.extras, ...goneMark}} : joined);
    if (entries.length < 1000) continue;
    yield asBatch();
    entries = [];
  }
  if (entries.length > 0) yield asBatch();
}

const distinctIds = (conversations: readonly Conversation[]): Conversation[] => {
  const used = new Set<string>();
  return conversations.map((conversation) => {
    let {id} = conversation;
    for (let count = 2; used.has(id); count++) id = `${conversation.id}#${count}`;
    used.add(id);
    return {...conversation, id};
  });
};

const accountOf = (
  chat: Chat,
  conversation: Conversation,
  inputs: readonly MergeInput[],
): ConversationAccount => ({
  conversation,
  merged: chat.timeline.groups.length,
  gone: chat.timeline.groups.filter(({isGone}) => isGone).length,
  sources: chat.timeline.accounts.map((account, index) => {
    const title = chat.sides[index]?.conversation.title;
    return {
      ...account,
      label: inputs[account.source]?.label ?? '',
      ...(title === undefined ? {} : {title}),
    };
  }),
});

/** Reads every input once; `events` may be called once. Throws what the inputs throw. */
export const mergeArchives = async (inputs: readonly MergeInput[]): Promise<Merged> => {
  const people = new People();
  const sides = (await readInputs(inputs, people)).sort(byAge);
  people.joinByHandle();
  const chats: Chat[] = groupChats(sides).map((members) => {
    for (let at = 1; at < members.length; at++) {
      for (const earlier of members.slice(0, at))
        people.joinByName(personKeys(earlier), personKeys(members[at] ?? earlier));
    }
    const timeline = planTimeline(members, (side, index) =>
      side.senders[index] === '' ? '' : people.root(side.source, side.senders[index] ?? ''),
    );
    for (const [a, b] of timeline.renamed) people.join(a, b);
    return {sides: members, timeline};
  });
  const ages = new Map<number, number>();
  for (const side of sides)
    ages.set(side.source, Math.max(ages.get(side.source) ?? -Infinity, lastTime(side)));
  const persons = people.merged((source) => ages.get(source) ?? 0);
  const person = (source: number, id: string): string =>
    persons.get(people.root(source, id))?.id ?? id;
  const conversations = distinctIds(chats.map((chat) => joinConversations(chat.sides, person)));
  return {
    accounts: chats.flatMap((chat, index) => {
      const conversation = conversations[index];
      return conversation ? [accountOf(chat, conversation, inputs)] : [];
    }),
    async *events() {
      const all: readonly Person[] = [...persons.values()];
      if (all.length > 0) yield all.map((each) => ({type: 'person' as const, person: each}));
      for (const [index, chat] of chats.entries()) {
        const conversation = conversations[index];
        if (!conversation) continue;
        yield [{type: 'conversation', conversation}];
        yield* chatEvents(chat, conversation, person);
      }
    },
  };
};
