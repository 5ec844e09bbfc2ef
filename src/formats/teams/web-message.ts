// One message of the Teams web chat exporter to one entry. People are names there, rarely with an id.

import {mimeFromName} from '../../engine/io/mime.ts';
import type {
  Entry,
  Extras,
  JsonObject,
  Message,
  Moment,
  Part,
  PersonId,
  Reaction,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import type {IdMaker} from '../../engine/model/ids.ts';
import {bodyText} from '../../engine/model/text.ts';
import {parseIso} from '../../engine/model/time.ts';
import {
  idAt,
  isLoose,
  isTrue,
  leftover,
  numberAt,
  recordAt,
  recordsAt,
  stringAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {mediaRole} from '../_shared/media-role.ts';
import {partsOfHtml} from './content.ts';

export type WebContext = {
  /** By name; the own person by the mark of the exporter. */
  person(name: string, isOwn: boolean): PersonId;
  readonly ids: IdMaker;
};

const taken = new Set([
  'id',
  'threadId',
  'author',
  'timestamp',
  'text',
  'contentHtml',
  'edited',
  'deleted',
  'system',
  'forwarded',
  'isOwn',
  'reactions',
  'attachments',
  'replyTo',
  'avatar',
  'avatarId',
  'avatarUrl',
  'mentions',
  'subject',
]);

const timeOf = (text: string | undefined): Moment | undefined =>
  text === undefined ? undefined : parseIso(text, 'UTC');

/** `1.2 MB` in bytes, as far as that tells. */
const bytesOf = (size: string | undefined): number | undefined => {
  const match = /^(\d{1,9}(?:[.,]\d{1,3})?)\s*(B|bytes|KB|MB|GB)$/i.exec(size ?? '');
  const unit = {b: 1, bytes: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3}[
    match?.[2]?.toLowerCase() ?? ''
  ];
  return match && unit ? Math.round(Number(match[1]?.replace(',', '.')) * unit) : undefined;
};

const attachmentPart = (attachment: Loose): Part => {
  const url = stringAt(attachment, 'href');
  const name = stringAt(attachment, 'label');
  const isWeb = url !== undefined && /^https?:/i.test(url);
  if (stringAt(attachment, 'kind') === 'preview') {
    const [title, ...more] = (stringAt(attachment, 'metaText') ?? '').split('\n');
    const description = more.join('\n');
    return {
      kind: 'link',
      url: url ?? '',
      ...given({
        title: title === '' ? name : title,
        description: description === '' ? undefined : description,
      }),
    };
  }
  const type = stringAt(attachment, 'type');
  const mime = mimeFromName(type === undefined ? (name ?? '') : `x.${type}`);
  // Pictures of the message store have neither name nor type.
  const isPicture =
    mime === undefined && /asyncgw\.teams\.microsoft\.com|asm\.skype\.com/i.test(url ?? '');
  return {
    kind: 'media',
    role: isPicture ? 'image' : mediaRole(mime),
    asset: {
      id: url ?? name ?? 'file',
      ...given({name, mime, bytes: bytesOf(stringAt(attachment, 'size'))}),
      presence: isWeb ? 'remote' : 'absent',
      ...(isWeb ? {url} : {}),
    },
  };
};

const bodyOf = (record: Loose): readonly Part[] => {
  const html = stringAt(record, 'contentHtml');
  const text = stringAt(record, 'text');
  const said: readonly Part[] =
    html === undefined
      ? text === undefined
        ? []
        : [textPart(text)]
      : partsOfHtml(html, {mentioned: () => undefined}).filter((part) => part.kind === 'text');
  const subject = stringAt(record, 'subject');
  const titled: readonly Part[] = subject === undefined ? said : [textPart(subject), ...said];
  return [...titled, ...recordsAt(record, 'attachments').map(attachmentPart)];
};

const reactionsOf = (record: Loose, context: WebContext): readonly Reaction[] =>
  recordsAt(record, 'reactions').map((reaction) => {
    const reactors = valueAt(reaction, 'reactors');
    const by = (Array.isArray(reactors) ? (reactors as unknown[]) : []).flatMap((who) => {
      const name = typeof who === 'string' ? who : isLoose(who) ? stringAt(who, 'name') : undefined;
      const isOwn = isLoose(who) && isTrue(who, 'self');
      return name === undefined ? [] : [{person: context.person(name, isOwn)}];
    });
    return {
      emoji: stringAt(reaction, 'emoji') ?? '?',
      count: Math.max(Math.trunc(numberAt(reaction, 'count') ?? 0), by.length),
      ...(by.length > 0 ? {by} : {}),
    };
  });

const relations = (record: Loose, context: WebContext): Partial<Message> => {
  const reply = recordAt(record, 'replyTo');
  const forward = recordAt(record, 'forwarded');
  const thread = idAt(record, 'threadId');
  const own = idAt(record, 'id');
  return {
    ...(reply
      ? {
          replyTo: {
            ...given({entry: idAt(reply, 'id')}),
            quote: given({
              name: stringAt(reply, 'author'),
              at: timeOf(stringAt(reply, 'timestamp')),
              text: stringAt(reply, 'text'),
            }),
          },
        }
      : {}),
    ...(thread === undefined || thread === own || !/^\d+$/.test(thread) ? {} : {thread}),
    ...(forward
      ? {
          forwardedFrom: given({
            person: undefined,
            name: stringAt(forward, 'originalAuthor'),
            conversation: stringAt(forward, 'originalThreadId'),
            entry: idAt(forward, 'originalMessageId'),
            at: timeOf(stringAt(forward, 'originalTimestamp')),
          }),
        }
      : {}),
    ...withReactions(reactionsOf(record, context)),
    ...(isTrue(record, 'edited') ? {edits: [{}]} : {}),
  };
};

const withReactions = (reactions: readonly Reaction[]): Partial<Message> =>
  reactions.length > 0 ? {reactions} : {};

/** A forwarded message often has no words of its own. */
const forwardedBody = (record: Loose): readonly Part[] => {
  const forward = recordAt(record, 'forwarded');
  const text = forward && stringAt(forward, 'originalText');
  return text === undefined ? [] : [textPart(text)];
};

const restOf = (record: Loose): {readonly extras?: Extras} => {
  const extras: JsonObject | undefined = leftover(record, taken);
  return extras ? {extras: {teams: extras}} : {};
};

/** Undefined where the message has no time. */
export const entryOfWebMessage = (record: Loose, context: WebContext): Entry | undefined => {
  const at = timeOf(stringAt(record, 'timestamp'));
  if (!at) return undefined;
  const named = stringAt(record, 'author');
  const author = named === '[system]' ? undefined : named;
  const from = author === undefined ? undefined : context.person(author, isTrue(record, 'isOwn'));
  const body = bodyOf(record);
  const said = body.some((part) => part.kind !== 'text' || part.inlines.length > 0)
    ? body
    : forwardedBody(record);
  const key = `${author ?? ''}\n${stringAt(record, 'timestamp') ?? ''}\n${stringAt(record, 'text') ?? ''}`;
  const base = {id: idAt(record, 'id') ?? context.ids.make(key), at};
  if (isTrue(record, 'deleted'))
    return {
      kind: 'removed',
      ...base,
      ...given({from}),
      removedBy: 'unknown',
      text: stringAt(record, 'text') ?? '',
      ...restOf(record),
    };
  if (isTrue(record, 'system')) {
    const name = stringAt(record, 'messageType');
    return {
      kind: 'notice',
      ...base,
      ...given({from}),
      event: {kind: 'other', ...given({name})},
      text: bodyText(said),
      ...restOf(record),
    };
  }
  return {
    kind: 'message',
    ...base,
    from: from ?? context.person('unknown', false),
    body: said.length > 0 ? said : [textPart('')],
    ...relations(record, context),
    ...restOf(record),
  };
};
