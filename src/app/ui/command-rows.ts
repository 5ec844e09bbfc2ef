// Commands as rows of help and palette, filtered as one types. Pure.
import {keyLabel} from '../keymap.ts';
import {padEnd, truncateEnd} from '../terminal/fit.ts';
import {textWidth} from '../terminal/width.ts';
import type {ActiveCommand} from '../terminal/dispatcher.ts';
import type {Theme} from '../theme.ts';
import type {Span} from './spans.ts';
import {span} from './spans.ts';

/** Each id once: nearer layers are listed first and hide the rest. */
export const distinct = (commands: readonly ActiveCommand[]): ActiveCommand[] => {
  const byId = new Map<string, ActiveCommand>();
  for (const command of commands) if (!byId.has(command.id)) byId.set(command.id, command);
  return [...byId.values()];
};

const keysText = ({keys}: ActiveCommand): string => keys.map(keyLabel).join(' ');

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Every word of `filter` must stand in the title, the group, the id or the keys. */
export const filterCommands = (
  commands: readonly ActiveCommand[],
  filter: string,
): ActiveCommand[] => {
  const words = folded(filter).split(/\s+/).filter(Boolean);
  return commands.filter((command) => {
    const text = folded(
      `${command.title} ${command.group ?? ''} ${command.id} ${keysText(command)}`,
    );
    return words.every((word) => text.includes(word));
  });
};

/** Groups stay together, in the order in which they first come. */
export const grouped = (commands: readonly ActiveCommand[]): ActiveCommand[] => {
  const groups = [...new Set(commands.map(({group}) => group))];
  return groups.flatMap((group) => commands.filter((command) => command.group === group));
};

const widestKeys = 18;

/** `keys   title   reason or group`. */
export const commandSpans = (
  command: ActiveCommand,
  {width, theme}: {readonly width: number; readonly theme: Theme},
): Span[] => {
  const isDisabled = command.disabledReason !== undefined;
  const keysWidth = Math.min(widestKeys, Math.floor(width / 3));
  const keys = padEnd(truncateEnd(keysText(command), keysWidth), keysWidth + 2);
  const note = command.disabledReason ?? command.group ?? '';
  const titleWidth = Math.min(textWidth(command.title), width - keysWidth - 2);
  const spans = [
    span(keys, isDisabled ? theme.disabled : theme.key),
    span(truncateEnd(command.title, titleWidth), isDisabled ? theme.disabled : undefined),
  ];
  return note === '' ? spans : [...spans, span(`  ${note}`, theme.muted)];
};
