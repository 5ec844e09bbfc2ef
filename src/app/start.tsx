// Starts the screens on the terminal that main hands in, and ends them once and only once.
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {generator, version} from '../version.ts';
import {App} from './App.tsx';
import {workerRunner} from './jobs/worker-runner.ts';
import {startPlain} from './plain/start-plain.ts';
import type {Route} from './routes-types.ts';
import {lowdbSettings} from './settings/lowdb-store.ts';
import type {SettingsStore} from './settings/store.ts';
import {closeStandardStreams} from './terminal/abandon.ts';
import {detectCapabilities} from './terminal/capabilities.ts';
import type {Capabilities, Environment} from './terminal/capabilities.ts';
import type {ScreenOutput} from './terminal/start-ink.tsx';
import {startInk} from './terminal/start-ink.tsx';
import type {InputStream} from './terminal/input-reader.ts';
import {detectLanguage} from './terminal/language.ts';
import {titleSequence} from './terminal/osc.ts';
import {TerminalSession} from './terminal/session.ts';
import type {SessionInput, SessionOptions, SessionOutput} from './terminal/session.ts';
import {createTheme} from './theme.ts';
import {createServices} from './wiring.ts';
import type {Outside} from './wiring.ts';

export type StartInput = {
  readonly stdin: InputStream & SessionInput & {readonly isTTY?: boolean};
  readonly stdout: ScreenOutput & SessionOutput & {readonly isTTY?: boolean};
  readonly stderr: SessionOutput;
  readonly env: Environment;
  /** `--lang` */
  readonly lang: string | undefined;
  readonly isPlain: boolean;
  readonly noColor: boolean;
  readonly configFolder: string;
  readonly startFolder: string;
  readonly node: string;
  readonly systemZone: string;
  readonly process: Pick<SessionOptions, 'signals' | 'exit' | 'stop'>;
};

/** Never where chats could end up: the error's stack only. */
const crashLogIn =
  (folder: string) =>
  (error: unknown): string | undefined => {
    try {
      mkdirSync(folder, {recursive: true, mode: 0o700});
      const path = join(folder, 'crash.log');
      writeFileSync(
        path,
        `${generator}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
        {mode: 0o600},
      );
      return path;
    } catch {
      return undefined; // A crash on a full disk: the message on the screen has to do.
    }
  };

const outsideFor = (input: StartInput, settings: SettingsStore, quit: () => void): Outside => ({
  settings,
  runner: workerRunner(new URL('worker.js', import.meta.url), {
    systemZone: settings.get().general.zone ?? input.systemZone,
    generator,
    lang: detectLanguage({
      argument: input.lang,
      setting: settings.get().general.lang,
      env: input.env,
    }),
  }),
  startFolder: input.startFolder,
  launch: {
    node: input.node,
    script: fileURLToPath(new URL('main.js', import.meta.url)),
    configFolder: input.configFolder,
  },
  systemZone: input.systemZone,
  generator,
  version,
  now: () => Date.now(),
  quit,
});

const firstPlace = (settings: SettingsStore): Route => ({
  name: settings.get().general.isWelcomed ? 'home' : 'welcome',
});

const runScreens = async (
  input: StartInput,
  capabilities: Capabilities,
  settings: SettingsStore,
): Promise<never> => {
  const session = new TerminalSession({
    input: input.stdin,
    output: input.stdout,
    errors: input.stderr,
    ...input.process,
    writeCrashLog: crashLogIn(input.configFolder),
    abandon: closeStandardStreams,
  });
  const services = createServices(
    outsideFor(input, settings, () => void session.end({kind: 'quit', code: 0})),
  );
  session.beforeEnd(async () => {
    const running = services.jobs.all().filter(({state}) => state.status === 'running');
    for (const {id} of running) services.jobs.cancel(id);
    await Promise.all(running.map(({id}) => services.jobs.finished(id)));
  });
  session.enter();
  const tree = (
    <App
      services={services}
      start={firstPlace(settings)}
      language={(setting) => detectLanguage({argument: input.lang, setting, env: input.env})}
      theme={(background) =>
        createTheme({
          level: capabilities.colorLevel,
          background: background ?? capabilities.background,
          hasUnicode: capabilities.hasUnicode,
        })
      }
    />
  );
  const running = startInk(tree, {
    input: input.stdin,
    output: input.stdout,
    capabilities,
    suspend: () => session.suspend(),
    onDisabled: ({disabledReason = ''}) =>
      services.notices.say({kind: 'note', text: disabledReason}),
    onCrash: (error) => void session.end({kind: 'crash', error}),
  });
  session.attach(running);
  if (settings.notice !== undefined) services.notices.say({kind: 'warn', text: settings.notice});
  running.terminal.send(titleSequence('ChatArk 聊天方舟'));
  // The session ends the process.
  return new Promise<never>(() => undefined);
};

/** Resolves only in plain mode, with the exit code; screens end the process themselves. */
export const startScreens = async (input: StartInput): Promise<number> => {
  const settings = await lowdbSettings(input.configFolder);
  const capabilities = detectCapabilities({
    env: input.env,
    isInputTty: input.stdin.isTTY === true,
    isOutputTty: input.stdout.isTTY === true,
    plain: input.isPlain,
    ...(input.noColor ? {color: false} : {}),
  });
  if (capabilities.plainBecause === undefined) return runScreens(input, capabilities, settings);
  return startPlain(input, (quit) => createServices(outsideFor(input, settings, quit)));
};
