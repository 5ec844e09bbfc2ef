// Runs a command in a pseudo terminal, presses keys, and draws what a person would see as PNG (or SVG).
//   node scripts/draw-screen.mjs --out screen.png [--size 80x24] [--keys 'j j enter text:备份 wait:完成'] [--light]
//     [--idle 400] [--text] -- command argument…
// Keys are separated by blanks: names as in src/app/terminal/keys.ts, `text:…` types (`_` for a blank), `wait:…` waits until
// the text is on the screen, `resize:100x30` changes the window, `draw:file.png` draws in between.
import {writeFileSync} from 'node:fs';
import process from 'node:process';
import {parseArgs} from 'node:util';
import pty from '@lydell/node-pty';
import {Resvg} from '@resvg/resvg-js';
import xterm from '@xterm/headless';

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    out: {type: 'string'},
    size: {type: 'string', default: '80x24'},
    keys: {type: 'string', default: ''},
    idle: {type: 'string', default: '400'},
    light: {type: 'boolean', default: false},
    text: {type: 'boolean', default: false},
  },
});
const [command, ...commandArguments] = positionals;
if (command === undefined) {
  process.stderr.write('Usage: draw-screen.mjs --out FILE [--size 80x24] [--keys …] -- COMMAND…\n');
  process.exit(2);
}

const sizeOf = (text) => text.split('x').map(Number);
const [columns, rows] = sizeOf(values.size);
const idleMs = Number(values.idle);
const patienceMs = 15_000;

// A pseudo terminal is not a CI log, whatever the surroundings say.
const environment = {...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor'};
if (values.light) environment.COLORFGBG = '0;15';
for (const name of ['CI', 'CONTINUOUS_INTEGRATION', 'NO_COLOR', 'FORCE_COLOR', 'TMUX', 'STY']) {
  delete environment[name];
}

const screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 1000});
const child = pty.spawn(command, commandArguments, {
  cols: columns,
  rows,
  cwd: process.cwd(),
  env: environment,
});
const run = {lastOutput: Date.now(), isCursorVisible: true, hasExited: false};
child.onData((data) => {
  run.lastOutput = Date.now();
  const shown = data.lastIndexOf('\u001B[?25h');
  const hidden = data.lastIndexOf('\u001B[?25l');
  if (shown !== hidden) run.isCursorVisible = shown > hidden;
  screen.write(data);
});
child.onExit(() => {
  run.hasExited = true;
});
screen.onData((data) => child.write(data));

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const lines = () =>
  Array.from({length: screen.rows}, (_row, y) =>
    screen.buffer.active.getLine(screen.buffer.active.baseY + y).translateToString(true),
  );

const untilIdle = async () => {
  const start = Date.now();
  while (!run.hasExited && Date.now() - run.lastOutput < idleMs && Date.now() - start < patienceMs)
    await pause(20);
  await new Promise((resolve) => screen.write('', resolve));
};

const untilShown = async (text) => {
  const start = Date.now();
  while (!lines().join('\n').includes(text)) {
    if (Date.now() - start > patienceMs) {
      process.stderr.write(`Waited for "${text}" in vain.\n${lines().join('\n')}\n`);
      process.exit(1);
    }
    await pause(20);
  }
};

const keyBytes = {
  enter: '\r',
  escape: '\u001B',
  tab: '\t',
  'shift+tab': '\u001B[Z',
  space: ' ',
  backspace: '\u007F',
  delete: '\u001B[3~',
  up: '\u001B[A',
  down: '\u001B[B',
  right: '\u001B[C',
  left: '\u001B[D',
  home: '\u001B[H',
  end: '\u001B[F',
  pageup: '\u001B[5~',
  pagedown: '\u001B[6~',
  f1: '\u001BOP',
  f5: '\u001B[15~',
};

const bytesOf = (key) => {
  const control = /^ctrl\+(.)$/.exec(key)?.[1];
  if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
  return keyBytes[key] ?? key;
};

const basePalette = values.light
  ? ['#000000', '#c50f1f', '#13700e', '#8a6d00', '#0037da', '#881798', '#2a7b91', '#dddddd']
  : ['#0c0c0c', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#cccccc'];
const brightPalette = [
  '#767676',
  '#ff6b75',
  '#a8e389',
  '#f5d08b',
  '#71bfff',
  '#d688ed',
  '#66c6d2',
  '#ffffff',
];
const defaults = values.light ? {fg: '#1a1a1a', bg: '#ffffff'} : {fg: '#d4d4d4', bg: '#1e1e1e'};

const hex = (number) => `#${number.toString(16).padStart(6, '0')}`;

const paletteColor = (index) => {
  if (index < 8) return basePalette[index];
  if (index < 16) return brightPalette[index - 8];
  if (index >= 232) return hex((8 + (index - 232) * 10) * 0x01_01_01);
  const level = (value) => (value === 0 ? 0 : 55 + value * 40);
  const cube = index - 16;
  const [red, green, blue] = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level);
  return hex((red << 16) | (green << 8) | blue);
};

const colorOf = (cell, side) => {
  const isDefault = side === 'fg' ? cell.isFgDefault() : cell.isBgDefault();
  if (isDefault) return defaults[side];
  const value = side === 'fg' ? cell.getFgColor() : cell.getBgColor();
  const isRgb = side === 'fg' ? cell.isFgRGB() : cell.isBgRGB();
  return isRgb ? hex(value) : paletteColor(value);
};

const cellWidth = 10;
const cellHeight = 20;
const escapeXml = (text) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

const drawCell = (cell, x, y, shapes) => {
  const isInverse = cell.isInverse() !== 0;
  const fg = colorOf(cell, isInverse ? 'bg' : 'fg');
  const bg = colorOf(cell, isInverse ? 'fg' : 'bg');
  const left = x * cellWidth;
  const top = y * cellHeight;
  const width = cellWidth * Math.max(1, cell.getWidth());
  if (bg !== defaults.bg) {
    shapes.backgrounds.push(
      `<rect x="${left}" y="${top}" width="${width}" height="${cellHeight}" fill="${bg}"/>`,
    );
  }
  const text = cell.getChars();
  if (text === '' || text === ' ') return;
  const looks = [
    `fill="${fg}"`,
    cell.isBold() ? 'font-weight="bold"' : '',
    cell.isItalic() ? 'font-style="italic"' : '',
    cell.isUnderline() ? 'text-decoration="underline"' : '',
    cell.isDim() ? 'opacity="0.6"' : '',
  ].filter((look) => look !== '');
  const shift = cell.getWidth() === 2 ? 2 : 0;
  shapes.texts.push(
    `<text x="${left + shift}" y="${top + 15}" ${looks.join(' ')}>${escapeXml(text)}</text>`,
  );
};

const toSvg = () => {
  const shapes = {backgrounds: [], texts: []};
  const buffer = screen.buffer.active;
  for (let y = 0; y < screen.rows; y += 1) {
    const line = buffer.getLine(buffer.baseY + y);
    for (let x = 0; x < screen.cols; x += 1) {
      const cell = line.getCell(x);
      if (cell.getWidth() > 0) drawCell(cell, x, y, shapes);
    }
  }
  const width = screen.cols * cellWidth;
  const height = screen.rows * cellHeight;
  const cursor = run.isCursorVisible
    ? `<rect x="${buffer.cursorX * cellWidth}" y="${buffer.cursorY * cellHeight + 17}" width="${cellWidth}" height="3" fill="#ff9d00"/>`
    : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans Mono, Noto Sans Mono CJK SC, monospace" font-size="16"><rect width="100%" height="100%" fill="${defaults.bg}"/>${shapes.backgrounds.join('')}${shapes.texts.join('')}${cursor}</svg>`;
};

const draw = (file) => {
  const svg = toSvg();
  const options = {font: {loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans Mono'}};
  writeFileSync(file, file.endsWith('.svg') ? svg : new Resvg(svg, options).render().asPng());
};

const play = async (step) => {
  const [action, argument = ''] = step.split(/:(.*)/s);
  if (action === 'wait' && argument !== '') await untilShown(argument.replaceAll('_', ' '));
  else if (action === 'text' && argument !== '') child.write(argument.replaceAll('_', ' '));
  else if (action === 'draw' && argument !== '') draw(argument);
  else if (action === 'resize' && argument !== '') {
    const [width, height] = sizeOf(argument);
    screen.resize(width, height);
    child.resize(width, height);
  } else child.write(bytesOf(step));
  run.lastOutput = Date.now();
  await untilIdle();
};

// The first frame may take a moment on a busy machine.
for (
  let waited = 0;
  waited < patienceMs && lines().every((line) => line === '') && !run.hasExited;
  waited += 20
) {
  await pause(20);
}
await untilIdle();
for (const step of values.keys.split(' ').filter((key) => key !== '')) await play(step);
if (values.out !== undefined) draw(values.out);
if (values.text) process.stdout.write(`${lines().join('\n')}\n`);
if (!run.hasExited) child.kill();
process.exit(0);
