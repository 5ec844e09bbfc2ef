// A menu to choose one thing from. ink-select-input paints it; cursor, window and keys are ours, because it drops batched
// keys. Usage: <Menu items={items} onChoose={(id) => …} />; to come back to the same item later, own the state:
//   const menu = useMenu(saved)
//   <Menu menu={menu} … />
import {Box} from 'ink';
import SelectInput from 'ink-select-input';
import type {ReactNode} from 'react';
import {createContext, useContext} from 'react';
import {useKeymap} from '../hooks/use-keymap.tsx';
import {useRowClick} from '../hooks/use-row-click.ts';
import {useTheme} from '../hooks/use-theme.ts';
import {useStrings} from '../i18n/language-context.tsx';
import type {Strings} from '../i18n/strings.ts';
import type {Command} from '../keymap.ts';
import {conventionalKeys as keys} from '../keymap.ts';
import {wrapText} from '../terminal/wrap.ts';
import {useArea} from './area.tsx';
import {Line, Lines} from './Line.tsx';
import {layOutMenu, menuRow, noteOf} from './menu-rows.ts';
import type {MenuAction} from './menu-state.ts';
import {itemOfNumber, menuWindow} from './menu-state.ts';
import type {MenuItem} from './models.ts';
import {hasScrollbar, Scrollbar} from './Scrollbar.tsx';
import type {MenuHandle} from './use-menu.ts';
import {useMenu} from './use-menu.ts';

export type MenuProps<Id extends string> = {
  readonly items: readonly MenuItem<Id>[];
  readonly onChoose: (id: Id) => void;
  readonly menu?: MenuHandle;
  readonly isFocused?: boolean;
  /** Rows that the menu may take, the detail of the selected item included. */
  readonly height?: number;
};

const PaintContext = createContext<(id: string, isSelected: boolean) => string>((id) => id);

const Item = ({label, isSelected = false}: {label: string; isSelected?: boolean}): ReactNode => (
  <Line text={useContext(PaintContext)(label, isSelected)} />
);

// The pointer is part of the row, so that the selection has one look from edge to edge.
const NoIndicator = (): ReactNode => null;

export const Menu = <Id extends string>({
  items,
  onChoose,
  menu: givenMenu,
  isFocused = true,
  height: givenHeight,
}: MenuProps<Id>): ReactNode => {
  const theme = useTheme();
  const strings = useStrings();
  const area = useArea();
  const height = givenHeight ?? area.height;
  const {rowsBelow} = layOutMenu(items, area.width, height);
  const extent = {count: items.length, height: Math.max(1, height - rowsBelow)};
  const layout = layOutMenu(items, area.width - (hasScrollbar(extent) ? 1 : 0), height);
  const ownMenu = useMenu();
  const menu = givenMenu ?? ownMenu;
  const {cursor, top} = menuWindow(menu.state, extent);
  const move = (action: MenuAction): void => menu.apply(action, extent);
  const choose = (index: number): void => {
    move({type: 'go', to: index});
    const item = items[index];
    if (item !== undefined && item.disabledReason === undefined) onChoose(item.id);
  };
  const selected = items[cursor];
  const {box, mouse} = useRowClick({width: layout.width, height: extent.height}, (row) => {
    const isItem = top + row < items.length;
    if (isItem) choose(top + row);
    return isItem;
  });
  useKeymap(menuCommands({items, selected, strings, move, choose, cursor}), {
    isActive: isFocused,
    mouse,
  });
  const shown = items.slice(top, top + extent.height);
  const paint = (id: string, isSelected: boolean): string => {
    const index = items.findIndex((item) => item.id === id);
    const item = items[index];
    return item === undefined
      ? ''
      : menuRow(item, index + 1, {layout, theme, isSelected, isFocused});
  };
  const note = selected === undefined || rowsBelow === 0 ? '' : noteOf(selected);
  const below = note === '' ? [] : wrapText(note, area.width - 4, {maxLines: rowsBelow - 1});
  return (
    <Box ref={box} flexDirection="column" flexShrink={0}>
      <PaintContext value={paint}>
        <Box width={area.width}>
          <Box flexDirection="column" flexShrink={0} width={layout.width}>
            {/* It takes its cursor only when it is made, so each place of the cursor makes it anew. */}
            <SelectInput
              key={[cursor - top, ...shown.map(({id}) => id)].join(' ')}
              isFocused={false}
              items={shown.map(({id}) => ({key: id, value: id, label: id}))}
              limit={extent.height}
              initialIndex={cursor - top}
              indicatorComponent={NoIndicator}
              itemComponent={Item}
            />
          </Box>
          <Scrollbar top={top} count={extent.count} height={extent.height} />
        </Box>
      </PaintContext>
      {below.length > 0 ? (
        <Lines lines={['', ...below.map((line) => `    ${theme.muted(line)}`)]} />
      ) : null}
    </Box>
  );
};

type MenuKeys = {
  readonly items: readonly MenuItem[];
  readonly selected: MenuItem | undefined;
  readonly cursor: number;
  readonly strings: Strings;
  readonly move: (action: MenuAction) => void;
  readonly choose: (index: number) => void;
};

const menuCommands = ({items, selected, cursor, strings, move, choose}: MenuKeys): Command[] => {
  const text = strings.ui.keys;
  const count = items.length;
  const motion = (
    id: string,
    title: string,
    bound: readonly string[],
    action: MenuAction,
  ): Command => ({
    id: `menu.${id}`,
    keys: bound,
    title,
    group: text.moving,
    isMotion: true,
    run: () => move(action),
  });
  return [
    {
      id: 'menu.choose',
      keys: [...keys.open, ...keys.mark],
      title: text.choose,
      hint: 1,
      when: count > 0,
      disabledReason: selected?.disabledReason,
      run: () => choose(cursor),
    },
    {
      id: 'menu.number',
      keys: Array.from({length: Math.min(9, count)}, (_key, index) => String(index + 1)),
      title: text.chooseNumber,
      group: text.moving,
      when: count > 0,
      run: (key) => {
        const index = itemOfNumber(key, count);
        if (index !== undefined) choose(index);
      },
    },
    motion('down', text.down, keys.down, {type: 'move', by: 1}),
    motion('up', text.up, keys.up, {type: 'move', by: -1}),
    motion('top', text.top, [...keys.top, ...keys.pageUp], {type: 'go', to: 0}),
    motion('bottom', text.bottom, [...keys.bottom, ...keys.pageDown], {type: 'go', to: -1}),
  ];
};
