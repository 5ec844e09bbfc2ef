// One backup: what is in it, and what one can do with it.
import type {ReactNode} from 'react';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import {useServices} from '../../app/services.ts';
import type {OpenVault} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {Menu} from '../../app/ui/Menu.tsx';
import type {Snapshot} from '../../engine/vault/snapshot.ts';
import {messagesOf} from '../_shared/SnapshotList.tsx';

export type OneBackupProps = {
  readonly vault: OpenVault;
  readonly snapshot: Snapshot;
  readonly previous: Snapshot | undefined;
  readonly onCompare: (previous: Snapshot) => void;
};

export const OneBackup = ({vault, snapshot, previous, onCompare}: OneBackupProps): ReactNode => {
  const {zone} = useServices();
  const {push} = useNavigation();
  const {manage: text, browse} = useStrings();
  const format = useFormat();
  const {width, height} = useArea();
  const {files, label, tags, source} = snapshot;
  const lines = [
    `${snapshot.id.slice(0, 8)}  ${format.dateTime(snapshot.createdMs, zone())}${snapshot.isPartial ? `  (${text.partial})` : ''}`,
    `${text.source}: ${sanitizeLine(source)}`,
    ...(label === '' && tags.length === 0 ? [] : [sanitizeLine([label, ...tags].join(' '))]),
    `${text.files}: ${format.count(files.count)}, ${format.bytes(files.bytes)}`,
    `${text.messages}: ${format.count(messagesOf(snapshot))}`,
    text.storedNow(format.bytes(snapshot.stats.bytesStored)),
    ...snapshot.problems
      .slice(0, 20)
      .map(({path, detail}) => `  ${sanitizeLine(path)}: ${sanitizeLine(detail)}`),
  ].flatMap((line) => wrapText(line, width));
  const room = Math.max(1, height - 4);
  const shown = lines.slice(0, room);
  const gap = shown.length < room ? [''] : [];
  const go = (id: 'browse' | 'restore' | 'compare'): void => {
    const here = {vault: vault.place.id, snapshot: snapshot.id};
    if (id === 'browse') push({name: 'chats', ...here});
    else if (id === 'restore') push({name: 'restore', ...here});
    else if (previous) onCompare(previous);
  };
  return (
    <>
      <Lines lines={[...shown, ...gap]} />
      <Room width={width} height={Math.max(1, height - shown.length - gap.length)}>
        <Menu
          items={[
            {
              id: 'browse',
              label: text.browseThis,
              disabledReason: snapshot.messages ? undefined : browse.noMessages,
            },
            {id: 'restore', label: text.restoreThis},
            {
              id: 'compare',
              label: text.compare,
              disabledReason: previous ? undefined : text.noEarlier,
            },
          ]}
          onChoose={go}
        />
      </Room>
    </>
  );
};
