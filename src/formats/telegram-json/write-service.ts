// Events of other platforms as Telegram's service actions; what Telegram has no action for stays a line of text.

import type {Notice, NoticeEvent, Person, PersonId} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {messageId} from './write-ids.ts';
import type {Fields} from './write-json.ts';

type Persons = ReadonlyMap<PersonId, Person>;

const names = (members: readonly PersonId[], persons: Persons): readonly string[] =>
  members.map((id) => persons.get(id)?.name ?? id);

const own = (from: PersonId | undefined, persons: Persons): readonly string[] =>
  from === undefined ? [] : names([from], persons);

/** Undefined: no action says this. */
const actionFor = (
  event: NoticeEvent,
  from: PersonId | undefined,
  persons: Persons,
): Fields | undefined => {
  switch (event.kind) {
    case 'created':
      return {action: 'create_group', title: event.title, members: own(from, persons)};
    case 'renamed':
      return {action: 'edit_group_title', title: event.title};
    case 'photo-changed':
      return {action: 'edit_group_photo'};
    case 'members-added':
      return {action: 'invite_members', members: names(event.members, persons)};
    case 'members-removed':
      return {action: 'remove_members', members: names(event.members, persons)};
    case 'joined':
      if (event.by === 'link') return {action: 'join_group_by_link', inviter: null};
      if (event.by === 'request') return {action: 'join_group_by_request'};
      return {action: 'invite_members', members: own(from, persons)};
    case 'left':
      return {action: 'remove_members', members: own(from, persons)};
    case 'pinned':
      return event.entry === undefined
        ? undefined
        : {action: 'pin_message', message_id: messageId(event.entry)};
    case 'timer-changed':
      return event.seconds === undefined
        ? undefined
        : {action: 'set_messages_ttl', period: event.seconds};
    case 'migrated':
      return event.title === undefined
        ? {action: 'migrate_to_supergroup'}
        : {action: 'migrate_from_group', title: event.title};
    case 'screenshot':
      return {action: 'take_screenshot'};
    case 'thread-started':
      return event.title === undefined ? undefined : {action: 'topic_created', title: event.title};
    case 'topic-changed':
    case 'role-changed':
    case 'encryption':
    case 'number-changed':
    case 'profile-changed':
    case 'poked':
    case 'blocked':
    case 'other':
      return undefined;
    default:
      return assertNever(event);
  }
};

/** The words of the source stand beside the action: Telegram makes its own from the action, other readers may want these. */
export const serviceFields = (entry: Notice, persons: Persons): Fields => ({
  ...actionFor(entry.event, entry.from, persons),
  information_text: entry.text === '' ? undefined : entry.text,
});
