// Reads LINE's text export in two passes: survey.ts looks at the whole file, then transcript.ts and chat.ts turn lines into entries.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {inferZone} from '../_shared/local-time.ts';
import {textLines} from '../_shared/text-lines.ts';
import {Chat} from './chat.ts';
import type {DayOrder} from './days.ts';
import {survey} from './survey.ts';
import type {Survey} from './survey.ts';
import {Transcript} from './transcript.ts';
import type {Item} from './transcript.ts';

const decideOrder = (found: Survey, options: ReadOptions, ctx: ReadContext): DayOrder => {
  if (options.dateOrder === 'dmy' || options.dateOrder === 'mdy') return options.dateOrder;
  const {order, onlyIn, isAmbiguous} = found;
  if (onlyIn.dmy + onlyIn.mdy > 0) {
    const because = 'day headings that are real days in this order only';
    ctx.infer({what: 'date-order', value: order, because});
  } else if (isAmbiguous) {
    const detail = `Read as ${order}; choose the order if that is wrong.`;
    ctx.infer({what: 'date-order', value: order, because: 'a habit; no heading decides'});
    ctx.report({kind: 'ambiguous-date-order', place: {}, detail});
  }
  return order;
};

/** In a chat of two the title names the other one. */
const inferOwner = (found: Survey, options: ReadOptions, ctx: ReadContext): string | undefined => {
  const {title, names} = found;
  if (options.owner !== undefined || title?.kind !== 'one') return options.owner;
  const [owner, ...more] = [...names].filter((name) => name !== title.name);
  if (owner === undefined || more.length > 0 || !names.has(title.name)) return undefined;
  ctx.infer({what: 'owner', value: owner, because: 'the title names the other one of two'});
  return owner;
};

const sayLayout = (found: Survey, path: string, ctx: ReadContext): void => {
  const isTab = found.layout === 'tab';
  ctx.infer({
    what: 'dialect',
    value: isTab ? 'telephone' : 'computer',
    because: isTab ? 'columns between tabs' : 'columns between spaces',
  });
  const {unsure} = found.borders;
  if (isTab || unsure === 0) return;
  const detail = `Nothing tells where a name ends: of ${unsure} names the first word is taken.`;
  ctx.report({kind: 'field-not-understood', place: {path}, detail});
};

/** Memory: one record per name, one message, one batch. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const found = await survey(input, ctx);
  const {path} = input;
  sayLayout(found, path, ctx);
  inferZone(ctx, options.zone);
  const transcript = new Transcript(found.layout, decideOrder(found, options, ctx));
  const stream = new ChatStream(ctx, {owner: inferOwner(found, options, ctx)});
  const chat = new Chat(stream, found, options.zone);
  const take = (item: Item): void => {
    if ('odd' in item) {
      const {number: line, text} = item.odd;
      ctx.report({kind: 'line-not-understood', place: {path, line}, sample: text.slice(0, 200)});
      return;
    }
    const place = {path, line: item.record.line};
    if (item.record.isCut)
      ctx.report({kind: 'record-too-large', place, detail: 'Its end is left out.'});
    chat.add(item.record, path);
  };
  for await (const lines of textLines(input, ctx)) {
    for (const line of lines) transcript.take(line, take);
    const batch = stream.full();
    if (batch) yield batch;
  }
  transcript.finish(take);
  if (chat.media > 0) {
    const because = `placeholders stand for files, which LINE does not export: ${chat.media}`;
    ctx.infer({what: 'completeness', value: 'without media', because});
  }
  const rest = stream.end();
  if (rest) yield rest;
}
