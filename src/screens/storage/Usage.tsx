// How much space a vault takes, and what each backup alone accounts for.
import type {ReactNode} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import type {OpenVault} from '../../app/services.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {List} from '../../app/ui/List.tsx';
import {ErrorState, Loading} from '../../app/ui/Notice.tsx';
import {span} from '../../app/ui/spans.ts';
import {useList} from '../../app/ui/use-list.ts';
import type {Snapshot} from '../../engine/vault/snapshot.ts';
import type {VaultStats} from '../../engine/vault/stats.ts';

const Shares = ({
  stats,
  snapshots,
}: {
  readonly stats: VaultStats;
  readonly snapshots: readonly Snapshot[];
}): ReactNode => {
  const {zone} = useServices();
  const {manage: text} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {height} = useArea();
  const shares = [...stats.snapshots].reverse();
  const list = useList({count: shares.length, height});
  return (
    <List
      list={list}
      renderRow={(index) => {
        const share = shares[index];
        const snapshot = snapshots.find(({id}) => id === share?.snapshot);
        if (!share) return [];
        return [
          span(
            `${snapshot ? format.dateTime(snapshot.createdMs, zone()) : share.snapshot.slice(0, 8)}  `,
            theme.heading,
          ),
          span(`${format.bytes(share.bytes)}  `),
          span(text.only(format.bytes(share.uniqueStored)), theme.muted),
        ];
      }}
    />
  );
};

export const Usage = ({vault}: {readonly vault: OpenVault}): ReactNode => {
  const {manage: text} = useStrings();
  const format = useFormat();
  const {width, height} = useArea();
  const task = useAsyncTask(`stats ${vault.place.id}`, async () => ({
    stats: await vault.stats(),
    snapshots: await vault.snapshots(),
  }));
  if (task.status === 'loading') return <Loading />;
  if (task.status === 'failed') return <ErrorState error={task.error} />;
  const {stats, snapshots} = task.value;
  const lines = [
    text.logical(format.bytes(stats.logicalBytes), format.count(stats.snapshots.length)),
    text.stored(format.bytes(stats.storedBytes)),
    text.needed(format.bytes(stats.neededStored)),
    '',
  ];
  return (
    <>
      <Lines lines={lines} />
      <Room width={width} height={Math.max(1, height - lines.length)}>
        <Shares stats={stats} snapshots={snapshots} />
      </Room>
    </>
  );
};
