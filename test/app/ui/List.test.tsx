import {afterEach, describe, expect, test} from 'vitest';
import {useArea} from '../../../src/app/ui/area.tsx';
import {List} from '../../../src/app/ui/List.tsx';
import type {ListProps} from '../../../src/app/ui/List.tsx';
import type {ListState} from '../../../src/app/ui/list-state.ts';
import {span} from '../../../src/app/ui/spans.ts';
import {useList} from '../../../src/app/ui/use-list.ts';
import {cleanUp, renderScreen, sizes} from '../../helpers/render.tsx';
import {expectFits} from './expect-fits.ts';

afterEach(cleanUp);

type DemoProps = Partial<ListProps> & {
  readonly count: number;
  readonly saved?: ListState;
  readonly asked?: number[];
};

const Demo = ({count, saved, asked, ...props}: DemoProps) => {
  const {height} = useArea();
  const list = useList({count, height}, saved);
  return (
    <List
      list={list}
      renderRow={(index) => {
        asked?.push(index);
        return [span(`第 ${index} 行 ${'聊天记录'.repeat(index % 40)}`)];
      }}
      {...props}
    />
  );
};

describe.each(sizes)('a list at $columns x $rows', (size) => {
  test('of a million rows opens, scrolls and jumps, asking only for rows that are seen', async () => {
    const asked: number[] = [];
    const screen = await renderScreen(<Demo count={1_000_000} asked={asked} />, size);
    expect(screen.lines()[0]).toContain('❯ 第 0 行');
    await screen.press('G');
    await screen.waitFor('❯ 第 999999 行');
    expect(screen.lines().at(-1)).toContain('999999');
    await screen.press('g');
    await screen.waitFor('❯ 第 0 行');
    expect(asked.length).toBeLessThanOrEqual(4 * size.rows);
    expectFits(screen);
  });
});

describe('keys', () => {
  test('held or batched are all applied', async () => {
    const screen = await renderScreen(<Demo count={100} />);
    await screen.pressAtOnce('j', 'j', 'down', 'down', 'k');
    await screen.waitFor('❯ 第 3 行');
  });

  test('page by halves and wholes', async () => {
    const screen = await renderScreen(<Demo count={100} />, {columns: 40, rows: 10});
    await screen.press('ctrl+d');
    await screen.waitFor('❯ 第 5 行');
    await screen.press('pagedown');
    await screen.waitFor('❯ 第 15 行');
    await screen.press('ctrl+u');
    await screen.waitFor('❯ 第 10 行');
  });

  test('open the row under the cursor, also when it was reached in the same packet', async () => {
    const opened: number[] = [];
    const screen = await renderScreen(<Demo count={100} onOpen={(index) => opened.push(index)} />);
    await screen.pressAtOnce('j', 'j', 'enter', 'j', 'l');
    expect(opened).toEqual([2, 3]);
  });

  test('mark rows, and ranges of them', async () => {
    const screen = await renderScreen(<Demo count={100} canMark />, {columns: 40, rows: 8});
    await screen.press('space', 'j', 'v', 'j', 'space');
    expect(screen.lines().map((line) => line.includes('●'))).toEqual([
      true,
      false,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('go to another pane’s list when it has the focus', async () => {
    const screen = await renderScreen(<Demo count={100} isFocused={false} />);
    await screen.press('j', 'j');
    expect(screen.lines()[0]).toContain('❯ 第 0 行');
  });
});

test('a list comes back to where it was left', async () => {
  const saved: ListState = {cursor: 57, top: 50, marks: new Set(), anchor: undefined};
  const screen = await renderScreen(<Demo count={100} saved={saved} />, {columns: 40, rows: 10});
  expect(screen.lines()[0]).toContain('第 50 行');
  expect(screen.lines()[7]).toContain('❯ 第 57 行');
});

test('a click moves to a row, a second one opens it', async () => {
  const opened: number[] = [];
  const screen = await renderScreen(<Demo count={100} onOpen={(index) => opened.push(index)} />);
  await screen.type('\u001B[<0;3;5M');
  await screen.waitFor('❯ 第 4 行');
  expect(opened).toEqual([]);
  await screen.type('\u001B[<0;3;5M');
  expect(opened).toEqual([4]);
});

test('the selected row has one look from edge to edge, in colour and without', async () => {
  const colored = await renderScreen(<Demo count={100} />, {columns: 40, rows: 5, color: 2});
  const backgrounds = Array.from(
    {length: 39},
    (_cell, column) => colored.cell(column, 0).background,
  );
  expect(new Set(backgrounds).size).toBe(1);
  expect(backgrounds[0]).toBeDefined();
  const plain = await renderScreen(<Demo count={100} />, {columns: 40, rows: 5});
  expect(plain.cell(3, 0).isInverse).toBe(true);
  expect(plain.cell(3, 1).isInverse).toBe(false);
});

test('an empty list shows nothing and takes keys without harm', async () => {
  const screen = await renderScreen(<Demo count={0} onOpen={() => {}} canMark />, {
    columns: 40,
    rows: 5,
  });
  await screen.pressAtOnce('j', 'G', 'enter', 'space', 'v');
  expect(screen.text().trim()).toBe('');
  expect(screen.crash()).toBeUndefined();
});
