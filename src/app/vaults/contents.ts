// What a vault holds, as streams of events with their media: one snapshot, or all of them merged into one timeline.

import type {EventSource} from '../../engine/convert/convert.ts';
import type {ReadContext} from '../../engine/convert/format.ts';
import type {Registry} from '../../engine/convert/registry.ts';
import {ChatError} from '../../engine/errors.ts';
import {openZipIn} from '../../engine/io/zip-in-source.ts';
import type {Source} from '../../engine/io/source.ts';
import {wholeOfPart} from '../../engine/io/open-inputs.ts';
import {subSource, unionSource} from '../../engine/io/union-source.ts';
import type {Asset} from '../../engine/model/archive.ts';
import {mergeArchives} from '../../engine/transform/merge/merge.ts';
import type {ConversationAccount} from '../../engine/transform/merge/merge.ts';
import type {ExportLine} from '../../engine/vault/lane/catalog.ts';
import {laneEvents, openLane} from '../../engine/vault/lane/read-lane.ts';
import type {Lane} from '../../engine/vault/lane/read-lane.ts';
import {findSnapshot} from '../../engine/vault/snapshot.ts';
import type {Snapshot} from '../../engine/vault/snapshot.ts';
import {snapshotSource} from '../../engine/vault/snapshot-source.ts';
import type {Vault} from '../../engine/vault/vault.ts';

/** Throws `not-found`. */
export const requireSnapshot = async (vault: Vault, name: string): Promise<Snapshot> => {
  const snapshots = await vault.snapshots();
  const found = findSnapshot(snapshots, name);
  if (found) return found;
  throw new ChatError(
    'not-found',
    snapshots.length === 0 ? 'The vault holds no snapshot yet.' : `No snapshot "${name}".`,
    {
      hint:
        snapshots.length === 0
          ? 'Make one: chatark backup PATH… --vault V'
          : 'chatark vault snapshots --vault V lists them.',
    },
  );
};

/** Throws `not-found` where the snapshot holds no messages. */
export const requireLane = async (vault: Vault, snapshot: Snapshot): Promise<Lane> => {
  const lane = await openLane(vault.reader, snapshot);
  if (lane) return lane;
  throw new ChatError(
    'not-found',
    'This snapshot holds files, but no messages that were understood.',
    {hint: 'Restore the original files instead.'},
  );
};

/** Media of one export in a snapshot: its reader finds them in the stored originals as it did on disk. */
const assetOpener = (vault: Vault, snapshot: Snapshot, from: ExportLine, registry: Registry) => {
  let opened: Promise<{readonly source: Source; readonly path: string}> | undefined;
  const open = async (): Promise<{readonly source: Source; readonly path: string}> => {
    const whole = await snapshotSource(vault, snapshot);
    const entries = await whole.list();
    const below = (root: string): string => from.path.slice(root.length + 1);
    const holds = (path: string | undefined): boolean =>
      path !== undefined && from.path.startsWith(`${path}/`);
    const archive = entries.find(({path}) => holds(path));
    if (archive) return {source: await openZipIn(whole, archive), path: below(archive.path)};
    const parts = entries.filter(({path}) => holds(wholeOfPart(path)));
    const [part] = parts;
    if (part) {
      const sources = await Promise.all(parts.map((each) => openZipIn(whole, each)));
      const path = below(wholeOfPart(part.path) ?? '');
      return {source: unionSource(sources, from.label), path};
    }
    // Of an archive that was chosen in part, the chosen files stand below its name; a folder's name is the first part of every path.
    const root = /^(?:.*?\.(?:zip|tar|tgz|tar\.gz)(?=\/)|[^/]*(?=\/))/i.exec(from.path)?.[0];
    if (root === undefined) return {source: whole, path: from.path};
    return {source: subSource(whole, `${root}/`), path: below(root)};
  };
  return async function* (asset: Asset, ctx: ReadContext): AsyncIterable<Uint8Array> {
    const input = await (opened ??= open());
    const {reader} = registry.reader(from.format);
    yield* reader.openAsset?.(input, asset, ctx) ?? input.source.open(asset.id);
  };
};

/** One export of a snapshot. */
export const exportSource = (
  vault: Vault,
  lane: Lane,
  from: ExportLine,
  registry: Registry,
): EventSource => ({
  label: from.label,
  format: from.format,
  read: (ctx) =>
    laneEvents(vault.reader, lane, from, {
      signal: ctx.signal,
      onLost: ({chat, segment}) =>
        ctx.report({
          kind: 'record-damaged',
          place: {path: from.path, conversation: chat.conversation.id},
          detail: `${segment.count} entries cannot be read: the vault is damaged there.`,
        }),
    }),
  asset: assetOpener(vault, lane.snapshot, from, registry),
});

export const snapshotSources = (
  vault: Vault,
  lane: Lane,
  registry: Registry,
): readonly EventSource[] => lane.exports.map((from) => exportSource(vault, lane, from, registry));

export type MergedVault = {
  readonly source: EventSource;
  readonly accounts: readonly ConversationAccount[];
};

/** The newest snapshot of each group says what its exports held last; older ones add what is gone from them. */
export const mergedSource = async (
  vault: Vault,
  registry: Registry,
  ctx: ReadContext,
): Promise<MergedVault> => {
  const sources: EventSource[] = [];
  const seen = new Set<string>();
  for (const snapshot of [...(await vault.snapshots())].reverse()) {
    const lane = await openLane(vault.reader, snapshot);
    for (const from of lane?.exports ?? []) {
      // The same bytes read the same way twice add nothing.
      if (!lane || seen.has(from.fingerprint)) continue;
      seen.add(from.fingerprint);
      sources.push(exportSource(vault, lane, from, registry));
    }
  }
  if (sources.length === 0) throw new ChatError('not-found', 'The vault holds no messages yet.');
  const merged = await mergeArchives(
    sources.map((source) => ({label: source.label, read: () => source.read(ctx)})),
  );
  return {
    accounts: merged.accounts,
    source: {
      label: 'merged',
      read: () => merged.events(),
      asset: (asset, assetCtx) => {
        const slash = asset.id.indexOf('/');
        const bytes = sources[Number(asset.id.slice(0, slash))]?.asset?.(
          {...asset, id: asset.id.slice(slash + 1)},
          assetCtx,
        );
        if (!bytes)
          throw new ChatError('not-found', 'The export of this file is not in the vault.');
        return bytes;
      },
    },
  };
};
