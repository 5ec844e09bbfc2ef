// One parsed line to one entry. Nicks are people; who is behind a nick, a log does not know.

import type {
  Entry,
  Extras,
  JsonObject,
  Moment,
  NoticeEvent,
  PersonId,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {LineEvent, ParsedLine} from './lines.ts';
import {parseStyling} from './styling.ts';

export type EntryContext = {
  readonly id: string;
  readonly at: Moment;
  person(nick: string): PersonId;
};

const extrasOf = (facts: JsonObject): {readonly extras?: Extras} =>
  Object.keys(facts).length > 0 ? {extras: {'irc-logs': facts}} : {};

const noticeEvent = (event: LineEvent, context: EntryContext): NoticeEvent => {
  switch (event.name) {
    case 'join':
      return {kind: 'joined'};
    case 'part':
    case 'quit':
      return {kind: 'left'};
    case 'kick':
      return {
        kind: 'members-removed',
        members: event.to === undefined ? [] : [context.person(event.to)],
      };
    case 'nick':
      return {kind: 'profile-changed', ...given({name: event.to})};
    case 'topic':
      return {
        kind: 'topic-changed',
        ...(event.topic === undefined || event.topic === '' ? {} : {topic: event.topic}),
      };
    case 'mode':
      return modeEvent(event.modes ?? '', context);
  }
};

/** `+o bob` gives a role; modes without a nick are the channel's. */
const modeEvent = (modes: string, context: EntryContext): NoticeEvent => {
  const [flags = '', ...nicks] = modes.trim().split(/\s+/);
  const isRole = /^[+-][qaohv+-]+$/.test(flags) && nicks.length > 0;
  return isRole
    ? {kind: 'role-changed', members: nicks.map((nick) => context.person(nick)), role: flags}
    : {kind: 'other', name: 'mode'};
};

export const entryOfLine = (
  line: Extract<ParsedLine, {kind: 'said' | 'event' | 'other'}>,
  context: EntryContext,
): Entry => {
  const base = {id: context.id, at: context.at};
  switch (line.kind) {
    case 'said': {
      const {inlines, hasColour} = parseStyling(line.text);
      const isAction = line.as === 'action' && inlines.length > 0;
      const facts = {
        ...given({mode: line.mode}),
        ...(line.as === 'message' ? {} : {type: line.as}),
        ...(hasColour ? {raw: line.text} : {}),
      };
      return {
        kind: 'message',
        ...base,
        from: context.person(line.nick),
        body: [
          {
            kind: 'text',
            inlines: isAction ? [{kind: 'styled', style: 'italic', inlines}] : inlines,
          },
        ],
        ...extrasOf(facts),
      };
    }
    case 'event': {
      const {host, reason, modes} = line.event;
      const facts = {name: line.event.name, ...given({host, reason, modes})};
      return {
        kind: 'notice',
        ...base,
        from: context.person(line.event.nick),
        event: noticeEvent(line.event, context),
        text: line.text,
        ...extrasOf(facts),
      };
    }
    case 'other':
      return {
        kind: 'notice',
        ...base,
        event: {kind: 'other'},
        text: line.text,
        ...extrasOf(given({by: line.by})),
      };
  }
};
