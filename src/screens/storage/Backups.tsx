// The backups of a vault, and what one can do with one of them.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import {useServices} from '../../app/services.ts';
import type {OpenVault} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {Menu} from '../../app/ui/Menu.tsx';
import {EmptyState, ErrorState, Loading} from '../../app/ui/Notice.tsx';
import type {Snapshot} from '../../engine/vault/snapshot.ts';
import {messagesOf, SnapshotList} from '../_shared/SnapshotList.tsx';

const One = ({
  vault,
  snapshot,
}: {
  readonly vault: OpenVault;
  readonly snapshot: Snapshot;
}): ReactNode => {
  const {zone} = useServices();
  const {push} = useNavigation();
  const {manage: text} = useStrings();
  const format = useFormat();
  const {width, height} = useArea();
  const {files, label, tags, source} = snapshot;
  const lines = [
    `${snapshot.id.slice(0, 8)}  ${format.dateTime(snapshot.createdMs, zone())}${snapshot.isPartial ? `  (${text.partial})` : ''}`,
    `${text.source}: ${sanitizeLine(source)}`,
    ...(label === '' && tags.length === 0 ? [] : [sanitizeLine([label, ...tags].join(' '))]),
    `${text.files}: ${format.count(files.count)}, ${format.bytes(files.bytes)}`,
    `${text.messages}: ${format.count(messagesOf(snapshot))}`,
    text.stored(format.bytes(snapshot.stats.bytesStored)),
    ...snapshot.problems
      .slice(0, 20)
      .map(({path, detail}) => `  ${sanitizeLine(path)}: ${sanitizeLine(detail)}`),
    '',
  ].flatMap((line) => wrapText(line, width));
  const shown = lines.slice(0, Math.max(1, height - 3));
  return (
    <>
      <Lines lines={shown} />
      <Room width={width} height={Math.max(1, height - shown.length)}>
        <Menu
          items={[
            {id: 'browse', label: text.browseThis},
            {id: 'restore', label: text.restoreThis},
          ]}
          onChoose={(id) =>
            push(
              id === 'browse'
                ? {name: 'chats', vault: vault.place.id, snapshot: snapshot.id}
                : {name: 'restore', vault: vault.place.id, snapshot: snapshot.id},
            )
          }
        />
      </Room>
    </>
  );
};

export const Backups = ({vault}: {readonly vault: OpenVault}): ReactNode => {
  const {browse: text, ui} = useStrings();
  const [open, setOpen] = useState<Snapshot>();
  const snapshots = useAsyncTask(`snapshots ${vault.place.id}`, () => vault.snapshots());
  useKeymap([
    {
      id: 'backups.back',
      keys: ['escape', 'h', 'left', 'q'],
      title: ui.back,
      hint: 8,
      when: open !== undefined,
      run: () => setOpen(undefined),
    },
  ]);
  if (snapshots.status === 'loading') return <Loading />;
  if (snapshots.status === 'failed') return <ErrorState error={snapshots.error} />;
  if (snapshots.value.length === 0)
    return <EmptyState text={text.noSnapshot} hint={text.noSnapshotHint} />;
  return open ? (
    <One vault={vault} snapshot={open} />
  ) : (
    <SnapshotList snapshots={snapshots.value} onOpen={setOpen} />
  );
};
