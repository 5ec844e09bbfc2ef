// Keys that work on every screen, the frame around it, and the question before quitting while a job runs.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {KeyScope, useKeymap} from './hooks/use-keymap.tsx';
import {useTerminal} from './hooks/use-terminal.ts';
import {useFormat, useStrings} from './i18n/language-context.tsx';
import type {Strings} from './i18n/strings.ts';
import {conventionalKeys as keys} from './keymap.ts';
import {JobTitle} from './JobTitle.tsx';
import {isAtRoot} from './router.ts';
import type {RouterAction, RouterState} from './router.ts';
import type {Route} from './routes-types.ts';
import {useJobs, useNotice, useServices} from './services.ts';
import {Confirm} from './ui/Confirm.tsx';
import {Shell} from './ui/Shell.tsx';

export type GlobalKeysProps = {
  readonly state: RouterState<Route>;
  readonly dispatch: (action: RouterAction<Route>) => void;
  readonly children: ReactNode;
};

const trailOf = (state: RouterState<Route>, strings: Strings): string[] =>
  state.places.map(({route}) => strings.app.routes[route.name]);

export const GlobalKeys = ({state, dispatch, children}: GlobalKeysProps): ReactNode => {
  const services = useServices();
  const {repaint, suspend} = useTerminal();
  const strings = useStrings();
  const format = useFormat();
  const [isAsking, setAsking] = useState(false);
  const running = useJobs().filter((job) => job.state.status === 'running');
  const text = strings.app;
  const isRoot = isAtRoot(state);
  const quit = (): void => (services.jobs.isBusy() ? setAsking(true) : services.quit());
  const cancelOrQuit = (): void => {
    const [newest] = running;
    const {route} = state.places.at(-1) ?? {};
    if (newest && route?.name === 'job' && route.job === newest.id) services.jobs.cancel(newest.id);
    else quit();
  };
  useKeymap([
    {
      id: 'app.back',
      keys: keys.back,
      title: text.keys.back,
      hint: 80,
      when: !isRoot,
      run: () => dispatch({type: 'pop'}),
    },
    {
      id: 'app.back-or-quit',
      keys: keys.quit,
      title: isRoot ? text.keys.quit : text.keys.back,
      ...(isRoot ? {hint: 81} : {}),
      run: () => (isRoot ? quit() : dispatch({type: 'pop'})),
    },
    {
      id: 'app.last',
      keys: keys.lastPlace,
      title: text.keys.lastPlace,
      when: state.last !== undefined,
      run: () => dispatch({type: 'last'}),
    },
    {
      id: 'app.jobs',
      keys: ['J'],
      title: text.keys.jobs,
      when: services.jobs.all().length > 0,
      run: () => dispatch({type: 'push', route: {name: 'jobs'}}),
    },
  ]);
  useKeymap(
    [
      {id: 'app.cancel', keys: keys.cancel, title: text.keys.cancel, run: cancelOrQuit},
      {id: 'app.repaint', keys: keys.repaint, title: text.keys.repaint, run: () => repaint()},
      {id: 'app.suspend', keys: keys.suspend, title: text.keys.suspend, run: () => suspend()},
    ],
    {isGlobal: true},
  );
  const status = running.length > 0 ? text.jobRunning(format.count(running.length)) : undefined;
  const question = {
    question: text.quitQuestion(format.count(running.length)),
    consequences: [text.quitConsequence],
    yes: text.quitYes,
    no: text.quitNo,
  };
  return (
    <Shell trail={trailOf(state, strings)} status={status} notice={useNotice()}>
      <JobTitle />
      {isAsking ? (
        <KeyScope isModal>
          <Confirm
            model={question}
            onAnswer={(isYes) => (isYes ? services.quit() : setAsking(false))}
          />
        </KeyScope>
      ) : (
        children
      )}
    </Shell>
  );
};
