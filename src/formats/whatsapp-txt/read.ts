// Reads a transcript in two passes: survey.ts and plan.ts decide for the whole file, this file turns lines into entries.

import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {ArchiveEvent, Conversation, EventBatch} from '../../engine/model/archive.ts';
import {conversationEvent} from '../../engine/model/build.ts';
import {readLineBlocks} from '../_shared/line-blocks.ts';
import {Attachments} from './attachments.ts';
import {Entries} from './entries.ts';
import {People} from './people.ts';
import {makePlan} from './plan.ts';
import type {Plan} from './plan.ts';
import {survey} from './survey.ts';
import {titleOf} from './title.ts';
import {Transcript} from './transcript.ts';
import type {Record} from './transcript.ts';
import {withContacts} from './contacts.ts';

/**
 * A block of text gives about 900 entries. They are handed on before more is read: what lives while the reader waits for the next
 * block is copied by the garbage collector again and again.
 */
const batchSize = 250;

/** With media an export ends at 10,000 messages, without at 40,000. */
const caps = [10_000, 40_000];

const reportCap = (entries: Entries, path: string, ctx: ReadContext): void => {
  const cap = caps.find((limit) => entries.count >= limit - 2 && entries.count <= limit + 20);
  const isPlausible = cap === 40_000 || (cap !== undefined && entries.included > 0);
  if (!isPlausible) return;
  ctx.report({
    kind: 'cap-reached',
    place: {path},
    detail: `${entries.count} messages: WhatsApp exports no more than ${cap} at a time, so older ones are missing.`,
  });
};

const sayEnd = (entries: Entries, ctx: ReadContext): void => {
  if (entries.omitted > 0) {
    ctx.infer({
      what: 'completeness',
      value: entries.included > 0 ? 'some media left out' : 'without media',
      because: `placeholders stand for files that were not exported: ${entries.omitted}`,
    });
  }
  const language = entries.language;
  if (language !== undefined) {
    ctx.infer({what: 'language', value: language, because: 'words that the app itself writes'});
  }
};

const conversationOf = (plan: Plan, people: People): Conversation => ({
  id: plan.title ?? 'chat',
  kind: plan.kind,
  ...(plan.title === undefined ? {} : {title: plan.title}),
  platform: 'whatsapp',
  members: people.members,
});

const prepare = async (
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): Promise<{plan: Plan; attachments: Attachments}> => {
  const found = await survey(input, options, ctx);
  if (!found) {
    throw new ChatError('input-malformed', 'No line of the file begins like a WhatsApp message.', {
      hint: 'Is it the text file of an exported chat?',
    });
  }
  const listed = await input.source.list();
  const entry = listed.find(({path}) => path === input.path);
  const fileTitle = titleOf(input.path, input.source.label);
  const {path} = input;
  const plan = makePlan(found, {options, fileTitle, modifiedMs: entry?.modifiedMs, path}, ctx);
  return {plan, attachments: new Attachments(listed, input.path)};
};

/** Memory: one record per name, three table entries per file beside the transcript, one batch. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {plan, attachments} = await prepare(input, options, ctx);
  const people = new People(plan.owner);
  for (const name of plan.authors) if (name !== plan.groupAsAuthor) people.of(name);
  const conversation = conversationOf(plan, people);
  const entries = new Entries(plan, {conversation, people, attachments}, {path: input.path, ctx});
  const transcript = new Transcript(plan, {path: input.path, zone: options.zone, ctx});
  let batch: ArchiveEvent[] = [...people.takeNews(), conversationEvent(conversation)];
  const add = (record: Record): void => entries.add(record, batch);
  const blocks = readLineBlocks(input.source.open(input.path), {
    onProgress: (bytes) => ctx.advanced(bytes),
  });
  for await (const block of blocks) {
    throwIfCancelled(ctx.signal);
    transcript.take(block, add);
    if (batch.length < batchSize) continue;
    yield await withContacts(batch, entries.takeVcards(), {source: input.source, ctx});
    batch = [];
  }
  const last = transcript.finish();
  if (last) add(last);
  if (people.members.length > conversation.members.length) {
    batch.push(conversationEvent({...conversation, members: people.members}));
  }
  if (batch.length > 0)
    yield await withContacts(batch, entries.takeVcards(), {source: input.source, ctx});
  reportCap(entries, input.path, ctx);
  sayEnd(entries, ctx);
}
