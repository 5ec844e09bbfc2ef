// Attachments, stickers, embeds and poll results as parts of a body.

import type {Asset, MediaRole, Part} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import {idAt, numberAt, recordAt, recordsAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {mediaRole} from '../_shared/media-role.ts';

export type PartsContext = {
  /** `id` names a file that is only a link. */
  asset(
    url: string,
    facts?: {readonly id?: string; readonly name?: string; readonly bytes?: number},
  ): Asset;
};

/** Discord names its own recordings so. */
const roleOf = (name: string): MediaRole =>
  /^voice-message\.ogg$/i.test(name) ? 'voice' : mediaRole(mimeFromName(name));

const attachment = (record: Loose, ctx: PartsContext): Part | undefined => {
  const url = stringAt(record, 'url');
  const name = stringAt(record, 'fileName');
  if (url === undefined && name === undefined) return undefined;
  const bytes = numberAt(record, 'fileSizeBytes');
  const facts = given({
    id: idAt(record, 'id'),
    name,
    bytes: bytes !== undefined && Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined,
  });
  return {
    kind: 'media',
    role: roleOf(name ?? url ?? ''),
    asset: ctx.asset(url ?? '', facts),
    ...(name?.startsWith('SPOILER_') === true ? {isSpoiler: true} : {}),
  };
};

const sticker = (record: Loose, ctx: PartsContext): Part | undefined => {
  const url = stringAt(record, 'sourceUrl');
  const name = stringAt(record, 'name');
  if (url === undefined && name === undefined) return undefined;
  const asset = ctx.asset(url ?? '', given({id: idAt(record, 'id')}));
  return {kind: 'media', role: 'sticker', asset, ...given({emoji: name})};
};

const pictureOf = (record: Loose, key: string): string | undefined => {
  const image = recordAt(record, key);
  return image && stringAt(image, 'url');
};

/** A card of a link or a bot, as a person reads it; the record itself stays in the extras. */
const embed = (record: Loose, ctx: PartsContext): Part => {
  const author = recordAt(record, 'author');
  const footer = recordAt(record, 'footer');
  const fields = recordsAt(record, 'fields').map(
    (field) => `${stringAt(field, 'name') ?? ''}: ${stringAt(field, 'value') ?? ''}`,
  );
  const lines = [stringAt(record, 'description'), ...fields, footer && stringAt(footer, 'text')];
  const picture =
    pictureOf(record, 'thumbnail') ??
    pictureOf(record, 'image') ??
    recordsAt(record, 'images').map((image) => stringAt(image, 'url'))[0];
  return {
    kind: 'link',
    url: stringAt(record, 'url') ?? '',
    ...given({
      title: stringAt(record, 'title'),
      description:
        lines.filter((line) => line !== undefined && line !== '').join('\n') || undefined,
      site: author && stringAt(author, 'name'),
    }),
    card: 'embed',
    ...(picture === undefined ? {} : {thumbnail: ctx.asset(picture)}),
  };
};

/** The result of a poll comes as an embed whose fields have these names. */
export const pollResult = (record: Loose): Part | undefined => {
  for (const one of recordsAt(record, 'embeds')) {
    const facts = new Map(
      recordsAt(one, 'fields').map((field) => [
        stringAt(field, 'name') ?? '',
        stringAt(field, 'value') ?? '',
      ]),
    );
    const question = facts.get('poll_question_text');
    if (question === undefined) continue;
    const number = (name: string): number | undefined => {
      const value = facts.get(name);
      return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
    };
    const winner = facts.get('victor_answer_text');
    return {
      kind: 'poll',
      question,
      options:
        winner === undefined
          ? []
          : [{text: winner, ...given({votes: number('victor_answer_votes')})}],
      isClosed: true,
      ...given({totalVoters: number('total_votes')}),
    };
  }
  return undefined;
};

/** Everything of a message (or of what it forwards) that is not its text. */
export const readParts = (record: Loose, ctx: PartsContext): readonly Part[] => [
  ...recordsAt(record, 'attachments')
    .map((one) => attachment(one, ctx))
    .filter((part) => part !== undefined),
  ...recordsAt(record, 'stickers')
    .map((one) => sticker(one, ctx))
    .filter((part) => part !== undefined),
  ...recordsAt(record, 'embeds').map((one) => embed(one, ctx)),
];
