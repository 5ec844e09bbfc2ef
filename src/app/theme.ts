// What colours mean. The only place that knows chalk; everything else asks for `accent` or `danger`. Colour never says
// anything alone: each state also has its own symbol or word.
import type {ChalkInstance} from 'chalk';
import {Chalk} from 'chalk';

/** 0 none, 1 sixteen colours, 2 256 colours, 3 true colour. */
export type ColorLevel = 0 | 1 | 2 | 3;
export type Background = 'dark' | 'light';

export type Paint = (text: string) => string;

export type Symbols = {
  readonly pointer: string;
  readonly marked: string;
  readonly unmarked: string;
  readonly ok: string;
  readonly warn: string;
  readonly danger: string;
  readonly note: string;
  readonly more: string;
  readonly separator: string;
  readonly trail: string;
  readonly thumb: string;
  readonly track: string;
  readonly barFull: string;
  readonly barEmpty: string;
  readonly rule: string;
};

export type Theme = {
  readonly level: ColorLevel;
  readonly background: Background;
  /** Names of things, titles. */
  readonly heading: Paint;
  readonly accent: Paint;
  readonly muted: Paint;
  readonly ok: Paint;
  readonly warn: Paint;
  readonly danger: Paint;
  /** Keys in hints and help. */
  readonly key: Paint;
  /** The row that the cursor is on. */
  readonly selected: Paint;
  /** The same row while another pane has the focus. */
  readonly selectedIdle: Paint;
  /** What a search found. */
  readonly match: Paint;
  readonly disabled: Paint;
  /** One colour out of a few for a person, the same for the same index. */
  readonly person: (index: number) => Paint;
  /**
   * Whether `selected` paints blanks up to the edge cheaply: with a background colour the terminal erases, without one
   * every blank is written.
   */
  readonly fillsSelectedRow: boolean;
  readonly symbols: Symbols;
};

const unicodeSymbols: Symbols = {
  pointer: '❯',
  marked: '●',
  unmarked: '○',
  ok: '✓',
  warn: '!',
  danger: '✗',
  note: '·',
  more: '…',
  separator: '·',
  trail: '›',
  thumb: '█',
  track: '│',
  barFull: '█',
  barEmpty: '░',
  rule: '─',
};

/** For terminals that cannot be trusted with more than ASCII. */
const asciiSymbols: Symbols = {
  pointer: '>',
  marked: '*',
  unmarked: '-',
  ok: '+',
  warn: '!',
  danger: 'x',
  note: '-',
  more: '...',
  separator: '-',
  trail: '>',
  thumb: '#',
  track: '|',
  barFull: '#',
  barEmpty: '.',
  rule: '-',
};

export type ThemeOptions = {
  readonly level: ColorLevel;
  readonly background?: Background;
  /** False: ASCII symbols only. */
  readonly hasUnicode?: boolean;
};

type Colors = Omit<Theme, 'level' | 'background' | 'symbols' | 'person' | 'fillsSelectedRow'> & {
  readonly people: readonly Paint[];
};

const plain: Paint = (text) => text;

// Chalk paints every argument it gets, and `lines.map(paint)` hands over three.
const paint =
  (ink: ChalkInstance): Paint =>
  (text) =>
    ink(text);

const noColors = (): Colors => {
  // NO_COLOR asks for no colour; bold, dim and inverse are not colours, and without them the cursor would be hard to see.
  const ink = new Chalk({level: 1});
  return {
    heading: paint(ink.bold),
    accent: paint(ink.bold),
    muted: plain,
    ok: plain,
    warn: paint(ink.bold),
    danger: paint(ink.bold),
    key: paint(ink.bold),
    selected: paint(ink.inverse),
    selectedIdle: paint(ink.underline),
    match: paint(ink.underline),
    disabled: paint(ink.dim),
    people: [plain],
  };
};

/** Sixteen colours come out of the person's own palette, so only combinations readable on both backgrounds are used. */
const sixteenColors = (background: Background): Colors => {
  const ink = new Chalk({level: 1});
  const isLight = background === 'light';
  return {
    heading: paint(ink.bold),
    accent: paint(isLight ? ink.blue : ink.cyan),
    muted: paint(isLight ? ink.blackBright : ink.dim),
    ok: paint(ink.green),
    warn: paint(isLight ? ink.magenta : ink.yellow),
    danger: paint(ink.red.bold),
    key: paint(isLight ? ink.blue : ink.cyan),
    selected: paint(isLight ? ink.bgBlue.whiteBright : ink.bgCyan.black),
    selectedIdle: paint(isLight ? ink.bgWhite.black : ink.bgBlackBright.whiteBright),
    match: paint(ink.bgYellow.black),
    disabled: paint(isLight ? ink.blackBright : ink.dim),
    people: (isLight
      ? [ink.blue, ink.magenta, ink.green, ink.red]
      : [ink.cyan, ink.magenta, ink.green, ink.yellow, ink.blueBright]
    ).map(paint),
  };
};

type Palette = Readonly<
  Record<
    'accent' | 'muted' | 'ok' | 'warn' | 'danger' | 'selected' | 'onSelected' | 'idle' | 'disabled',
    number
  >
> & {readonly people: readonly number[]};

// Numbers of the 256 colour palette. Terminals with true colour get the same ones: they look the same, and half as many
// bytes go over a slow line.
const palettes: Readonly<Record<Background, Palette>> = {
  dark: {
    accent: 75,
    muted: 247,
    ok: 114,
    warn: 221,
    danger: 210,
    selected: 24,
    onSelected: 231,
    idle: 237,
    disabled: 243,
    people: [81, 183, 150, 216, 111, 219],
  },
  light: {
    accent: 25,
    muted: 240,
    ok: 22,
    warn: 94,
    danger: 124,
    selected: 25,
    onSelected: 231,
    idle: 252,
    disabled: 243,
    people: [24, 90, 22, 130, 61, 125],
  },
};

const manyColors = (background: Background): Colors => {
  const ink = new Chalk({level: 2});
  const palette = palettes[background];
  return {
    heading: paint(ink.bold),
    accent: paint(ink.ansi256(palette.accent)),
    muted: paint(ink.ansi256(palette.muted)),
    ok: paint(ink.ansi256(palette.ok)),
    warn: paint(ink.ansi256(palette.warn)),
    danger: paint(ink.ansi256(palette.danger)),
    key: paint(ink.ansi256(palette.accent)),
    selected: paint(ink.bgAnsi256(palette.selected).ansi256(palette.onSelected)),
    selectedIdle: paint(ink.bgAnsi256(palette.idle)),
    match: paint(ink.bgAnsi256(221).ansi256(16)),
    disabled: paint(ink.ansi256(palette.disabled)),
    people: palette.people.map((color) => paint(ink.ansi256(color))),
  };
};

export const createTheme = ({
  level,
  background = 'dark',
  hasUnicode = true,
}: ThemeOptions): Theme => {
  const colors =
    level === 0 ? noColors() : level === 1 ? sixteenColors(background) : manyColors(background);
  const {people, ...paints} = colors;
  return {
    ...paints,
    level,
    background,
    person: (index) => people[Math.abs(index) % people.length] ?? plain,
    fillsSelectedRow: level > 0,
    symbols: hasUnicode ? unicodeSymbols : asciiSymbols,
  };
};
