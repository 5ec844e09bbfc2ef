// Reads Signal's own plaintext export: `main.jsonl`, a frame a line. Encrypted backups are another thing.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import type {ArchiveEvent, EventBatch} from '../../engine/model/archive.ts';
import {utcMoment} from '../../engine/model/time.ts';
import type {Place} from '../../engine/model/problem.ts';
import {recordLines} from '../_shared/json-lines.ts';
import {idAt, numberAt, recordAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {Files} from './assets.ts';
import {linkCall} from './calls.ts';
import {Chats} from './chats.ts';
import {ItemReader} from './item.ts';
import {People} from './people.ts';
import {frameOf, knownVersion} from './shapes.ts';
import {msAt} from './wire.ts';

type Walk = {
  readonly ctx: ReadContext;
  readonly people: People;
  readonly chats: Chats;
  readonly items: ItemReader;
  readonly push: (event: ArchiveEvent) => void;
};

/** The text of a damaged line may be a key: it is told where the line is, not what it says. */
const withoutSamples = (ctx: ReadContext): ReadContext => ({
  ...ctx,
  report: ({sample: _unsafe, ...problem}) => ctx.report(problem),
});

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const readItem = ({chats, items, push}: Walk, item: Loose, place: Place): void => {
  const chat = chats.of(idAt(item, 'chatId') ?? '');
  if (!chat.isAnnounced) chats.announce(chat);
  for (const entry of items.read(item, chat, place) ?? []) {
    if (entry.from !== undefined) chat.members.add(entry.from);
    push({type: 'entry', conversation: chat.conversation.id, entry});
  }
};

const readLinkCall = ({ctx, people, chats, push}: Walk, call: Loose, place: Place): void => {
  const ms = msAt(call, 'callTimestamp');
  if (ms === undefined) {
    ctx.report({kind: 'time-not-understood', place, detail: 'A call has no time.'});
    return;
  }
  const chat = chats.ofLink(idAt(call, 'recipientId') ?? '');
  if (!chat.isAnnounced) chats.announce(chat);
  const id = chat.ids.make(`${ms}\n${idAt(call, 'callId') ?? ''}`);
  // The log is the owner's; who else was there is not said.
  const other = people.owner();
  chat.members.add(other);
  const entry = linkCall(call, {id, at: utcMoment(ms), other});
  push({type: 'entry', conversation: chat.conversation.id, entry});
};

const header = ({ctx}: Walk, line: Loose, place: Place): void => {
  const version = numberAt(line, 'version');
  if (version !== undefined && version > knownVersion) {
    const detail = `Version ${version} is newer than what is known (${knownVersion}).`;
    ctx.report({kind: 'unknown-version', place, detail});
  }
};

const follow = (walk: Walk, line: Loose, place: Place): void => {
  const kind = frameOf(line);
  const frame = kind === undefined ? {} : (recordAt(line, kind) ?? {});
  switch (kind) {
    case 'account':
      walk.people.account(frame);
      return;
    case 'recipient':
      if (!walk.chats.recipient(frame)) {
        walk.ctx.report({kind: 'unknown-kind', place, detail: 'A kind of recipient is not known.'});
      }
      return;
    case 'chat':
      walk.chats.chat(frame);
      return;
    case 'chatItem':
      readItem(walk, frame, place);
      return;
    case 'adHocCall':
      readLinkCall(walk, frame, place);
      return;
    case 'stickerPack':
    case 'notificationProfile':
    case 'chatFolder':
      return; // Settings of the app; no part of any chat.
    case undefined:
      if (valueAt(line, 'backupTimeMs') !== undefined) header(walk, line, place);
      else walk.ctx.report({kind: 'unknown-kind', place, detail: 'A kind of frame is not known.'});
      return;
    default:
      kind satisfies never;
  }
};

/** Memory: one line, the recipients and chats, the names of the files. */
export async function* read(
  input: ExportInput,
  _options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  let events: ArchiveEvent[] = [];
  const push = (event: ArchiveEvent): void => void events.push(event);
  const files = new Files(await input.source.list(), folderOf(input.path), ctx);
  const people = new People(push);
  const chats = new Chats(people, push);
  const walk: Walk = {ctx, people, chats, items: new ItemReader({people, files, ctx}), push};
  if (files.hasNone) {
    const because = 'no file lies below files/';
    ctx.infer({what: 'completeness', value: 'exported without media', because});
  }
  for await (const lines of recordLines(input, withoutSamples(ctx))) {
    for (const {value, place} of lines) follow(walk, value, place);
    if (events.length >= 1_000) {
      yield events;
      events = [];
    }
  }
  chats.close();
  if (events.length > 0) yield events;
}
