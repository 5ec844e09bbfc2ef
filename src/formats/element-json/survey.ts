// The first pass over a room: what later events say of earlier ones (edits, reactions, poll answers, call ends), and the people's names.

import type {Loose} from '../_shared/loose.ts';
import {idAt, isLoose, numberAt, recordAt, stringAt, stringsAt, valueAt} from '../_shared/loose.ts';

export type EditEvent = {readonly at: number; readonly content: Loose; readonly sender: string};
export type ReactionEvent = {readonly sender: string; readonly key: string; readonly at: number};

const push = <T>(lists: Map<string, T[]>, key: string, item: T): void => {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
};

/** Memory: the edits, reactions and poll answers (an Element export has none of them), and the members. */
export class Survey {
  readonly edits = new Map<string, EditEvent[]>();
  readonly reactions = new Map<string, ReactionEvent[]>();
  /** Poll → voter → answers; the last of a voter counts. */
  readonly votes = new Map<string, Map<string, readonly string[]>>();
  readonly closedPolls = new Set<string>();
  /** Call → when it was answered, ended, and whether it was refused. */
  readonly calls = new Map<string, {answered?: number; ended?: number; isRejected?: boolean}>();
  /** As they are called last. */
  readonly names = new Map<string, {name?: string; avatar?: string; at: number}>();
  readonly senders = new Set<string>();
  readonly redacted = new Map<string, {readonly by: string; readonly at: number}>();
  roomId: string | undefined;
  isDirect = false;
  #first: number | undefined;
  #last = 0;
  #count = 0;

  /** Clients page backwards: then the newest event stands first. */
  get isNewestFirst(): boolean {
    return this.#first !== undefined && this.#first > this.#last;
  }

  get count(): number {
    return this.#count;
  }

  add(event: unknown): void {
    if (!isLoose(event)) return;
    const at = numberAt(event, 'origin_server_ts') ?? 0;
    const sender = stringAt(event, 'sender') ?? '';
    this.#first ??= at;
    this.#last = at;
    this.#count++;
    this.roomId ??= stringAt(event, 'room_id');
    this.senders.add(sender);
    const content = recordAt(event, 'content') ?? {};
    const type = stringAt(event, 'type') ?? '';
    if (type === 'm.room.member') this.#member(event, content, at);
    else if (type.startsWith('m.call.')) this.#call(type, content, at);
    else if (type === 'm.room.redaction') {
      const target = idAt(event, 'redacts') ?? idAt(content, 'redacts');
      if (target !== undefined) this.redacted.set(target, {by: sender, at});
    } else this.#relation(type, content, {at, sender});
  }

  #member(event: Loose, content: Loose, at: number): void {
    const id = stringAt(event, 'state_key');
    if (id === undefined) return;
    if (valueAt(content, 'is_direct') === true) this.isDirect = true;
    const name = stringAt(content, 'displayname');
    const avatar = stringAt(content, 'avatar_url');
    const fresh = {
      ...(name === undefined ? {} : {name}),
      ...(avatar === undefined ? {} : {avatar}),
      at,
    };
    const known = this.names.get(id);
    const isNewer = known === undefined || at >= known.at;
    this.names.set(id, isNewer ? {...known, ...fresh} : {...fresh, ...known});
  }

  #call(type: string, content: Loose, at: number): void {
    const id = idAt(content, 'call_id');
    if (id === undefined) return;
    const call = this.calls.get(id) ?? {};
    if (type === 'm.call.answer') call.answered ??= at;
    if (type === 'm.call.hangup') call.ended ??= at;
    if (type === 'm.call.reject') call.isRejected = true;
    this.calls.set(id, call);
  }

  #relation(
    type: string,
    content: Loose,
    by: {readonly at: number; readonly sender: string},
  ): void {
    const relation = recordAt(content, 'm.relates_to');
    const target = relation && idAt(relation, 'event_id');
    if (!relation || target === undefined) return;
    const kind = stringAt(relation, 'rel_type');
    const fresh = recordAt(content, 'm.new_content');
    if (kind === 'm.replace' && fresh) push(this.edits, target, {...by, content: fresh});
    else if (kind === 'm.annotation') {
      const key = stringAt(relation, 'key');
      if (key !== undefined) push(this.reactions, target, {...by, key});
    } else if (type.endsWith('poll.response')) this.#vote(target, content, by.sender);
    else if (type.endsWith('poll.end')) this.closedPolls.add(target);
  }

  #vote(poll: string, content: Loose, sender: string): void {
    const response = recordAt(content, 'org.matrix.msc3381.poll.response') ?? content;
    const votes = this.votes.get(poll) ?? new Map<string, readonly string[]>();
    votes.set(sender, [...stringsAt(response, 'answers'), ...stringsAt(content, 'm.selections')]);
    this.votes.set(poll, votes);
  }
}

/** Events that only say something of another one: they are told there. */
export const isAnnotation = (event: Loose): boolean => {
  const type = stringAt(event, 'type') ?? '';
  const content = recordAt(event, 'content') ?? {};
  const relation = recordAt(content, 'm.relates_to');
  const kind = relation && stringAt(relation, 'rel_type');
  return (
    type === 'm.reaction' ||
    type === 'm.room.redaction' ||
    (kind === 'm.replace' && recordAt(content, 'm.new_content') !== undefined) ||
    /poll\.(?:response|end)$/.test(type) ||
    /^m\.call\.(?!invite$)/.test(type)
  );
};
