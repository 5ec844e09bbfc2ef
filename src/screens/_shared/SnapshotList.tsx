// The backups of a vault, newest first.
import type {ReactNode} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {useArea} from '../../app/ui/area.tsx';
import {List} from '../../app/ui/List.tsx';
import {span} from '../../app/ui/spans.ts';
import {useList} from '../../app/ui/use-list.ts';
import type {Snapshot} from '../../engine/vault/snapshot.ts';

export type SnapshotListProps = {
  readonly snapshots: readonly Snapshot[];
  readonly onOpen: (snapshot: Snapshot) => void;
  /** Two rows are marked (0 = newest) and are to be compared; without it nothing can be marked. */
  readonly onCompare?: (marks: ReadonlySet<number>) => void;
};

export const messagesOf = (snapshot: Snapshot): number => {
  const entries = snapshot.messages?.about['entries'];
  return typeof entries === 'number' ? entries : 0;
};

export const SnapshotList = ({snapshots, onOpen, onCompare}: SnapshotListProps): ReactNode => {
  const {zone} = useServices();
  const {restore: text, manage} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {height} = useArea();
  const newest = [...snapshots].reverse();
  const list = useList({count: newest.length, height});
  const {marks} = list.state;
  useKeymap([
    {
      id: 'snapshots.compare',
      keys: ['d'],
      title: manage.compareMarked,
      hint: 3,
      when: onCompare !== undefined,
      disabledReason: marks.size === 2 ? undefined : manage.markTwo,
      run: () => onCompare?.(marks),
    },
  ]);
  return (
    <List
      list={list}
      canMark={onCompare !== undefined}
      onOpen={(index) => {
        const snapshot = newest[index];
        if (snapshot) onOpen(snapshot);
      }}
      renderRow={(index) => {
        const snapshot = newest[index];
        if (!snapshot) return [];
        const {files, label, source, isPartial} = snapshot;
        return [
          span(`${format.dateTime(snapshot.createdMs, zone())}  `, theme.heading),
          span(text.snapshotLine(format.count(files.count), format.count(messagesOf(snapshot)))),
          span(isPartial ? ` ${theme.symbols.warn}` : '', theme.warn),
          span(`  ${sanitizeLine(label === '' ? source : label)}`, theme.muted),
        ];
      }}
    />
  );
};
