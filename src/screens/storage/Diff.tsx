// What differs between two backups: chats first, then files.
import type {ReactNode} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import type {OpenVault, SnapshotDiff} from '../../app/services.ts';
import {fit} from '../../app/terminal/fit.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {List} from '../../app/ui/List.tsx';
import {ErrorState, Loading} from '../../app/ui/Notice.tsx';
import {row, span} from '../../app/ui/spans.ts';
import type {Span} from '../../app/ui/spans.ts';
import {useList} from '../../app/ui/use-list.ts';
import type {FileChange} from '../../engine/vault/diff.ts';
import type {Snapshot} from '../../engine/vault/snapshot.ts';

export type DiffProps = {
  readonly vault: OpenVault;
  readonly before: Snapshot;
  readonly after: Snapshot;
};

const signs = {added: '+', removed: '-', changed: '~'} as const;

const sizeOf = (change: FileChange): number =>
  change.kind === 'removed' ? change.before.size : change.after.size;

const Rows = ({diff}: {readonly diff: SnapshotDiff}): ReactNode => {
  const format = useFormat();
  const theme = useTheme();
  const {height} = useArea();
  const {chats, files} = diff;
  const list = useList({count: chats.length + files.length, height});
  const paints = {'+': theme.ok, '-': theme.danger, '~': theme.warn} as const;
  const line = (sign: keyof typeof paints, name: string, amount: string, width: number): Span[] => [
    span(`${sign} `, paints[sign]),
    span(fit(sanitizeLine(name), Math.max(8, width - 24))),
    span(fit(amount, 22, 'right'), theme.muted),
  ];
  const render = (index: number, width: number): Span[] => {
    const chat = chats[index];
    if (chat) {
      const sign = chat.before === 0 ? '+' : chat.after === 0 ? '-' : '~';
      return line(
        sign,
        chat.title,
        `${format.count(chat.before)} → ${format.count(chat.after)}`,
        width,
      );
    }
    const change = files[index - chats.length];
    return change ? line(signs[change.kind], change.path, format.bytes(sizeOf(change)), width) : [];
  };
  return <List list={list} renderRow={(index, view) => render(index, view.width)} />;
};

export const Diff = ({vault, before, after}: DiffProps): ReactNode => {
  const {zone} = useServices();
  const {manage: text} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {width, height} = useArea();
  const task = useAsyncTask(`diff ${before.id} ${after.id}`, () => vault.diff(before, after));
  if (task.status === 'loading') return <Loading />;
  if (task.status === 'failed') return <ErrorState error={task.error} />;
  const {counts, chats, files} = task.value;
  const when = (snapshot: Snapshot): string => format.dateTime(snapshot.createdMs, zone());
  const isSame = chats.length + files.length === 0;
  const lines = [
    row([span(`${when(before)} → ${when(after)}`, theme.heading)], width),
    row(
      [
        span(
          isSame
            ? text.same
            : text.diffCounts(
                format.count(counts.added),
                format.count(counts.removed),
                format.count(counts.changed),
              ),
          isSame ? theme.ok : undefined,
        ),
      ],
      width,
    ),
    '',
  ];
  return (
    <>
      <Lines lines={lines} />
      <Room width={width} height={Math.max(1, height - lines.length)}>
        {isSame ? null : <Rows diff={task.value} />}
      </Room>
    </>
  );
};
