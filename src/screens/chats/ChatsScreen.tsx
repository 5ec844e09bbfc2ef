// The chats of a backup, newest first, to open one.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {conventionalKeys as keys} from '../../app/keymap.ts';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useServices} from '../../app/services.ts';
import type {OpenVault} from '../../app/services.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {List} from '../../app/ui/List.tsx';
import type {ListState} from '../../app/ui/list-state.ts';
import {EmptyState, ErrorState, Loading} from '../../app/ui/Notice.tsx';
import {TextField} from '../../app/ui/TextField.tsx';
import {useList} from '../../app/ui/use-list.ts';
import {useTextField} from '../../app/ui/use-text-field.ts';
import type {Lane} from '../../engine/vault/lane/read-lane.ts';
import {WithVault} from '../_shared/use-vault.tsx';
import {chatSpans} from './rows.ts';
import {chatRows} from './state.ts';

export type ChatsScreenProps = {readonly route: Extract<Route, {name: 'chats'}>};

type Saved = {readonly filter: string; readonly list: ListState};

const ChatList = ({
  vault,
  lanes,
}: {
  readonly vault: OpenVault;
  readonly lanes: readonly Lane[];
}): ReactNode => {
  const {zone} = useServices();
  const {push, saved, save} = useNavigation();
  const {browse: text, ui} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {width, height} = useArea();
  const before = saved as Saved | undefined;
  const filter = useTextField(before?.filter);
  const [isFiltering, setFiltering] = useState(false);
  const rows = chatRows(lanes, filter.value);
  const hasFilter = isFiltering || filter.value !== '';
  const list = useList(
    {count: rows.length, height: Math.max(1, height - Number(hasFilter))},
    before?.list,
  );
  useKeymap([
    {
      id: 'chats.filter',
      keys: keys.search,
      title: text.filter,
      hint: 2,
      when: !isFiltering,
      run: () => setFiltering(true),
    },
    {
      id: 'chats.unfilter',
      keys: ['escape'],
      title: ui.back,
      when: hasFilter,
      run: () => {
        filter.setText('');
        setFiltering(false);
      },
    },
  ]);
  const open = (index: number): void => {
    const row = rows[index];
    if (!row) return;
    save({filter: filter.value, list: list.state} satisfies Saved);
    push({
      name: 'messages',
      vault: vault.place.id,
      snapshot: row.lane.snapshot.id,
      chat: row.index,
    });
  };
  return (
    <>
      {hasFilter ? (
        <TextField
          field={filter}
          label={text.filter}
          placeholder={text.filterPlaceholder}
          isFocused={isFiltering}
          onSubmit={() => setFiltering(false)}
        />
      ) : null}
      <Room width={width} height={list.height}>
        {rows.length === 0 ? (
          <EmptyState text={ui.noMatch} />
        ) : (
          <List
            list={list}
            onOpen={open}
            openTitle={text.open}
            isFocused={!isFiltering}
            renderRow={(index, view) => {
              const row = rows[index];
              return row ? chatSpans(row, view.width, {text, format, theme, zone: zone()}) : [];
            }}
          />
        )}
      </Room>
    </>
  );
};

const Loaded = ({
  vault,
  snapshot,
}: {
  readonly vault: OpenVault;
  readonly snapshot: string | undefined;
}): ReactNode => {
  const {browse: text} = useStrings();
  const task = useAsyncTask(`lanes ${vault.place.id} ${snapshot ?? ''}`, () =>
    vault.lanes(snapshot),
  );
  if (task.status === 'loading') return <Loading />;
  if (task.status === 'failed') return <ErrorState error={task.error} />;
  const {snapshots, lanes} = task.value;
  if (snapshots === 0) return <EmptyState text={text.noSnapshot} hint={text.noSnapshotHint} />;
  if (lanes.every((lane) => lane.chats.length === 0))
    return <EmptyState text={text.noMessages} hint={text.noMessagesHint} />;
  return <ChatList vault={vault} lanes={lanes} />;
};

export const ChatsScreen = ({route}: ChatsScreenProps): ReactNode => (
  <WithVault vault={route.vault} routeFor={(vault) => ({...route, vault})}>
    {(vault) => <Loaded vault={vault} snapshot={route.snapshot} />}
  </WithVault>
);
