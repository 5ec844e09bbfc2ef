// The shell around all screens: providers, the stack of places, the keys that work everywhere. No domain state.
import type {ReactNode} from 'react';
import {useMemo, useReducer} from 'react';
import {KeyScope} from './hooks/use-keymap.tsx';
import {ThemeContext} from './hooks/use-theme.ts';
import {LanguageProvider} from './i18n/language-context.tsx';
import type {Language} from './i18n/strings.ts';
import {GlobalKeys} from './GlobalKeys.tsx';
import {currentPlace, reduceRouter, startAt} from './router.ts';
import type {RouterAction, RouterState} from './router.ts';
import type {Navigation, Route} from './routes-types.ts';
import {NavigationProvider} from './routes-types.ts';
import {Place} from './routes.tsx';
import type {Services} from './services.ts';
import {ServicesProvider, useSettings} from './services.ts';
import type {Theme} from './theme.ts';

export type AppProps = {
  readonly services: Services;
  /** `--lang` or the locale; the setting wins over the locale and loses to `--lang`. */
  readonly language: (setting: Language | undefined) => Language;
  readonly theme: (background: 'dark' | 'light' | undefined) => Theme;
  readonly start: Route;
};

type Reduce = (state: RouterState<Route>, action: RouterAction<Route>) => RouterState<Route>;
const reduce: Reduce = reduceRouter;

const Places = ({start}: {readonly start: Route}): ReactNode => {
  const [state, dispatch] = useReducer(reduce, start, (route) => startAt<Route>(route));
  const place = currentPlace(state);
  // Stable as long as the place: an effect that saves must not run because it saved.
  const actions = useMemo(
    (): Omit<Navigation, 'saved'> => ({
      push: (route) => dispatch({type: 'push', route}),
      replace: (route) => dispatch({type: 'replace', route}),
      back: () => dispatch({type: 'pop'}),
      reset: (route) => dispatch({type: 'reset', ...(route ? {route} : {})}),
      save: (saved) => dispatch({type: 'save', key: place.key, saved}),
    }),
    [place.key],
  );
  const navigation = useMemo(
    (): Navigation => ({...actions, saved: place.saved}),
    [actions, place.saved],
  );
  return (
    <NavigationProvider value={navigation}>
      <GlobalKeys state={state} dispatch={dispatch}>
        <KeyScope key={place.key}>
          <Place route={place.route} />
        </KeyScope>
      </GlobalKeys>
    </NavigationProvider>
  );
};

const Looks = ({language, theme, start}: Omit<AppProps, 'services'>): ReactNode => {
  const {general} = useSettings();
  const painted = useMemo(() => theme(general.background), [theme, general.background]);
  return (
    <LanguageProvider language={language(general.lang)}>
      <ThemeContext value={painted}>
        <Places start={start} />
      </ThemeContext>
    </LanguageProvider>
  );
};

export const App = ({services, ...rest}: AppProps): ReactNode => (
  <ServicesProvider value={services}>
    <Looks {...rest} />
  </ServicesProvider>
);
