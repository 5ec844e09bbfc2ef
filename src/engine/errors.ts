// Errors that a person can act on, and the exit code of each. Anything else that is thrown is a bug.

/** Every code is API: scripts and tests match on it, so a code is never renamed. Value: the exit code. */
export const exitCodes = {
  bug: 1,
  usage: 2,
  'done-with-losses': 3,
  'no-vault': 10,
  'vault-locked': 11,
  'wrong-passphrase': 12,
  'vault-damaged': 13,
  'no-space': 14,
  'newer-format': 15,
  'verify-found-damage': 16,
  'vault-exists': 2,
  'storage-unreachable': 20,
  'not-found': 2,
  'no-permission': 20,
  'target-exists': 2,
  'format-unknown': 30,
  'input-malformed': 31,
  'input-limit': 31,
  'input-encrypted': 32,
  'format-refused': 32,
  cancelled: 130,
} as const;

export type ErrorCode = keyof typeof exitCodes;

export type ErrorOptions = {
  /** What the person can do next, one sentence. */
  readonly hint?: string;
  /** Facts for a log or `--json`; never secrets, never message text. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
  readonly cause?: unknown;
};

export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, string | number | boolean>>;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause});
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }

  get exitCode(): number {
    return exitCodes[this.code];
  }
}

export const isChatError = (value: unknown): value is ChatError => value instanceof ChatError;

/** Throws `cancelled` once the signal is aborted; call it between units of work. */
export const throwIfCancelled = (signal: AbortSignal): void => {
  if (signal.aborted) throw new ChatError('cancelled', 'Cancelled.');
};
