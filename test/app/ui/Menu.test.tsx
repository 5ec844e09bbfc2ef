import {useReducer} from 'react';
import {afterEach, describe, expect, test} from 'vitest';
import {Menu} from '../../../src/app/ui/Menu.tsx';
import type {MenuItem} from '../../../src/app/ui/models.ts';
import {useMenu} from '../../../src/app/ui/use-menu.ts';
import {cleanUp, renderScreen, sizes} from '../../helpers/render.tsx';
import {expectFits} from './expect-fits.ts';

afterEach(cleanUp);

const items: readonly MenuItem[] = [
  {
    id: 'backup',
    label: '备份聊天记录',
    detail: '选择导出文件，加密存入保险库，以后每次只存新的内容，任何时候都能取回原文件',
  },
  {id: 'restore', label: '恢复', detail: '从快照取回'},
  {id: 'storage', label: '存储空间', disabledReason: '请先解锁保险库'},
  {id: 'settings', label: '设置'},
];

describe.each(sizes)('a menu at $columns x $rows', (size) => {
  test('fits, with the detail of the selected item to be read', async () => {
    const screen = await renderScreen(<Menu items={items} onChoose={() => {}} />, size);
    expect(screen.lines()[0]).toMatch(/^❯ 1 备份聊天记录/);
    expect(screen.text()).toContain('选择导出文件');
    expectFits(screen);
  });

  test('of more items than rows scrolls', async () => {
    const many = Array.from({length: 60}, (_item, index) => ({
      id: `i${index}`,
      label: `item ${index}`,
    }));
    const screen = await renderScreen(<Menu items={many} onChoose={() => {}} />, size);
    await screen.press('k');
    await screen.waitFor('item 59');
    expect(screen.lines().at(-1)).toContain('❯');
    await screen.press('k', 'k', 'j', 'j', 'j');
    expect(screen.lines()[0]).toMatch(/^❯ 1 item 0 +█$/);
    expectFits(screen);
  });
});

const chooser = () => {
  const chosen: string[] = [];
  return {chosen, menu: <Menu items={items} onChoose={(id) => chosen.push(id)} />};
};

describe('choosing', () => {
  test('works with Enter, by number, and with an input method on', async () => {
    const {chosen, menu} = chooser();
    const screen = await renderScreen(menu);
    await screen.press('j', 'enter', '4', '１');
    expect(chosen).toEqual(['restore', 'settings', 'backup']);
  });

  test('counts every key of a packet', async () => {
    const {chosen, menu} = chooser();
    const screen = await renderScreen(menu);
    await screen.pressAtOnce('down', 'down', 'down', 'enter');
    expect(chosen).toEqual(['settings']);
  });

  test('works with a click', async () => {
    const {chosen, menu} = chooser();
    const screen = await renderScreen(menu);
    await screen.type('\u001B[<0;5;2M\u001B[<0;5;2m');
    await screen.type('\u001B[<0;5;20M');
    expect(chosen).toEqual(['restore']);
  });

  test('of something unavailable does nothing but show why', async () => {
    const {chosen, menu} = chooser();
    const screen = await renderScreen(menu);
    await screen.press('3', 'enter');
    expect(chosen).toEqual([]);
    expect(screen.lines()[2]).toMatch(/❯ 3 存储空间\s+请先解锁保险库/);
  });
});

test('a menu comes back to the item it was left at', async () => {
  const Remembering = () => {
    const menu = useMenu({cursor: 3, top: 0});
    return <Menu menu={menu} items={items} onChoose={() => {}} />;
  };
  const screen = await renderScreen(<Remembering />);
  expect(screen.lines()[3]).toMatch(/^❯ 4 设置/);
});

test('a menu whose items change keeps its cursor where it is', async () => {
  const Changing = () => {
    const [isLong, toggle] = useReducer((before: boolean) => !before, false);
    return <Menu items={isLong ? items : items.slice(0, 3)} onChoose={toggle} />;
  };
  const screen = await renderScreen(<Changing />);
  await screen.press('j', 'enter');
  await screen.waitFor('设置');
  expect(screen.lines()[1]).toMatch(/^❯ 2 恢复/);
});
