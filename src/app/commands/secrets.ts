// Where passphrases come from: a prompt, a file, the environment or a command, never an argument.

import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {ChatError} from '../../engine/errors.ts';

export type Secrets = {
  /** The passphrase, without the line end. Throws `vault-locked` when there is no way to get it. */
  passphrase(purpose: 'open' | 'create'): Promise<string>;
  /** Asks on the terminal, whatever the environment holds: for a further passphrase. */
  ask(purpose: 'open' | 'create'): Promise<string>;
  /** Content of the key file, where one was named. */
  keyFile(): Promise<Uint8Array | undefined>;
  /** A recovery key, as it was written down. */
  recoveryKey(path: string): Promise<string>;
};

export type SecretOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly command?: string;
  readonly keyFile?: string;
  /** Asks on the terminal without echo; absent when there is none. */
  readonly prompt?: (question: string) => Promise<string>;
};

const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, '');

const fromFile = async (path: string, hint: string): Promise<string> => {
  try {
    return withoutLineEnd(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new ChatError('usage', `The secret's file cannot be read: ${path}`, {
      cause,
      hint,
    });
  }
};

const fromCommand = (command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile('/bin/sh', ['-c', command], {maxBuffer: 1_048_576}, (cause, stdout) => {
      if (cause)
        reject(
          new ChatError('usage', 'The passphrase command failed.', {
            cause,
            hint: 'Run it by hand to see why.',
          }),
        );
      else resolve(withoutLineEnd(stdout));
    });
  });

const asked = async (
  prompt: NonNullable<SecretOptions['prompt']>,
  purpose: 'open' | 'create',
): Promise<string> => {
  const first = await prompt('Passphrase: ');
  if (purpose === 'open') return first;
  if (first !== (await prompt('Once more: ')))
    throw new ChatError('usage', 'The two passphrases differ.');
  return first;
};

export const createSecrets = (options: SecretOptions): Secrets => ({
  async passphrase(purpose) {
    const {env, command, prompt} = options;
    const file = env['CHATARK_PASSPHRASE_FILE'];
    const value = env['CHATARK_PASSPHRASE'];
    if (command !== undefined) return fromCommand(command);
    if (file !== undefined && file !== '') return fromFile(file, 'Check CHATARK_PASSPHRASE_FILE.');
    if (value !== undefined && value !== '') return value;
    if (prompt) return asked(prompt, purpose);
    throw new ChatError(
      'vault-locked',
      'The vault needs a passphrase, and there is no terminal to ask on.',
      {
        hint: 'Set CHATARK_PASSPHRASE_FILE, CHATARK_PASSPHRASE or --passphrase-command.',
      },
    );
  },
  ask: async (purpose) => {
    if (options.prompt) return asked(options.prompt, purpose);
    throw new ChatError('usage', 'There is no terminal to ask on.', {
      hint: 'Use --new-passphrase-file.',
    });
  },
  recoveryKey: (path) => fromFile(path, 'Check --recovery-key-file.'),
  async keyFile() {
    if (options.keyFile === undefined) return undefined;
    try {
      return await readFile(options.keyFile);
    } catch (cause) {
      throw new ChatError('usage', `The key file cannot be read: ${options.keyFile}`, {cause});
    }
  },
});
