// Slack's channels, private channels, group DMs and DMs as conversations. Not their messages.

import type {Conversation, ConversationKind, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {isTrue, leftover, recordAt, stringAt, stringsAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import type {IndexName} from './layout.ts';
import {unescapeSlack} from './mrkdwn.ts';
import type {People} from './people.ts';

const taken = new Set([
  'id',
  'name',
  'members',
  'topic',
  'name_normalized',
  'num_members',
  'chatark',
]);

const kinds: readonly ConversationKind[] = ['direct', 'group', 'channel', 'self', 'unknown'];

const kindOf = (record: Loose, index: IndexName | undefined, id: string): ConversationKind => {
  if (index === 'dms.json' || isTrue(record, 'is_im') || (!index && id.startsWith('D')))
    return 'direct';
  const name = stringAt(record, 'name') ?? '';
  return index === 'mpims.json' || isTrue(record, 'is_mpim') || name.startsWith('mpdm-')
    ? 'group'
    : 'channel';
};

/** DMs and group DMs are called by their people: by the others, once the owner is known. */
const titleOf = (members: readonly PersonId[], people: People): string | undefined => {
  const others = members.filter((member) => member !== people.owner);
  const names = (others.length > 0 ? others : members).map(
    (member) => people.nameOf(member) ?? member,
  );
  return names.length > 0 ? names.join(', ') : undefined;
};

/** `created` of old channels is a placeholder: Slack did not exist before 2013. */
const plausible = (extras: {readonly [key: string]: unknown} | undefined): boolean =>
  typeof extras?.['created'] === 'number' && extras['created'] > 1_356_998_400;

export const conversationOf = (
  record: Loose,
  index: IndexName | undefined,
  people: People,
): Conversation | undefined => {
  const id = stringAt(record, 'id');
  if (id === undefined) return undefined;
  const listed = stringsAt(record, 'members');
  const members = [...new Set(listed)].map((member) => people.refer(member));
  let kind = kindOf(record, index, id);
  if (kind === 'direct' && members.length === 1 && listed.length === 2) kind = 'self';
  const isChannel = kind === 'channel';
  const ours = recordAt(record, 'chatark') ?? {};
  const name = stringAt(record, 'name');
  const isOwnTitle = isChannel || (name !== undefined && !/^(?:mpdm-|DM\b)/.test(name));
  const topic = stringAt(recordAt(record, 'topic') ?? {}, 'value');
  const rest = leftover(record, taken);
  const {created: _, ...withoutCreated} = rest ?? {};
  const purpose = recordAt(record, 'purpose') ?? {};
  const extras = plausible(rest) ? rest : withoutCreated;
  const raw = given({
    list: index?.replace('.json', ''),
    name: isOwnTitle ? undefined : name,
    ...extras,
    purpose: stringAt(purpose, 'value') === undefined ? undefined : extras?.['purpose'],
  });
  return {
    id,
    kind: kinds.find((word) => word === stringAt(ours, 'kind')) ?? kind,
    ...given({
      title: stringAt(ours, 'title') ?? (isOwnTitle ? (name ?? id) : titleOf(members, people)),
    }),
    platform: 'slack',
    members,
    ...given({topic: topic === undefined ? undefined : unescapeSlack(topic)}),
    ...(Object.keys(raw).length > 0 ? {extras: {'slack-zip': raw}} : {}),
  };
};

/** A conversation that no index lists: all that is known is what its folder or file is called. */
export const unlistedConversation = (name: string): Conversation => {
  const isGroup = name.startsWith('mpdm-');
  const isDirect = /^D[A-Z0-9]{6,}$/.test(name);
  return {
    id: name,
    kind: isGroup ? 'group' : isDirect ? 'direct' : 'channel',
    title: name,
    platform: 'slack',
    members: [],
  };
};

/**
 * Who exported: the one person who is in all of at least three DMs with different people. An export of a whole workspace has DMs
 * between any two, so nobody is in all of them.
 */
export const ownerOfDms = (dms: readonly Loose[]): PersonId | undefined => {
  const partners = new Set<string>();
  let common: Set<string> | undefined;
  for (const dm of dms) {
    const members = new Set(stringsAt(dm, 'members'));
    if (members.size < 2) continue;
    for (const member of members) partners.add(member);
    const before: Set<string> = common ?? members;
    common = new Set([...before].filter((member) => members.has(member)));
  }
  const [only, second] = common ?? [];
  return second === undefined && partners.size > 3 ? only : undefined;
};
