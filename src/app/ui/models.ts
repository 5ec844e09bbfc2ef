// What is asked and shown, without how: the same values feed the components here and the prompts of terminal/plain.ts.

export type MenuItem<Id extends string = string> = {
  readonly id: Id;
  /** Plain, sanitised text. */
  readonly label: string;
  /** What it leads to, or its present value. */
  readonly detail?: string;
  /** Cannot be chosen now, and why. */
  readonly disabledReason?: string | undefined;
};

export type ConfirmModel = {
  /** Names the object: `Delete the snapshot "2024-01-03 after the trip"?` */
  readonly question: string;
  /** What happens then: one sentence each. */
  readonly consequences?: readonly string[];
  /** Nothing is lost either way: Enter means yes. Anything else defaults to no. */
  readonly isHarmless?: boolean;
  /** `Delete`, `Overwrite`; by default `Yes`. */
  readonly yes?: string;
  readonly no?: string;
};

export type TextModel = {
  readonly label: string;
  readonly initial?: string;
  /** A passphrase: never shown unless asked for. */
  readonly isSecret?: boolean;
  readonly placeholder?: string;
  /** What is wrong with the text; undefined: nothing. */
  readonly validate?: (text: string) => string | undefined;
};

export type ProgressModel = {
  readonly title: string;
  readonly done: number;
  /** Undefined: not known yet. */
  readonly total?: number | undefined;
  readonly unit: 'bytes' | 'count';
  /** Units per second. */
  readonly speed?: number | undefined;
  readonly remainingMs?: number | undefined;
  readonly elapsedMs?: number | undefined;
  /** What is worked on now; sanitised. */
  readonly current?: string | undefined;
  readonly mayLeave?: boolean;
};

export type NoticeKind = 'ok' | 'note' | 'warn' | 'danger';

export type NoticeModel = {
  readonly kind: NoticeKind;
  readonly text: string;
  /** What to do next. */
  readonly hint?: string | undefined;
};
