// Calls: between two, in groups, and through links.

import type {Call, CallOutcome, EntryId, Moment, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {idAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import type {People} from './people.ts';
import {rest} from './shapes.ts';
import {msAt} from './wire.ts';

export type CallPlace = {
  readonly id: EntryId;
  readonly at: Moment;
  /** Whom the line is from, or the other one of a private chat. */
  readonly other: PersonId;
};

const outcomes: Readonly<Record<string, CallOutcome>> = {
  ACCEPTED: 'answered',
  JOINED: 'answered',
  MISSED: 'missed',
  MISSED_NOTIFICATION_PROFILE: 'missed',
  DECLINED: 'declined',
};

const outcomeOf = (state: string, isOutgoing: boolean): CallOutcome => {
  if (state === 'NOT_ACCEPTED') return isOutgoing ? 'cancelled' : 'declined';
  return (Object.hasOwn(outcomes, state) ? outcomes[state] : undefined) ?? 'unknown';
};

const individual = (call: Loose, {id, at, other}: CallPlace, people: People): Call => {
  const isOutgoing = stringAt(call, 'direction') === 'OUTGOING';
  const started = msAt(call, 'startedCallTimestamp');
  return {
    kind: 'call',
    id,
    at: started === undefined ? at : utcMoment(started),
    from: isOutgoing ? people.owner() : other,
    medium: stringAt(call, 'type') === 'VIDEO_CALL' ? 'video' : 'voice',
    outcome: outcomeOf(stringAt(call, 'state') ?? '', isOutgoing),
    ...rest(call, []),
  };
};

const group = (call: Loose, {id, at, other}: CallPlace, people: People): Call => {
  const [started, ended] = [msAt(call, 'startedCallTimestamp'), msAt(call, 'endedCallTimestamp')];
  const caller = idAt(call, 'startedCallRecipientId') ?? idAt(call, 'ringerRecipientId');
  const seconds =
    started !== undefined && ended !== undefined && ended > started
      ? Math.round((ended - started) / 1_000)
      : undefined;
  return {
    kind: 'call',
    id,
    at: started === undefined ? at : utcMoment(started),
    from: caller === undefined ? other : people.see(caller),
    medium: 'video',
    outcome: outcomeOf(stringAt(call, 'state') ?? '', false),
    ...given({durationSeconds: seconds}),
    ...rest(call, []),
  };
};

export const callOf = (
  kind: string,
  call: Loose,
  place: CallPlace,
  people: People,
): Call | undefined => {
  if (kind === 'individualCall') return individual(call, place, people);
  return kind === 'groupCall' ? group(call, place, people) : undefined;
};

/** A call through a link; it stands in no chat. */
export const linkCall = (call: Loose, place: CallPlace): Call => ({
  kind: 'call',
  id: place.id,
  at: place.at,
  from: place.other,
  medium: 'video',
  outcome: outcomeOf(stringAt(call, 'state') ?? '', false),
  ...rest(call, ['recipientId', 'callTimestamp']),
});
