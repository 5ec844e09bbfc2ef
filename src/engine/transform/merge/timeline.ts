// The merged timeline of one conversation as a plan: which entries of which exports are one. Grows export by export, oldest first.

import {align} from './align.ts';
import type {Column, Rule} from './align.ts';
import {firstTime, lastTime} from './sides.ts';
import type {Side} from './sides.ts';

/** One entry of the merged timeline: `members[i]` is its index in the i-th side that holds it. */
export type Group = {
  time: number;
  readonly members: {readonly side: number; readonly index: number}[];
  isGone: boolean;
};

export type SideAccount = {
  readonly source: number;
  readonly entries: number;
  /** Entries that no older export held. */
  added: number;
  /** Entries that were joined with one already there, by rule. */
  readonly joined: Map<Rule, number>;
  /** Milliseconds by which this export's clock was moved. */
  shift: number;
  /** Entries of older exports that this one should hold and does not. */
  gone: number;
};

export type Timeline = {
  readonly groups: readonly Group[];
  readonly accounts: readonly SideAccount[];
  /** Pairs of person keys that turned out to be one. */
  readonly renamed: readonly (readonly [string, string])[];
};

/** Unified sender of an entry of a side. */
type SenderOf = (side: Side, index: number) => string;

class Growing {
  readonly groups: Group[] = [];
  readonly ids: string[][] = [];
  readonly times: number[] = [];
  readonly widths: number[] = [];
  readonly keys: string[] = [];
  readonly senders: string[] = [];
  readonly kinds: string[] = [];
  readonly isEdited: boolean[] = [];
  isFloating = false;

  put(group: Group, at: number, side: Side, index: number, sender: string): void {
    const id = side.ids[index] ?? '';
    const width = side.widths[index] ?? 1;
    if (at === this.groups.length) this.groups.push(group);
    this.ids[at] = [...(this.ids[at] ?? []), id];
    // The finest clock leads; the newest words do.
    if (width <= (this.widths[at] ?? Infinity)) {
      this.times[at] = group.time;
      this.widths[at] = width;
    }
    this.keys[at] = side.keys[index] ?? '';
    this.senders[at] = sender;
    this.kinds[at] = side.kinds[index] ?? 'message';
    this.isEdited[at] = side.isEdited[index] ?? false;
  }
}

const columnOf = (side: Side, senderOf: SenderOf): Column => ({
  ids: side.ids.map((id) => [id]),
  times: side.times,
  widths: side.widths,
  keys: side.keys,
  senders: side.senders.map((_, index) => senderOf(side, index)),
  kinds: side.kinds,
  isEdited: side.isEdited,
  isFloating: side.isFloating,
});

const addSide = (
  growing: Growing,
  sides: readonly Side[],
  at: number,
  senderOf: SenderOf,
): {account: SideAccount; renamed: (readonly [string, string])[]} => {
  const side = sides[at];
  if (!side) throw new Error('No such side.');
  const column = columnOf(side, senderOf);
  const account: SideAccount = {
    source: side.source,
    entries: side.ids.length,
    added: 0,
    joined: new Map(),
    shift: 0,
    gone: 0,
  };
  const before = growing.groups.length;
  const {pairs, shift, renamed} =
    before === 0
      ? {pairs: new Map(), shift: 0, renamed: new Map<string, string>()}
      : align(growing, column);
  account.shift = shift;
  const touched = new Uint8Array(before);
  for (let index = 0; index < side.ids.length; index++) {
    const pair = pairs.get(index);
    const time = (side.times[index] ?? 0) + shift;
    const sender = renamed.get(column.senders[index] ?? '') ?? column.senders[index] ?? '';
    const spot = pair?.left ?? growing.groups.length;
    const group = growing.groups[spot] ?? {time, members: [], isGone: false};
    const isFiner = pair !== undefined && (side.widths[index] ?? 1) < (growing.widths[spot] ?? 1);
    if (isFiner) group.time = time;
    group.members.push({side: at, index});
    growing.put(group, spot, side, index, sender);
    if (!pair) account.added++;
    else {
      touched[pair.left] = 1;
      account.joined.set(pair.rule, (account.joined.get(pair.rule) ?? 0) + 1);
    }
  }
  const [first, last] = [firstTime(side) + shift, lastTime(side) + shift];
  for (let index = 0; index < before; index++) {
    const group = growing.groups[index];
    if (!group || touched[index] === 1) continue;
    if (group.time > first && group.time < last) {
      group.isGone = true;
      account.gone++;
    }
  }
  growing.isFloating ||= side.isFloating;
  return {account, renamed: [...renamed]};
};

/** `sides`: oldest export first. Groups come in the order of time; within one instant in the order of their exports. */
export const planTimeline = (sides: readonly Side[], senderOf: SenderOf): Timeline => {
  const growing = new Growing();
  const accounts: SideAccount[] = [];
  const renamed: (readonly [string, string])[] = [];
  for (let at = 0; at < sides.length; at++) {
    const step = addSide(growing, sides, at, senderOf);
    accounts.push(step.account);
    renamed.push(...step.renamed);
  }
  const groups = growing.groups.map((group, index) => ({group, index}));
  groups.sort((a, b) => a.group.time - b.group.time || a.index - b.index);
  return {groups: groups.map(({group}) => group), accounts, renamed};
};
