import {Box} from 'ink';
import {useState} from 'react';
import {afterEach, expect, test} from 'vitest';
import {useCaret} from '../../../src/app/hooks/use-caret.ts';
import {useKeymap} from '../../../src/app/hooks/use-keymap.tsx';
import {Line} from '../../../src/app/ui/Line.tsx';
import {cleanUp, renderScreen} from '../../helpers/render.tsx';

afterEach(cleanUp);

const Spot = ({column}: {readonly column: number | undefined}) => {
  const box = useCaret(column === undefined ? undefined : {column, row: 0});
  return (
    <Box ref={box} width={20}>
      <Line text="text" />
    </Box>
  );
};

const Demo = () => {
  const [column, setColumn] = useState<number | undefined>(1);
  const [isOpen, setOpen] = useState(false);
  useKeymap([
    {id: 'right', keys: ['r'], title: 'right', run: () => setColumn((before = 0) => before + 1)},
    {id: 'none', keys: ['n'], title: 'none', run: () => setColumn(undefined)},
    {id: 'open', keys: ['o'], title: 'open', run: () => setOpen(!isOpen)},
  ]);
  return (
    <Box flexDirection="column">
      {isOpen ? (
        <Box marginLeft={10}>
          <Spot column={0} />
        </Box>
      ) : null}
      <Box marginTop={2} marginLeft={3}>
        <Spot column={column} />
      </Box>
    </Box>
  );
};

test('the cursor stands inside its box from the first frame on, wherever layout puts the box', async () => {
  const screen = await renderScreen(<Demo />, {columns: 40, rows: 8});
  expect(screen.cursor()).toEqual({column: 4, row: 2, isVisible: true});
  await screen.press('r');
  expect(screen.cursor()).toEqual({column: 5, row: 2, isVisible: true});
  await screen.press('n');
  expect(screen.cursor().isVisible).toBe(false);
});

test('the latest claim wins, and the one before has the cursor back afterwards', async () => {
  const screen = await renderScreen(<Demo />, {columns: 40, rows: 8});
  await screen.press('o');
  expect(screen.cursor()).toEqual({column: 10, row: 0, isVisible: true});
  await screen.press('o');
  expect(screen.cursor()).toEqual({column: 4, row: 2, isVisible: true});
});
