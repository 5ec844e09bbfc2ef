// What Signal's update lines say: group changes, timers, profiles, keys. Calls are in calls.ts.

import type {EntryId, NoticeEvent, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {isTrue, numberAt, recordsAt, stringAt, idAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import type {People} from './people.ts';
import {caseOf, msAt, uuidAt} from './wire.ts';

export type Update = {readonly event: NoticeEvent; readonly from?: PersonId};

const simple: Readonly<Record<string, NoticeEvent>> = {
  JOINED_SIGNAL: {kind: 'other', name: 'JOINED_SIGNAL'},
  IDENTITY_UPDATE: {kind: 'encryption'},
  IDENTITY_VERIFIED: {kind: 'encryption'},
  IDENTITY_DEFAULT: {kind: 'encryption'},
  END_SESSION: {kind: 'encryption'},
  CHAT_SESSION_REFRESH: {kind: 'encryption'},
  CHANGE_NUMBER: {kind: 'number-changed'},
  BLOCKED: {kind: 'blocked', isBlocked: true},
  UNBLOCKED: {kind: 'blocked', isBlocked: false},
};

const simpleEvent = (type: string): NoticeEvent =>
  (Object.hasOwn(simple, type) ? simple[type] : undefined) ?? {kind: 'other', name: type};

/** Zero, and a value that is left out, switch the timer off. */
const timer = (record: Loose): NoticeEvent => ({
  kind: 'timer-changed',
  seconds: Math.round((numberAt(record, 'expiresInMs') ?? 0) / 1_000),
});

const learnedName = (record: Loose): string | undefined => {
  const phone = idAt(record, 'e164');
  return (
    stringAt(record, 'username') ??
    (phone === undefined ? undefined : `+${phone.replace(/^\+/, '')}`)
  );
};

/** `targetAuthorId` and `targetSentTimestamp` name a message. */
export const targetOf = (record: Loose, people: People, authorKey: string): EntryId | undefined => {
  const ms = msAt(record, 'targetSentTimestamp');
  return ms === undefined ? undefined : `${people.see(idAt(record, authorKey))}:${ms}`;
};

// ---- groups

/** Who did it, and whom it happened to: the names that the fields have in one update or another. */
const actorKeys = [
  'updaterAci',
  'removerAci',
  'inviterAci',
  'revokerAci',
  'adderAci',
  'creatorAci',
];
const memberKeys = ['newMemberAci', 'removedAci', 'memberAci', 'inviteeAci', 'requestorAci', 'aci'];

const person = (change: Loose, keys: readonly string[], people: People): PersonId | undefined => {
  for (const key of keys) {
    const id = people.seeService(uuidAt(change, key));
    if (id !== undefined) return id;
  }
  return undefined;
};

const listOf = (id: PersonId | undefined): readonly PersonId[] => (id === undefined ? [] : [id]);

const groupEvent = (name: string, change: Loose, member: PersonId | undefined): NoticeEvent => {
  switch (name) {
    case 'groupCreationUpdate':
      return {kind: 'created'};
    case 'groupNameUpdate': {
      const title = stringAt(change, 'newGroupName');
      return title === undefined ? {kind: 'other', name} : {kind: 'renamed', title};
    }
    case 'groupAvatarUpdate':
      return {kind: 'photo-changed'};
    case 'groupDescriptionUpdate':
      return {kind: 'topic-changed', ...given({topic: stringAt(change, 'newDescription')})};
    case 'groupMemberAddedUpdate':
    case 'groupJoinRequestApprovalUpdate':
      return {kind: 'members-added', members: listOf(member)};
    case 'groupMemberRemovedUpdate':
      return {kind: 'members-removed', members: listOf(member)};
    case 'groupMemberJoinedUpdate':
      return {kind: 'joined'};
    case 'groupMemberJoinedByLinkUpdate':
      return {kind: 'joined', by: 'link'};
    case 'groupInvitationAcceptedUpdate':
      return {kind: 'joined', by: 'invitation'};
    case 'groupMemberLeftUpdate':
      return {kind: 'left'};
    case 'groupAdminStatusUpdate': {
      const role = isTrue(change, 'wasAdminStatusGranted') ? 'admin' : 'member';
      return {kind: 'role-changed', members: listOf(member), role};
    }
    case 'groupV2MigrationUpdate':
      return {kind: 'migrated'};
    case 'groupExpirationTimerUpdate':
      return timer(change);
    default:
      return {kind: 'other', name};
  }
};

/** Those who come or go by themselves are the ones that the line is from. */
const isOwnAct = (event: NoticeEvent): boolean => event.kind === 'joined' || event.kind === 'left';

const groupUpdate = (update: Loose, people: People): Update => {
  const [name, change] = caseOf(update) ?? ['groupChange', {}];
  const member = person(change, memberKeys, people);
  const event = groupEvent(name, change, member);
  const from = isOwnAct(event) ? member : person(change, actorKeys, people);
  return {event, ...(from === undefined ? {} : {from})};
};

// ---- all kinds

/** One line each; undefined where the kind is not known. */
export const updatesOf = (
  name: string,
  update: Loose,
  people: People,
): readonly Update[] | undefined => {
  switch (name) {
    case 'simpleUpdate':
      return [{event: simpleEvent(stringAt(update, 'type') ?? 'UNKNOWN')}];
    case 'groupChange': {
      const changes = recordsAt(update, 'updates').map((one) => groupUpdate(one, people));
      return changes.length > 0 ? changes : [{event: {kind: 'other', name}}];
    }
    case 'expirationTimerChange':
      return [{event: timer(update)}];
    case 'profileChange':
      return [{event: {kind: 'profile-changed', ...given({name: stringAt(update, 'newName')})}}];
    case 'learnedProfileChange':
      return [{event: {kind: 'profile-changed', ...given({name: learnedName(update)})}}];
    case 'pinMessage': {
      const entry = targetOf(update, people, 'targetAuthorId');
      return [{event: {kind: 'pinned', ...given({entry})}}];
    }
    case 'sessionSwitchover':
    case 'threadMerge':
    case 'pollTerminate':
      return [{event: {kind: 'other', name}}];
    default:
      return undefined;
  }
};
