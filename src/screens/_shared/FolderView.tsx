// One folder of the file browser: going on, going up, its folders and files to open and mark.
import type {ReactNode} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import type {FileItem} from '../../app/services.ts';
import {fit} from '../../app/terminal/fit.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {List} from '../../app/ui/List.tsx';
import {emptyList} from '../../app/ui/list-state.ts';
import {EmptyState} from '../../app/ui/Notice.tsx';
import {span} from '../../app/ui/spans.ts';
import type {Span} from '../../app/ui/spans.ts';
import {useList} from '../../app/ui/use-list.ts';
import {browserRows, firstRow} from './file-browser-state.ts';
import type {BrowserAction, BrowserState} from './file-browser-state.ts';

export type FolderViewProps = {
  /** Undefined: the folder could not be read; one can still go up or type a path. */
  readonly items: readonly FileItem[] | undefined;
  readonly state: BrowserState;
  readonly dispatch: (action: BrowserAction) => void;
  readonly onDone: (paths: readonly string[]) => void;
};

export const FolderView = ({items, state, dispatch, onDone}: FolderViewProps): ReactNode => {
  const {files, notices} = useServices();
  const {files: text} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {width, height} = useArea();
  const {marked, folder} = state;
  const rows = browserRows(items ?? []);
  const listHeight = Math.max(1, items?.length === 0 ? Math.min(height, rows.length) : height);
  const list = useList(
    {count: rows.length, height: listHeight},
    {...emptyList, cursor: firstRow(rows, state.from)},
  );
  const current = rows[list.cursor];
  const parent = (): void => dispatch({type: 'enter', folder: files.parent(folder)});
  const goOn = (): void => {
    if (marked.length === 0) notices.say({kind: 'note', text: text.markFirst});
    else onDone(marked);
  };
  const toggle = (): void => {
    if (current?.kind === 'item') dispatch({type: 'toggle', path: current.item.path});
  };
  useKeymap(
    [
      {
        id: 'files.mark',
        keys: ['space'],
        title: text.mark,
        hint: 2,
        when: current?.kind === 'item',
        run: toggle,
      },
      {
        id: 'files.done',
        keys: ['c'],
        title: text.next,
        hint: 3,
        disabledReason: marked.length === 0 ? text.markFirst : undefined,
        run: goOn,
      },
      {
        id: 'files.type',
        keys: ['/', 'p'],
        title: text.typePath,
        hint: 4,
        run: () => dispatch({type: 'typing', isTyping: true}),
      },
      {id: 'files.up', keys: ['backspace', 'u'], title: text.up, run: parent},
      {
        id: 'files.home',
        keys: ['~'],
        title: text.home,
        run: () => dispatch({type: 'enter', folder: files.home}),
      },
      {id: 'files.hidden', keys: ['.'], title: text.hidden, run: () => dispatch({type: 'hidden'})},
      {
        id: 'files.clear',
        keys: ['X'],
        title: text.clear,
        when: marked.length > 0,
        run: () => dispatch({type: 'clear'}),
      },
    ],
    {isActive: !state.isTyping},
  );
  const open = (index: number): void => {
    const row = rows[index];
    if (row?.kind === 'next') goOn();
    else if (row?.kind === 'parent') parent();
    else if (row?.item.isFolder) dispatch({type: 'enter', folder: row.item.path});
    else if (row) dispatch({type: 'toggle', path: row.item.path});
  };
  const render = (index: number, rowWidth: number): Span[] => {
    const row = rows[index];
    if (!row) return [];
    if (row.kind === 'parent') return [span(text.parent, theme.muted)];
    const count = format.count(marked.length);
    if (row.kind === 'next')
      return [
        span(
          marked.length === 0 ? text.nextNone : text.nextWith(count),
          marked.length === 0 ? theme.muted : theme.ok,
        ),
      ];
    const {item} = row;
    const isMarked = marked.includes(item.path);
    const size = item.isFolder ? '' : format.bytes(item.size);
    const name = `${sanitizeLine(item.name)}${item.isFolder ? '/' : ''}`;
    return [
      span(
        `${isMarked ? theme.symbols.marked : theme.symbols.unmarked} `,
        isMarked ? theme.ok : theme.muted,
      ),
      span(fit(name, Math.max(6, rowWidth - 13)), item.isFolder ? theme.heading : undefined),
      span(fit(size, 11, 'right'), theme.muted),
    ];
  };
  return (
    <>
      <Room width={width} height={listHeight}>
        <List
          list={list}
          onOpen={open}
          isFocused={!state.isTyping}
          renderRow={(index, view) => render(index, view.width)}
        />
      </Room>
      {items?.length === 0 && height > rows.length ? <EmptyState text={text.empty} /> : null}
    </>
  );
};
