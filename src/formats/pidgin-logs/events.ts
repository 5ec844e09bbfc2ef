// What the program's own lines mean, in their English wording. Anything else is a notice with its text.

import type {NoticeEvent, PersonId} from '../../engine/model/archive.ts';

export type SystemEvent = {readonly event: NoticeEvent; readonly nick?: string};

/** `person` names a nick that the line speaks of. */
export const systemEvent = (text: string, person: (nick: string) => PersonId): SystemEvent => {
  const joined = /^(\S+)(?: \[[^\]]*\])? entered the room\.$/.exec(text);
  if (joined) return {event: {kind: 'joined'}, nick: joined[1] ?? ''};
  const kicked = /^(\S+) left the room \(Kicked by (\S+)(?: \(.*\))?\)\.$/.exec(text);
  if (kicked)
    return {
      event: {kind: 'members-removed', members: [person(kicked[1] ?? '')]},
      nick: kicked[2] ?? '',
    };
  const left = /^(\S+) left the room(?: \(.*\))?\.$/.exec(text);
  if (left) return {event: {kind: 'left'}, nick: left[1] ?? ''};
  const renamed = /^(\S+) is now known as (\S+)$/.exec(text);
  if (renamed)
    return {event: {kind: 'profile-changed', name: renamed[2] ?? ''}, nick: renamed[1] ?? ''};
  const topic = /^(\S+) has changed the (?:topic|subject) to: (.*)$/s.exec(text);
  if (topic) return {event: {kind: 'topic-changed', topic: topic[2] ?? ''}, nick: topic[1] ?? ''};
  const mode = /^mode \(([+-][a-z]+) ([^)]+)\) by (\S+)$/.exec(text);
  if (mode) {
    const members = (mode[2] ?? '').split(/\s+/).map(person);
    return {event: {kind: 'role-changed', members, role: mode[1] ?? ''}, nick: mode[3] ?? ''};
  }
  return {event: {kind: 'other'}};
};
