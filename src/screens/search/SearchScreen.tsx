// Search in a whole backup: hits stream in, newest first; Enter opens the message in its chat.
import type {ReactNode} from 'react';
import {useEffect, useReducer, useRef} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {failureFrom, failureLine} from '../../app/i18n/error-words.ts';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useServices} from '../../app/services.ts';
import type {OpenVault} from '../../app/services.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {EmptyState, ErrorState, Loading} from '../../app/ui/Notice.tsx';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';
import {parseQuery} from '../../engine/search/query.ts';
import type {Lane} from '../../engine/vault/lane/read-lane.ts';
import {WithVault} from '../_shared/use-vault.tsx';
import {Hits} from './Hits.tsx';
import {emptySearch, reduceSearch} from './state.ts';
import type {SearchSaved} from './state.ts';

/** Newest first; whoever gets so many wants to ask more precisely. */
const mostHits = 5000;

type SearchRoute = Extract<Route, {name: 'search'}>;

export type SearchScreenProps = {readonly route: SearchRoute};

const Search = ({
  vault,
  lanes,
}: {
  readonly vault: OpenVault;
  readonly lanes: readonly Lane[];
}): ReactNode => {
  const {zone} = useServices();
  const {saved, save, push} = useNavigation();
  const strings = useStrings();
  const {browse: text, ui} = strings;
  const format = useFormat();
  const theme = useTheme();
  const {width, height} = useArea();
  const before = saved as SearchSaved | undefined;
  const field = useTextField(before?.words);
  const [state, dispatch] = useReducer(reduceSearch, before?.state ?? emptySearch);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const isFocused = state.status === 'asking';
  const search = async (words: string): Promise<void> => {
    if (words.trim() === '') return;
    running.current?.abort();
    const {signal} = (running.current = new AbortController());
    try {
      const query = parseQuery(words, zone());
      dispatch({type: 'start'});
      let found = 0;
      for (const lane of lanes) {
        for await (const hits of vault.search(lane, query, {signal, context: 0})) {
          if (signal.aborted) return;
          found += hits.length;
          dispatch({
            type: 'hits',
            hits: hits.map(({chat, position, entry, sender}) => ({
              snapshot: lane.snapshot.id,
              chat: lane.chats.indexOf(chat),
              position,
              entry,
              sender,
            })),
          });
          if (found >= mostHits) break;
        }
        if (found >= mostHits) break;
      }
      dispatch({type: 'end'});
    } catch (error) {
      if (signal.aborted) return;
      dispatch({type: 'problem', text: failureLine(failureFrom(error), strings)});
    }
  };
  useKeymap([
    {
      id: 'search.again',
      keys: ['/'],
      title: text.query,
      hint: 2,
      when: !isFocused,
      run: () => dispatch({type: 'ask'}),
    },
    {
      id: 'search.keep',
      keys: ['escape'],
      title: ui.back,
      hint: 8,
      when: isFocused && state.hits.length > 0,
      run: () => dispatch({type: 'end'}),
    },
    {
      id: 'search.stop',
      keys: ['x'],
      title: text.stop,
      hint: 3,
      when: state.status === 'searching',
      run: () => {
        running.current?.abort();
        dispatch({type: 'end'});
      },
    },
  ]);
  const status =
    state.problem ??
    (state.status === 'searching'
      ? text.searching(format.count(state.hits.length))
      : state.status === 'asking'
        ? text.queryHelp
        : state.hits.length >= mostHits
          ? text.tooMany(format.count(mostHits))
          : text.results(format.count(state.hits.length)));
  const lines = wrapText(status, width, {maxLines: 2}).map(
    state.problem === undefined ? theme.muted : theme.warn,
  );
  return (
    <>
      <TextField
        field={field}
        label={text.query}
        placeholder={text.queryPlaceholder}
        isFocused={isFocused}
        onSubmit={(words) => void search(words)}
      />
      <Lines lines={[...lines, '']} />
      <Room width={width} height={Math.max(1, height - 2 - lines.length)}>
        <Hits
          lanes={lanes}
          hits={state.hits}
          isFocused={!isFocused}
          initial={before?.list}
          onOpen={(hit, list) => {
            save({
              words: field.value,
              state: {...state, status: 'done'},
              list,
            } satisfies SearchSaved);
            push({
              name: 'messages',
              vault: vault.place.id,
              snapshot: hit.snapshot,
              chat: hit.chat,
              position: hit.position,
            });
          }}
        />
      </Room>
    </>
  );
};

const Loaded = ({vault}: {readonly vault: OpenVault}): ReactNode => {
  const {browse: text} = useStrings();
  const task = useAsyncTask(`lanes ${vault.place.id}`, () => vault.lanes(undefined));
  if (task.status === 'loading') return <Loading />;
  if (task.status === 'failed') return <ErrorState error={task.error} />;
  if (task.value.lanes.length === 0)
    return <EmptyState text={text.noMessages} hint={text.noMessagesHint} />;
  return <Search vault={vault} lanes={task.value.lanes} />;
};

export const SearchScreen = ({route}: SearchScreenProps): ReactNode => (
  <WithVault vault={route.vault} routeFor={(vault) => ({...route, vault})}>
    {(vault) => <Loaded vault={vault} />}
  </WithVault>
);
