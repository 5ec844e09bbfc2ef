// What Signal's own export is made of: frames, one a line, and what must never leave it. Facts only.

import type {Json, JsonObject} from '../../engine/model/archive.ts';
import {isLoose, leftover, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

export const formatId = 'signal-jsonl';

/** The highest version of the first line that this reader knows. */
export const knownVersion = 1;

export const frameKinds = [
  'account',
  'recipient',
  'chat',
  'chatItem',
  'stickerPack',
  'adHocCall',
  'notificationProfile',
  'chatFolder',
] as const;

export const frameOf = (line: Loose): (typeof frameKinds)[number] | undefined =>
  frameKinds.find((kind) => isLoose(valueAt(line, kind)));

/** Keys that open accounts, groups, calls or files: they are not copied anywhere. */
const secrets: ReadonlySet<string> = new Set([
  'adminKey',
  'avatarUrlPath',
  'backupsSubscriberData',
  'digest',
  'donationSubscriberData',
  'encryptedDigest',
  'encryptionKey',
  'entropy',
  'epoch',
  'identityKey',
  'inviteLinkPassword',
  'key',
  'localKey',
  'masterKey',
  'mediaKey',
  'mediaRootBackupKey',
  'mobileCoinIdentification',
  'packKey',
  'paymentsEntropy',
  'profileKey',
  'receipt',
  'receiptCredentialPresentation',
  'rootKey',
  'serializedReceiptCredentialPresentation',
  'subscriberId',
  'svrPin',
  'transitCdnKey',
]);

const squeezed = (key: string): string => key.replaceAll('_', '').toLowerCase();

const secretNames: ReadonlySet<string> = new Set([...secrets].map(squeezed));

/** Names that are not known yet tell by their end; a value too much is dropped rather than a key let out. */
const opensDoors = (key: string): boolean => {
  const name = squeezed(key);
  return secretNames.has(name) || /(?:key|entropy|secret|password|passphrase|pin)$/.test(name);
};

const withoutSecrets = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isLoose(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !opensDoors(key) && key !== '__proto__')
      .map(([key, inner]) => [key, withoutSecrets(inner)]),
  );
};

/** The raw record without what opens doors. */
export const safe = (value: unknown): Json => withoutSecrets(value) as Json;

/** What the reader did not take of `record`, for `extras`. */
export const rest = (
  record: Loose,
  taken: readonly string[],
): {readonly extras?: {readonly [formatId]: JsonObject}} => {
  const clean = withoutSecrets(record);
  const left = isLoose(clean) ? leftover(clean, new Set(taken)) : undefined;
  return left ? {extras: {[formatId]: left}} : {};
};
