// chatlog's CSV answer: six columns, local times. In a talk of two, whoever is not the talker is me.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {EventBatch, Moment} from '../../engine/model/archive.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {csvRecords} from '../_shared/csv-records.ts';
import {inferZone, localMoment} from '../_shared/local-time.ts';
import {entryFromFacts} from '../_shared/wechat-facts.ts';
import {factsOfBody} from './body.ts';
import {ChatlogPeople, format, systemSender} from './people.ts';

/** True and false only where two people talk. */
export const isOwnerIn = (chat: string, sender: string): boolean | undefined =>
  chat.endsWith('@chatroom') ? undefined : sender !== chat;

/** Memory: the people. */
export async function* readTable(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  inferZone(ctx, options.zone);
  const stream = new ChatStream(ctx, {owner: options.owner});
  const people = new ChatlogPeople(stream);
  let lastAt: Moment = utcMoment(0, 's');
  for await (const rows of csvRecords(input, ctx)) {
    for (const row of rows) {
      const at = localMoment(row.raw('Time'), options.zone);
      if (at) lastAt = at;
      else
        ctx.report({
          kind: 'time-not-understood',
          place: row.place,
          sample: row.raw('Time').slice(0, 60),
        });
      const chat = people.chat(row.at('Talker') ?? 'chat', row.at('TalkerName'));
      const sender = row.at('Sender');
      const isLine = sender === undefined || sender === systemSender;
      const isOwner = isLine || options.owner !== undefined ? undefined : isOwnerIn(chat, sender);
      const from = isLine ? undefined : people.person(sender, row.at('SenderName'), isOwner);
      const content = row.raw('Content');
      const id = people.id(chat, [row.raw('Time'), sender, content]);
      stream.entry(
        chat,
        entryFromFacts(factsOfBody(content), {id, at: lastAt, from}, {format}),
        row.place,
      );
    }
    const batch = stream.full();
    if (batch) yield batch;
  }
  const rest = stream.end();
  if (rest) yield rest;
}
