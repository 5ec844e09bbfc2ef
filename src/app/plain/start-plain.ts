// Plain mode: the main jobs as numbered questions and printed lines, for pipes of answers, dumb terminals and screen readers.

import {createSecrets} from '../commands/secrets.ts';
import {stringsFor} from '../i18n/strings.ts';
import {formatFor} from '../i18n/format.ts';
import type {StartInput} from '../start.tsx';
import type {Services} from '../services.ts';
import {detectLanguage} from '../terminal/language.ts';
import {askMenu} from '../terminal/plain.ts';
import type {PlainView} from '../terminal/plain.ts';
import {createPlainIo} from '../terminal/plain-io.ts';
import {plainActions} from './actions.ts';
import type {PlainAction} from './actions.ts';

/** Asks until the person leaves or the input ends; resolves to the exit code. */
export const startPlain = async (
  input: StartInput,
  makeServices: (quit: () => void) => Services,
): Promise<number> => {
  const services = makeServices(() => undefined);
  const language = detectLanguage({
    argument: input.lang,
    setting: services.settings.get().general.lang,
    env: input.env,
  });
  const io = createPlainIo(input.stdin, input.stdout, () => input.process.exit(130));
  const view: PlainView = {io, strings: stringsFor(language), format: formatFor(language)};
  const {home} = view.strings;
  io.print(view.strings.start.welcome);
  const secrets = createSecrets({env: input.env});
  for (;;) {
    const choice = await askMenu<PlainAction>(view, view.strings.app.name, [
      {id: 'backup', label: home.backup},
      {id: 'restore', label: home.restore},
      {id: 'chats', label: home.chats},
      {id: 'search', label: home.search},
      {id: 'convert', label: home.convert},
      {id: 'verify', label: view.strings.manage.verify},
    ]);
    if (choice === undefined) return 0;
    await plainActions[choice]({view, services, secrets, language});
  }
};
