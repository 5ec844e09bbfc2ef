// Questions on the terminal for headless verbs: plain, and without echo for secrets.

import {createInterface} from 'node:readline';
import {Writable} from 'node:stream';
import {ChatError} from '../../engine/errors.ts';

export type Terminal = {
  readonly stdin: NodeJS.ReadableStream;
  readonly stderr: NodeJS.WritableStream;
};

/** Hears everything, shows nothing. */
const silent = (): Writable => new Writable({write: (_chunk, _encoding, done) => done()});

const question = (terminal: Terminal, text: string, isSecret: boolean): Promise<string> =>
  new Promise((resolve, reject) => {
    // On stderr: stdout may be a pipe.
    terminal.stderr.write(text);
    const output = isSecret ? silent() : terminal.stderr;
    const reader = createInterface({input: terminal.stdin, output, terminal: isSecret});
    let isAnswered = false;
    reader.once('line', (line) => {
      isAnswered = true;
      reader.close();
      if (isSecret) terminal.stderr.write('\n');
      resolve(line);
    });
    reader.once('close', () => {
      if (!isAnswered) reject(new ChatError('cancelled', 'No answer.'));
    });
  });

export const ask = (terminal: Terminal, text: string): Promise<string> =>
  question(terminal, text, false);

export const askSecret = (terminal: Terminal, text: string): Promise<string> =>
  question(terminal, text, true);

/** `y`, `yes`, `是`, `好` are yes; anything else, also just Enter, is no. */
export const confirm = async (terminal: Terminal, text: string): Promise<boolean> =>
  /^(?:y|yes|是|好)$/i.test((await ask(terminal, `${text} [y/N] `)).trim());
