import {afterEach, describe, expect, test} from 'vitest';
import type {Caret} from '../../../src/app/terminal/frame-writer.ts';
import {visibleLines} from '../../helpers/visible-lines.ts';
import {differences, emulatedWriter, paintedFromScratch, settled} from './emulated-screen.ts';
import type {Random} from './random-frames.ts';
import {nextFrame, randomFrom} from './random-frames.ts';

type Emulated = ReturnType<typeof emulatedWriter>;

const blank = (rows: number): string[] => Array.from<string>({length: rows}).fill('');

const expectShown = async ({terminal, writer}: Emulated, frame: string): Promise<void> => {
  await settled(terminal);
  const expected = await paintedFromScratch(frame, writer.columns, writer.rows);
  expect(differences(terminal, expected)).toEqual([]);
  expected.dispose();
};

/** Shows `count` random frames one after the other, checking every cell after each. */
const replay = async (emulated: Emulated, random: Random, count: number): Promise<void> => {
  let lines = blank(emulated.writer.rows);
  for (let frame = 0; frame < count; frame += 1) {
    lines = nextFrame(random, lines, emulated.writer.columns);
    emulated.writer.show(lines.join('\n'));
    await expectShown(emulated, lines.join('\n'));
  }
};

describe('what the terminal shows', () => {
  test('has no wrong cell after each of 400 random frames at 80x24', async () => {
    await replay(emulatedWriter(), randomFrom(1), 400);
  });

  test('has no wrong cell after each of 150 random frames in a narrow window', async () => {
    await replay(emulatedWriter({columns: 23, rows: 9}), randomFrom(2), 150);
  });

  test('has no wrong cell after 150 random frames where erasing does not fill with colour', async () => {
    await replay(emulatedWriter({columns: 60, rows: 12, hasColorErase: false}), randomFrom(3), 150);
  });

  test('is the newest frame after the stream was too slow for the ones between', async () => {
    const emulated = emulatedWriter({columns: 60, rows: 12});
    const random = randomFrom(4);
    let lines = blank(12);
    for (let round = 0; round < 40; round += 1) {
      emulated.output.isSlow = true;
      for (let frame = 0; frame < 5; frame += 1) {
        lines = nextFrame(random, lines, 60);
        emulated.writer.show(lines.join('\n'));
      }
      emulated.output.isSlow = false;
      emulated.output.drain();
      await expectShown(emulated, lines.join('\n'));
    }
    // Of five frames one was written when it came and one after the drain.
    expect(emulated.output.writes.length).toBeLessThanOrEqual(80);
  });

  test('has no wrong cell after each step of a walk through window sizes', async () => {
    const emulated = emulatedWriter();
    const random = randomFrom(5);
    const walk = [
      [80, 24],
      [60, 20],
      [40, 12],
      [100, 30],
      [80, 10],
      [120, 40],
      [20, 5],
      [80, 24],
    ] as const;
    for (const [columns, rows] of walk) {
      emulated.terminal.resize(columns, rows);
      emulated.writer.resize(columns, rows);
      await replay(emulated, random, 5);
    }
  });

  test('is right again after something else wrote over it and Ctrl-L', async () => {
    const emulated = emulatedWriter();
    const frame = nextFrame(randomFrom(6), blank(24), 80).join('\n');
    emulated.writer.show(frame);
    emulated.terminal.write('\u001B[5;5Hgarbage from a background job 垃圾\u001B[2J\u001B[41m');
    emulated.writer.repaint();
    await expectShown(emulated, frame);
  });

  test('stops at the last row and column of the window', async () => {
    const emulated = emulatedWriter({columns: 10, rows: 3});
    emulated.writer.show(['0123456789漢字', '012345678漢', 'c', 'not shown'].join('\n'));
    await settled(emulated.terminal);
    expect(visibleLines(emulated.terminal)).toEqual(['0123456789', '012345678', 'c']);
  });

  test('holds no escape sequence that came in a frame, except colours and links', async () => {
    const emulated = emulatedWriter({columns: 60, rows: 4});
    emulated.writer.show(
      'a\u001B[2Jb\u001B]52;c;ZXZpbA==\u0007c\rd\u0008e\u009B31mf\u001B[31mred\u001B[39m',
    );
    await settled(emulated.terminal);
    const written = emulated.output.writes.join('');
    expect(written).not.toContain('\u001B[2J');
    expect(written).not.toContain('\u001B]52');
    expect(written).not.toMatch(/[\r\u0007\u0008\u009B](?!\n)/);
    expect(visibleLines(emulated.terminal)[0]).toBe('a?[2Jb?]52;c;ZXZpbA==?c?d?e?31mfred');
  });
});

describe('the scrollback', () => {
  test('is neither erased nor filled, whatever is drawn', async () => {
    const emulated = emulatedWriter({columns: 40, rows: 10});
    await replay(emulated, randomFrom(7), 60);
    const written = emulated.output.writes.join('');
    expect(written).not.toContain('\u001B[3J');
    expect(written).not.toContain('\u001B[2J');
    expect(written).not.toContain('\u001Bc');
    expect(emulated.terminal.buffer.normal.length).toBe(10);
    expect(emulated.terminal.buffer.active.baseY).toBe(0);
  });
});

const listFrame = (top: number, cursor: number, columns: number, rows: number): string => {
  const row = (index: number): string => {
    const text = `  ${String(index).padStart(6)}  家人群 the name of a chat ${index * 37}  2024-01-${String((index % 28) + 1).padStart(2, '0')}`;
    return index === cursor ? `\u001B[48;5;24;97m${text.padEnd(columns - 4)}\u001B[0m` : text;
  };
  return [
    'ChatArk › Browse',
    ...Array.from({length: rows - 2}, (_row, y) => row(top + y)),
    '? help',
  ].join('\n');
};

describe.each([
  {columns: 80, rows: 24},
  {columns: 200, rows: 50},
])('bytes at $columns x $rows', ({columns, rows}) => {
  const cost = (from: string, to: string): number => {
    const emulated = emulatedWriter({columns, rows});
    emulated.writer.show(from);
    const before = emulated.output.bytes;
    emulated.writer.show(to);
    return emulated.output.bytes - before;
  };

  test('a move of the cursor costs at most 300', () => {
    expect(
      cost(listFrame(0, 5, columns, rows), listFrame(0, 6, columns, rows)),
    ).toBeLessThanOrEqual(300);
  });

  test('a line scrolled costs at most 400', () => {
    const last = rows - 3;
    expect(
      cost(listFrame(0, last, columns, rows), listFrame(1, last + 1, columns, rows)),
    ).toBeLessThanOrEqual(400);
    expect(
      cost(listFrame(1, 1, columns, rows), listFrame(0, 0, columns, rows)),
    ).toBeLessThanOrEqual(400);
  });

  test('the same frame again costs nothing', () => {
    expect(cost(listFrame(0, 5, columns, rows), listFrame(0, 5, columns, rows))).toBe(0);
  });
});

describe('the caret', () => {
  const withCaret = (first: Caret | undefined) => {
    let caret = first;
    const emulated = emulatedWriter({columns: 40, rows: 5, caret: () => caret});
    return {
      ...emulated,
      move: (next: Caret | undefined): void => {
        caret = next;
      },
    };
  };

  test('stands where the field wants it, in the same write as the frame', async () => {
    const emulated = withCaret({column: 7, row: 2});
    emulated.writer.show('one\ntwo\nthree 漢字');
    await settled(emulated.terminal);
    expect(emulated.output.writes).toHaveLength(1);
    expect(emulated.output.writes[0]).toMatch(/\u001B\[\?25h\u001B\[\?2026l$/);
    const {cursorX, cursorY} = emulated.terminal.buffer.active;
    expect([cursorX, cursorY]).toEqual([7, 2]);
  });

  test('moves without repainting anything', async () => {
    const emulated = withCaret({column: 0, row: 0});
    emulated.writer.show('text');
    emulated.move({column: 3, row: 0});
    emulated.writer.show('text');
    await settled(emulated.terminal);
    expect(emulated.terminal.buffer.active.cursorX).toBe(3);
    expect(Buffer.byteLength(emulated.output.writes.at(-1) ?? '')).toBeLessThan(40);
  });

  test('is hidden when nobody claims it or it is off the screen', () => {
    const emulated = withCaret({column: 1, row: 1});
    emulated.writer.show('text');
    emulated.move({column: 400, row: 1});
    emulated.writer.show('text');
    expect(emulated.output.writes.at(-1)).toContain('\u001B[?25l');
    expect(emulated.output.writes.at(-1)).not.toContain('\u001B[?25h');
  });
});

describe('a pause', () => {
  test('holds everything back and repaints the newest frame when it ends', async () => {
    const emulated = emulatedWriter({columns: 20, rows: 3});
    emulated.writer.show('before');
    emulated.writer.pause();
    const written = emulated.output.writes.length;
    emulated.writer.show('meanwhile');
    emulated.writer.send('\u001B]2;title\u001B\\');
    expect(emulated.output.writes).toHaveLength(written);
    emulated.writer.resume();
    await settled(emulated.terminal);
    expect(visibleLines(emulated.terminal)[0]).toBe('meanwhile');
    expect(emulated.output.writes.at(-1)).toContain('\u001B]2;title');
  });
});

describe('a sequence sent aside', () => {
  const emulated = emulatedWriter({columns: 20, rows: 3});
  afterEach(() => emulated.output.writes.splice(0));

  test('goes out at once and leaves the frame alone', () => {
    emulated.writer.show('frame');
    emulated.writer.send('\u001B]2;title\u001B\\');
    expect(emulated.output.writes.at(-1)).toBe('\u001B]2;title\u001B\\');
  });

  test('waits while the stream is full', () => {
    emulated.output.isSlow = true;
    emulated.writer.show('another frame');
    emulated.writer.send('\u001B]9;4;0\u001B\\');
    expect(emulated.output.writes.join('')).not.toContain('9;4;0');
    emulated.output.isSlow = false;
    emulated.output.drain();
    expect(emulated.output.writes.join('')).toContain('9;4;0');
  });
});
