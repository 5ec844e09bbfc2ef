// Keys as data. A screen describes what can be done in a table of commands; the dispatcher runs it, and the hint bar, the
// help and the palette are generated from it. Nothing here draws or listens.

/** One thing that can be done now. Build the table anew in each render; closures over props and state are fine. */
export type Command = {
  /** `list.down`, `backup.start`: stable, for tests and rebinding. */
  readonly id: string;
  /** Names as in terminal/keys.ts: `j`, `G`, `enter`, `ctrl+d`, `f1`. Empty: reachable through the palette only. */
  readonly keys: readonly string[];
  /** Short, already in the person's language: `down`, `start the backup`. */
  readonly title: string;
  /** Heading in the help; commands without one come first. */
  readonly group?: string;
  /** False: does not exist now, is listed nowhere, and its keys go on to the layers below. */
  readonly when?: boolean;
  /** Why it cannot be done now: listed greyed with this reason, and pressing the key says it. */
  readonly disabledReason?: string | undefined;
  /** Order in the hint bar, 1 first; without it only the help and the palette list the command. */
  readonly hint?: number;
  /**
   * `run` only dispatches to a reducer, so several presses may share one render: moving, scrolling, marking. Before any
   * other command everything pending is rendered, so that its closure sees the present.
   */
  readonly isMotion?: boolean;
  /** `key` is the one that was pressed, or '' from the palette. */
  readonly run: (key: string) => void;
};

/** The keys that every screen uses for the same thing. Use these instead of spelling keys out. */
export const conventionalKeys = {
  down: ['j', 'down'],
  up: ['k', 'up'],
  top: ['g', 'home'],
  bottom: ['G', 'end'],
  pageDown: ['pagedown', 'ctrl+f'],
  pageUp: ['pageup', 'ctrl+b'],
  halfPageDown: ['ctrl+d'],
  halfPageUp: ['ctrl+u'],
  open: ['enter', 'l', 'right'],
  confirm: ['enter'],
  back: ['escape', 'h', 'left'],
  quit: ['q'],
  search: ['/'],
  nextMatch: ['n'],
  previousMatch: ['N'],
  help: ['?', 'f1'],
  palette: [':', 'ctrl+p'],
  nextPane: ['tab'],
  previousPane: ['shift+tab'],
  mark: ['space'],
  range: ['v'],
  copy: ['y'],
  undo: ['u'],
  refresh: ['r', 'f5'],
  repaint: ['ctrl+l'],
  suspend: ['ctrl+z'],
  cancel: ['ctrl+c'],
  lastPlace: ['-'],
} as const satisfies Record<string, readonly string[]>;

// What a full-width key stands for while an input method is on and no text is being typed.
const foldedKeys = new Map<string, string>([
  ['、', '/'],
  ['。', '.'],
  ['·', '`'],
  ['“', '"'],
  ['”', '"'],
  ['‘', "'"],
  ['’', "'"],
  ['《', '<'],
  ['》', '>'],
  ['\u3000', 'space'],
]);

/** The ASCII key for a full-width one (？ ／ ： １ ｊ 、); any other key unchanged. For command context only. */
export const foldKey = (key: string): string => {
  const known = foldedKeys.get(key);
  if (known !== undefined) return known;
  const code = key.charCodeAt(0);
  return key.length === 1 && code >= 0xff01 && code <= 0xff5e
    ? String.fromCharCode(code - 0xfee0)
    : key;
};

export const exists = (command: Command): boolean => command.when !== false;

/** The first command that `key` means here. */
export const findCommand = (commands: readonly Command[], key: string): Command | undefined =>
  commands.find((command) => exists(command) && command.keys.includes(key));

const keyLabels: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  enter: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  'shift+tab': 'Shift-Tab',
  space: 'Space',
  backspace: 'Backspace',
  delete: 'Del',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
};

/** `ctrl+d` → `Ctrl-D`: as printed on the screen and in the documentation. */
export const keyLabel = (key: string): string => {
  const known = keyLabels[key];
  if (known !== undefined) return known;
  const parts = key.split('+');
  if (parts.length === 1 || key === '+') return /^f\d+$/.test(key) ? key.toUpperCase() : key;
  return parts
    .map((part) => keyLabels[part] ?? part.charAt(0).toUpperCase() + part.slice(1))
    .join('-');
};

/** Commands whose keys collide with one further up: a table with these has unreachable keys. */
export const findConflicts = (commands: readonly Command[]): string[] => {
  const owners = new Map<string, string>();
  const conflicts: string[] = [];
  for (const command of commands.filter(exists)) {
    for (const key of command.keys) {
      const owner = owners.get(key);
      if (owner !== undefined && owner !== command.id)
        conflicts.push(`${key}: ${owner}, ${command.id}`);
      else owners.set(key, command.id);
    }
  }
  return conflicts;
};
