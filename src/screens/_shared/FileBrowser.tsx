// Chooses exports: walk through folders, mark with Space, or type a path. For wizards that begin with files.
import type {ReactNode} from 'react';
import {useReducer, useState} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import {truncateMiddle} from '../../app/terminal/fit.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {Loading, Notice} from '../../app/ui/Notice.tsx';
import {noticeOfError, noticeRows} from '../../app/ui/notice-rows.ts';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';
import {FolderView} from './FolderView.tsx';
import {reduceBrowser, startBrowsing} from './file-browser-state.ts';

export type FileBrowserProps = {
  /** Marked already: the browser opens where the first of them is. */
  readonly marked: readonly string[];
  readonly onDone: (paths: readonly string[]) => void;
};

export const FileBrowser = ({marked, onDone}: FileBrowserProps): ReactNode => {
  const {files} = useServices();
  const strings = useStrings();
  const {files: text, ui} = strings;
  const theme = useTheme();
  const {width, height} = useArea();
  const [state, dispatch] = useReducer(reduceBrowser, undefined, () =>
    startBrowsing(marked[0] === undefined ? files.startFolder : files.parent(marked[0]), marked),
  );
  const typed = useTextField();
  const [problem, setProblem] = useState<string>();
  const listing = useAsyncTask(`${state.folder} ${state.isHiddenShown}`, () =>
    files.list(state.folder, {isHiddenShown: state.isHiddenShown}),
  );
  const stop = (): void => {
    setProblem(undefined);
    dispatch({type: 'typing', isTyping: false});
  };
  useKeymap([
    {
      id: 'files.stop-typing',
      keys: ['escape'],
      title: ui.back,
      hint: 2,
      when: state.isTyping,
      run: stop,
    },
  ]);
  const take = async (words: string): Promise<void> => {
    const path = files.resolve(words);
    const kind = words.trim() === '' ? 'missing' : await files.kind(path);
    setProblem(kind === 'missing' ? text.missing : undefined);
    if (kind === 'missing') return;
    typed.setText('');
    dispatch({type: 'enter', folder: kind === 'folder' ? path : files.parent(path)});
    dispatch({type: 'add', path});
  };
  const failure = listing.status === 'failed' ? noticeOfError(listing.error, strings) : undefined;
  const used =
    1 + (state.isTyping ? 2 : 0) + (failure ? noticeRows(failure, width, theme).length : 0);
  return (
    <>
      <Lines lines={[theme.heading(truncateMiddle(sanitizeLine(state.folder), width))]} />
      {state.isTyping ? (
        <TextField
          field={typed}
          label={text.path}
          placeholder={text.pathPlaceholder}
          error={problem}
          onSubmit={(words) => void take(words)}
        />
      ) : null}
      {failure ? <Notice notice={failure} /> : null}
      <Room width={width} height={Math.max(1, height - used)}>
        {listing.status === 'loading' ? (
          <Loading />
        ) : (
          <FolderView
            key={state.folder}
            items={listing.status === 'done' ? listing.value : undefined}
            state={state}
            dispatch={dispatch}
            onDone={onDone}
          />
        )}
      </Room>
    </>
  );
};
