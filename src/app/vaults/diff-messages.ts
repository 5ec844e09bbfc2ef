// How many entries each chat has in two snapshots. Counts from the catalogues; nothing is read.

import {openLane} from '../../engine/vault/lane/read-lane.ts';
import type {Lane} from '../../engine/vault/lane/read-lane.ts';
import type {Snapshot} from '../../engine/vault/snapshot.ts';
import type {Vault} from '../../engine/vault/vault.ts';

export type ChatDiff = {readonly title: string; readonly before: number; readonly after: number};

const counts = (lane: Lane | undefined): Map<string, {title: string; entries: number}> => {
  const byChat = new Map<string, {title: string; entries: number}>();
  for (const chat of lane?.chats ?? []) {
    const key = `${chat.conversation.platform ?? ''} ${chat.conversation.id}`;
    const known = byChat.get(key);
    const title = chat.conversation.title ?? chat.conversation.id;
    byChat.set(key, {title, entries: (known?.entries ?? 0) + chat.entries});
  }
  return byChat;
};

export const diffMessages = async (
  vault: Vault,
  before: Snapshot,
  after: Snapshot,
): Promise<readonly ChatDiff[]> => {
  const [old, now] = [
    counts(await openLane(vault.reader, before)),
    counts(await openLane(vault.reader, after)),
  ];
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].map((key) => ({
    title: now.get(key)?.title ?? old.get(key)?.title ?? key,
    before: old.get(key)?.entries ?? 0,
    after: now.get(key)?.entries ?? 0,
  }));
};
