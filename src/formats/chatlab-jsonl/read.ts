// Reads ChatLab JSON Lines: header, members, messages; a member line that comes late still counts.

import {ChatError} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {Asset, EventBatch} from '../../engine/model/archive.ts';
import type {Place} from '../../engine/model/problem.ts';
import {avatarKey, ChatlabReading} from '../_shared/chatlab-read.ts';
import {dataUrlBytes} from '../_shared/data-url.ts';
import {recordLines} from '../_shared/json-lines.ts';
import {idAt, recordAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

const format = 'chatlab-jsonl';

class LineFollower {
  readonly #reading: ChatlabReading;
  readonly #ctx: ReadContext;
  hasHeader = false;
  #isBegun = false;

  constructor(reading: ChatlabReading, ctx: ReadContext) {
    this.#reading = reading;
    this.#ctx = ctx;
  }

  take(record: Loose, place: Place): void {
    switch (valueAt(record, '_type')) {
      case 'header':
        if (this.hasHeader) {
          const detail = 'A second header: the messages after it are read into the same chat.';
          this.#ctx.report({kind: 'record-skipped', place, detail});
        } else this.#reading.header(record, place);
        this.hasHeader = true;
        break;
      case 'member':
        this.#reading.member(record);
        if (this.#isBegun) this.#reading.announceMembers();
        break;
      case 'message':
        this.begin();
        this.#reading.message(record, place);
        break;
      default:
        this.#ctx.report({
          kind: 'record-not-understood',
          place,
          detail: 'A line of unknown _type.',
        });
    }
  }

  begin(): void {
    if (!this.#isBegun) this.#reading.begin();
    this.#isBegun = true;
  }
}

/** Memory: the members. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const reading = await ChatlabReading.open(input, {format, options, ctx});
  const follower = new LineFollower(reading, ctx);
  for await (const records of recordLines(input, ctx)) {
    for (const {value, place} of records) follower.take(value, place);
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
  if (!follower.hasHeader) throw new ChatError('input-malformed', 'No ChatLab header line.');
  follower.begin();
  const rest = reading.stream.end();
  if (rest) yield rest;
}

async function* embedded(
  input: ExportInput,
  asset: Asset,
  ctx: ReadContext,
): AsyncGenerator<Uint8Array> {
  for await (const records of recordLines(input, ctx)) {
    for (const {value} of records) {
      const meta = recordAt(value, 'meta') ?? {};
      const isMember = avatarKey(idAt(value, 'platformId') ?? '') === asset.id;
      const picture = isMember
        ? stringAt(value, 'avatar')
        : asset.id === avatarKey('#group')
          ? stringAt(meta, 'groupAvatar')
          : undefined;
      const bytes = picture === undefined ? undefined : dataUrlBytes(picture);
      if (bytes) return yield bytes;
    }
  }
}

export const openAsset = (
  input: ExportInput,
  asset: Asset,
  ctx: ReadContext,
): AsyncIterable<Uint8Array> =>
  asset.id.startsWith('#') ? embedded(input, asset, ctx) : input.source.open(asset.id);
