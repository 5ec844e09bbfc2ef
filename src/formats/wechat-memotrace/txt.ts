// MemoTrace TXT of both generations: blocks of `time name` and text; a system line is `time text` (1) or a time alone with text below (2).

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {EventBatch, Moment} from '../../engine/model/archive.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {assetAtPath, folderOf} from '../_shared/content-reference.ts';
import {BlockCutter} from '../_shared/head-blocks.ts';
import type {Block} from '../_shared/head-blocks.ts';
import {inferZone, localMoment} from '../_shared/local-time.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {silentContext} from '../_shared/quiet-context.ts';
import {textLines} from '../_shared/text-lines.ts';
import {entryFromFacts, restOfFacts, roleOfKind} from '../_shared/wechat-facts.ts';
import type {WechatFacts} from '../_shared/wechat-facts.ts';
import {factsOfBareText} from './content.ts';
import {NamedChat, NameRoster, placeOf} from './people.ts';

const format = 'wechat-memotrace';

type Head = {readonly at: Moment; readonly printed: string; readonly rest: string};

const headPattern = /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})(?: (.{1,300}))?$/;
/** A pasted log stands in the past of the message that holds it. */
const slackMs = 60_000;

const matchHead =
  (zone: string) =>
  (line: string, previous: Head | undefined): Head | undefined => {
    const match = headPattern.exec(line);
    const at = match?.[1] === undefined ? undefined : localMoment(match[1], zone);
    if (!match || !at) return undefined;
    if (previous && at.epochMs < previous.at.epochMs - slackMs) return undefined;
    return {at, printed: match[1] ?? '', rest: match[2] ?? ''};
  };

async function* blocks(
  input: ExportInput,
  zone: string,
  ctx: ReadContext,
): AsyncGenerator<readonly Block<Head>[]> {
  const cutter = new BlockCutter(matchHead(zone));
  for await (const lines of textLines(input, ctx)) {
    const done: Block<Head>[] = [];
    for (const line of lines) {
      const isBefore = !cutter.isOpen;
      const pushed = cutter.push(line);
      if (pushed.done) done.push(pushed.done);
      if (isBefore && !pushed.isHead && line.text.trim() !== '')
        ctx.report({
          kind: 'line-not-understood',
          place: {path: input.path, line: line.number},
          sample: line.text.slice(0, 200),
        });
    }
    if (done.length > 0) yield done;
  }
  const last = cutter.border();
  if (last) yield [last];
}

/** Memory: the names. Two passes: a name is what has words under it at least once. */
export async function* readTxt(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const place = placeOf(input.path);
  const roster = new NameRoster(place);
  const names = new Set<string>();
  for await (const batch of blocks(input, options.zone, silentContext(ctx))) {
    for (const {head, body} of batch) {
      if (head.rest === '' || body === '') continue;
      names.add(head.rest);
      roster.look({name: head.rest});
    }
  }
  inferZone(ctx, options.zone);
  const stream = new ChatStream(ctx, {owner: options.owner});
  const chat = new NamedChat(stream, {roster, place, owner: options.owner});
  chat.begin(ctx);
  const ids = new IdMaker();
  const lookup = new MediaLookup(await input.source.list());
  const bases = [folderOf(input.path)];
  for await (const batch of blocks(input, options.zone, ctx)) {
    for (const {head, body, line, isCut} of batch) {
      const where = {path: input.path, line};
      if (isCut)
        ctx.report({kind: 'record-too-large', place: where, detail: 'Its end is left out.'});
      const isSystem = head.rest === '' || (body === '' && !names.has(head.rest));
      const facts: WechatFacts = isSystem
        ? {kind: 'system', text: head.rest === '' ? body : head.rest}
        : factsOfBareText(body);
      const from = isSystem ? undefined : chat.person({name: head.rest});
      const id = ids.make(`${head.printed}\u0000${head.rest}\u0000${body}`);
      const missing = (file: string): void =>
        ctx.report({kind: 'media-missing', place: where, sample: file});
      const file = roleOfKind(facts.kind) ? facts.media?.url : undefined;
      const asset = file === undefined ? undefined : assetAtPath(file, {lookup, bases, missing});
      const entry = entryFromFacts(facts, {id, at: head.at, from}, {format, asset});
      const rest = restOfFacts(facts, asset);
      const hasRest = Object.keys(rest).length > 0;
      stream.entry(chat.id, hasRest ? {...entry, extras: {[format]: rest}} : entry, where);
    }
    const events = stream.full();
    if (events) yield events;
  }
  const rest = stream.end();
  if (rest) yield rest;
}
