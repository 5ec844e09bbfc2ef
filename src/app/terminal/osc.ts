// What a terminal can do besides drawing: set the clipboard, the title, the progress in the task bar, show links.
import type {Capabilities} from './capabilities.ts';
import {sanitizeLine} from './sanitize.ts';

const st = '\u001B\\';

/** GNU screen passes a sequence on to the terminal only inside a DCS string. */
const passedOn = (sequence: string, {multiplexer}: Pick<Capabilities, 'multiplexer'>): string =>
  multiplexer === 'screen' ? `\u001BP${sequence.replaceAll('\u001B\\', '\u0007')}${st}` : sequence;

/** Many terminals drop a longer OSC 52; tmux and xterm take about this much. */
export const clipboardLimit = 74_994;

export type CopyOutcome =
  | {readonly outcome: 'sent'; readonly sequence: string; readonly bytes: number}
  | {readonly outcome: 'too-large'; readonly limit: number}
  | {readonly outcome: 'unsupported'};

/** OSC 52. `sent` is all that can be known: terminals do not say whether they took it. */
export const copySequence = (text: string, capabilities: Capabilities): CopyOutcome => {
  if (!capabilities.canSetClipboard) return {outcome: 'unsupported'};
  const bytes = Buffer.byteLength(text);
  const limit = Math.floor(clipboardLimit / 4) * 3;
  if (bytes > limit) return {outcome: 'too-large', limit};
  const encoded = Buffer.from(text).toString('base64');
  return {outcome: 'sent', sequence: passedOn(`\u001B]52;c;${encoded}${st}`, capabilities), bytes};
};

export const titleSequence = (title: string): string => `\u001B]2;${sanitizeLine(title)}${st}`;

/** The progress of Windows Terminal, ConEmu, Ghostty and others. A fraction of 0 to 1; undefined ends it. */
export const progressSequence = (fraction: number | undefined): string => {
  if (fraction === undefined) return `\u001B]9;4;0${st}`;
  return `\u001B]9;4;1;${Math.round(Math.min(1, Math.max(0, fraction)) * 100)}${st}`;
};

const safeUrl = /^(?:https?|mailto|file):[\u0021-\u007E]{1,2000}$/;

/** `text` as a link where the terminal shows links, else `text` alone. Style it before, not after. */
export const link = (
  text: string,
  url: string,
  {hasLinks}: Pick<Capabilities, 'hasLinks'>,
): string =>
  hasLinks && safeUrl.test(url) ? `\u001B]8;;${url}\u0007${text}\u001B]8;;\u0007` : text;
