// The hint bar as one row, generated from the commands that can be reached now.
import {keyLabel} from '../keymap.ts';
import type {ActiveCommand} from '../terminal/dispatcher.ts';
import type {Theme} from '../theme.ts';
import type {Span} from './spans.ts';
import {paintSpans, span, spansWidth} from './spans.ts';

const hintSpans = (command: ActiveCommand, theme: Theme): Span[] => {
  const [key = ''] = command.keys;
  const isDisabled = command.disabledReason !== undefined;
  const text = isDisabled ? theme.disabled : theme.muted;
  return [
    span(keyLabel(key), isDisabled ? theme.disabled : theme.key),
    span(` ${command.title}`, text),
  ];
};

/** As many hints as fit, the most important first; one that does not fit leaves room for shorter ones after it. */
export const hintRow = (
  commands: readonly ActiveCommand[],
  width: number,
  theme: Theme,
): string => {
  const hinted = commands
    .filter(({hint, keys}) => hint !== undefined && keys.length > 0)
    .toSorted((a, b) => (a.hint ?? 0) - (b.hint ?? 0));
  const spans: Span[] = [];
  const seen = new Set<string>();
  for (const command of hinted) {
    if (seen.has(command.id)) continue;
    const hint = [...(spans.length === 0 ? [] : [span('   ')]), ...hintSpans(command, theme)];
    if (spansWidth(spans) + spansWidth(hint) > width) continue;
    seen.add(command.id);
    spans.push(...hint);
  }
  return paintSpans(spans);
};
