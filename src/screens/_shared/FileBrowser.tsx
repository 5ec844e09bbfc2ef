// Chooses exports: walk through folders, mark with Space, or type a path. For wizards that begin with files.
import type {ReactNode} from 'react';
import {useReducer, useState} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import type {FileItem} from '../../app/services.ts';
import {fit, truncateMiddle} from '../../app/terminal/fit.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {List} from '../../app/ui/List.tsx';
import {ErrorState, Loading} from '../../app/ui/Notice.tsx';
import {row, span} from '../../app/ui/spans.ts';
import type {Span} from '../../app/ui/spans.ts';
import {TextField} from '../../app/ui/TextField.tsx';
import {useList} from '../../app/ui/use-list.ts';
import {useTextField} from '../../app/ui/use-text-field.ts';
import {reduceBrowser, startBrowsing} from './file-browser-state.ts';
import type {BrowserAction, BrowserState} from './file-browser-state.ts';

export type FileBrowserProps = {
  /** Marked already. */
  readonly marked: readonly string[];
  readonly onDone: (paths: readonly string[]) => void;
};

type ViewProps = {
  readonly items: readonly FileItem[];
  readonly state: BrowserState;
  readonly dispatch: (action: BrowserAction) => void;
  readonly onDone: (paths: readonly string[]) => void;
};

const FolderView = ({items, state, dispatch, onDone}: ViewProps): ReactNode => {
  const {files} = useServices();
  const {files: text} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {width, height} = useArea();
  const list = useList({count: items.length + 1, height: Math.max(1, height)});
  const current = items[list.cursor - 1];
  const {marked, folder} = state;
  const parent = (): void => dispatch({type: 'enter', folder: files.parent(folder)});
  useKeymap(
    [
      {
        id: 'files.mark',
        keys: ['space'],
        title: text.mark,
        hint: 2,
        when: current !== undefined,
        run: () => current && dispatch({type: 'toggle', path: current.path}),
      },
      {
        id: 'files.done',
        keys: ['c'],
        title: text.next,
        hint: 1,
        disabledReason: marked.length === 0 ? text.nothingChosen : undefined,
        run: () => onDone(marked),
      },
      {
        id: 'files.type',
        keys: ['/', 'p'],
        title: text.typePath,
        hint: 3,
        run: () => dispatch({type: 'typing', isTyping: true}),
      },
      {id: 'files.up', keys: ['backspace', 'u'], title: text.up, run: parent},
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
    const item = items[index - 1];
    if (index === 0) parent();
    else if (item?.isFolder) dispatch({type: 'enter', folder: item.path});
    else if (item) dispatch({type: 'toggle', path: item.path});
  };
  const render = (index: number, rowWidth: number): Span[] => {
    const item = items[index - 1];
    if (!item) return [span(text.parent, theme.muted)];
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
    <Room width={width} height={height}>
      <List
        list={list}
        onOpen={open}
        isFocused={!state.isTyping}
        renderRow={(index, view) => render(index, view.width)}
      />
    </Room>
  );
};

export const FileBrowser = ({marked, onDone}: FileBrowserProps): ReactNode => {
  const {files} = useServices();
  const {files: text, ui} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {width, height} = useArea();
  const [state, dispatch] = useReducer(reduceBrowser, undefined, () =>
    startBrowsing(files.startFolder, marked),
  );
  const typed = useTextField();
  const [problem, setProblem] = useState<string>();
  const listing = useAsyncTask(`${state.folder} ${state.isHiddenShown}`, () =>
    files.list(state.folder, {isHiddenShown: state.isHiddenShown}),
  );
  useKeymap([
    {
      id: 'files.stop-typing',
      keys: ['escape'],
      title: ui.back,
      hint: 2,
      when: state.isTyping,
      run: () => dispatch({type: 'typing', isTyping: false}),
    },
  ]);
  const take = async (words: string): Promise<void> => {
    const path = files.resolve(words);
    const kind = await files.kind(path);
    setProblem(kind === 'missing' ? text.missing : undefined);
    if (kind === 'missing') return;
    typed.setText('');
    dispatch({type: 'add', path});
    if (kind === 'folder') dispatch({type: 'enter', folder: path});
  };
  const count = state.marked.length;
  const head = [
    row([span(truncateMiddle(sanitizeLine(state.folder), width), theme.heading)], width),
    row(
      [
        span(
          count === 0 ? text.nothingChosen : text.chosen(format.count(count)),
          count === 0 ? theme.muted : theme.ok,
        ),
      ],
      width,
    ),
  ];
  return (
    <>
      <Lines lines={head} />
      {state.isTyping ? (
        <TextField
          field={typed}
          label={text.path}
          placeholder={text.pathPlaceholder}
          error={problem}
          onSubmit={(words) => void take(words)}
        />
      ) : null}
      <Room width={width} height={Math.max(1, height - head.length - (state.isTyping ? 2 : 0))}>
        {listing.status === 'loading' ? <Loading /> : null}
        {listing.status === 'failed' ? <ErrorState error={listing.error} /> : null}
        {listing.status === 'done' ? (
          <FolderView
            key={state.folder}
            items={listing.value}
            state={state}
            dispatch={dispatch}
            onDone={onDone}
          />
        ) : null}
      </Room>
    </>
  );
};
