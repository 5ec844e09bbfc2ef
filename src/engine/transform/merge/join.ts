// One entry out of several exports' versions of it: the newest words, the finest clock, the platform's id, nothing thrown away.

import type {Asset, Edit, Entry, Message, Moment, Part} from '../../model/archive.ts';
import {isDerivedId} from '../../model/ids.ts';
import {bodyText} from '../../model/text.ts';
import {clockWidth, normalizedText} from './signature.ts';

/** A clock with a zone beats one without; then the finer one. */
const isBetterClock = (a: Moment, b: Moment): boolean => {
  const [floatsA, floatsB] = [a.zone.kind === 'floating', b.zone.kind === 'floating'];
  if (floatsA !== floatsB) return floatsB;
  return clockWidth(a.precision) < clockWidth(b.precision);
};

const bestMoment = (versions: readonly Entry[]): Moment =>
  versions.map(({at}) => at).reduce((best, at) => (isBetterClock(at, best) ? at : best));

const bodyOf = (entry: Entry): readonly Part[] | undefined =>
  entry.kind === 'message' || entry.kind === 'removed' ? entry.body : undefined;

const better = (a: Asset, b: Asset): Asset => {
  const rank = {included: 2, remote: 1, absent: 0} as const;
  return rank[b.presence] > rank[a.presence] ? b : a;
};

/** The newest body, with media files that only an older export holds. */
const withMedia = (body: readonly Part[], older: readonly Part[]): readonly Part[] =>
  body.map((part, index) => {
    if (part.kind !== 'media' || part.asset.presence === 'included') return part;
    const other = older[index] ?? older.find(({kind}) => kind === 'media');
    if (other?.kind !== 'media') return part;
    return {
      ...other,
      ...part,
      asset: better(part.asset, other.asset),
      ...(part.caption ? {} : other.caption ? {caption: other.caption} : {}),
    };
  });

const sameWords = (a: readonly Part[], b: readonly Part[]): boolean => {
  const plain = (body: readonly Part[]): string =>
    normalizedText(bodyText(body.filter(({kind}) => kind !== 'media')));
  return plain(a) === plain(b);
};

/** Edits of all versions, and each older text that is not among them. */
const editsOf = (newest: Message, older: readonly Entry[]): readonly Edit[] => {
  const edits: Edit[] = [...(newest.edits ?? [])];
  const isKnown = (body: readonly Part[]): boolean =>
    sameWords(newest.body, body) ||
    edits.some((edit) => edit.before && sameWords(edit.before, body));
  for (const version of [...older].reverse()) {
    const body = bodyOf(version);
    if (!body || isKnown(body) || body.every(({kind}) => kind === 'media')) continue;
    const blank = edits.findIndex((edit) => !edit.before);
    if (blank >= 0) edits[blank] = {...edits[blank], before: body};
    else edits.push({before: body});
  }
  return edits;
};

const extrasOf = (versions: readonly Entry[]): Entry['extras'] => {
  const all = Object.assign(
    {},
    ...[...versions].reverse().map(({extras}) => extras ?? {}),
  ) as NonNullable<Entry['extras']>;
  return Object.keys(all).length > 0 ? all : undefined;
};

const joinMessage = (newest: Message, older: readonly Entry[]): Message => {
  const messages = older.filter((entry): entry is Message => entry.kind === 'message');
  const body = messages.reduce<readonly Part[]>(
    (result, message) => withMedia(result, message.body),
    newest.body,
  );
  const edits = editsOf(newest, older);
  const replyTo = newest.replyTo ?? messages.find((message) => message.replyTo)?.replyTo;
  const reactions = newest.reactions ?? messages.find((message) => message.reactions)?.reactions;
  const forwardedFrom =
    newest.forwardedFrom ?? messages.find((message) => message.forwardedFrom)?.forwardedFrom;
  return {
    ...newest,
    body,
    ...(replyTo ? {replyTo} : {}),
    ...(forwardedFrom ? {forwardedFrom} : {}),
    ...(reactions ? {reactions} : {}),
    ...(edits.length > 0 ? {edits} : {}),
  };
};

/** `versions`: newest first, at least one. */
export const joinVersions = (versions: readonly Entry[]): Entry => {
  const [newest, ...older] = versions;
  if (!newest) throw new Error('There is no entry without a version.');
  if (older.length === 0) return newest;
  const id = versions.find((version) => !isDerivedId(version.id))?.id ?? newest.id;
  const extras = extrasOf(versions);
  const shared = {id, at: bestMoment(versions), ...(extras ? {extras} : {})};
  if (newest.kind === 'message') return {...joinMessage(newest, older), ...shared};
  const kept = older.find((version) => version.kind === 'message');
  if (newest.kind === 'removed' && !newest.body && kept?.kind === 'message')
    return {...newest, body: kept.body, ...shared};
  return {...newest, ...shared};
};
