import {Box} from 'ink';
import {useState} from 'react';
import {afterEach, describe, expect, test} from 'vitest';
import {useKeymap} from '../../../src/app/hooks/use-keymap.tsx';
import {Line} from '../../../src/app/ui/Line.tsx';
import type {TextFieldProps} from '../../../src/app/ui/TextField.tsx';
import {TextField} from '../../../src/app/ui/TextField.tsx';
import {useTextField} from '../../../src/app/ui/use-text-field.ts';
import {cleanUp, renderScreen} from '../../helpers/render.tsx';
import {expectFits} from './expect-fits.ts';

afterEach(cleanUp);

type FormProps = Partial<TextFieldProps> & {
  readonly initial?: string;
  readonly onKey?: (key: string) => void;
};

const Form = ({initial, onKey, ...props}: FormProps) => {
  const field = useTextField(initial);
  useKeymap([{id: 'quit', keys: ['q', 'escape', 'f1'], title: 'quit', run: (key) => onKey?.(key)}]);
  return (
    <Box flexDirection="column" marginTop={1} marginLeft={2}>
      <TextField field={field} label="名称" width={30} {...props} />
      <Line text={`length ${field.value.length}`} />
    </Box>
  );
};

describe('a text field', () => {
  test('shows what is typed, and has the real cursor at the caret', async () => {
    const screen = await renderScreen(<Form />);
    expect(screen.cursor()).toEqual({column: 2 + 6, row: 1, isVisible: true});
    await screen.type('备份 a');
    expect(screen.lines()[1]).toBe('  名称: 备份 a');
    expect(screen.cursor()).toEqual({column: 2 + 6 + 6, row: 1, isVisible: true});
    await screen.press('left', 'left');
    expect(screen.cursor().column).toBe(2 + 6 + 4);
  });

  test('takes letters that are commands elsewhere, and leaves Esc to the screen', async () => {
    const keys: string[] = [];
    const screen = await renderScreen(<Form onKey={(key) => keys.push(key)} />);
    await screen.type('quit？');
    await screen.press('escape', 'f1');
    expect(screen.lines()[1]).toBe('  名称: quit？');
    expect(keys).toEqual(['escape', 'f1']);
  });

  test('takes a paste of ten thousand characters as one edit that triggers nothing', async () => {
    const keys: string[] = [];
    const submitted: string[] = [];
    const screen = await renderScreen(
      <Form onKey={(key) => keys.push(key)} onSubmit={(text) => submitted.push(text)} />,
    );
    await screen.type('x');
    await screen.paste('q聊\r\n'.repeat(2500));
    await screen.waitFor(/length 75\d\d/);
    expect(keys).toEqual([]);
    expect(submitted).toEqual([]);
    await screen.press('ctrl+_');
    await screen.waitFor('length 1');
    expectFits(screen);
  });

  test('erases a family in one go', async () => {
    const screen = await renderScreen(<Form initial="a👨‍👩‍👧‍👦" />);
    await screen.press('backspace');
    await screen.waitFor('length 1');
  });

  test('submits what was typed in the same packet', async () => {
    const submitted: string[] = [];
    const screen = await renderScreen(<Form onSubmit={(text) => submitted.push(text)} />);
    await screen.pressAtOnce('n', 'a', 's', 'enter');
    expect(submitted).toEqual(['nas']);
  });

  test('says what is wrong and does not submit it', async () => {
    const submitted: string[] = [];
    const screen = await renderScreen(
      <Form error="太短" onSubmit={(text) => submitted.push(text)} />,
    );
    await screen.press('a', 'enter');
    expect(screen.lines()[2]).toBe('  ✗ 太短');
    expect(submitted).toEqual([]);
  });

  test('scrolls a text that is longer than its place', async () => {
    const screen = await renderScreen(<Form initial={'聊天记录'.repeat(20)} />);
    expectFits(screen);
    expect(screen.cursor().column).toBeLessThan(32);
    await screen.press('home');
    expect(screen.cursor().column).toBe(8);
  });
});

describe('a secret', () => {
  test('is stars until it is asked for', async () => {
    const screen = await renderScreen(<Form isSecret />);
    await screen.type('口令 1');
    expect(screen.lines()[1]).toBe('  名称: ****');
    expect(screen.writes().join('')).not.toContain('口令');
    await screen.press('ctrl+t');
    expect(screen.lines()[1]).toBe('  名称: 口令 1');
    await screen.press('ctrl+t');
    expect(screen.lines()[1]).toBe('  名称: ****');
  });
});

describe('of two fields', () => {
  const TwoFields = () => {
    const first = useTextField();
    const second = useTextField();
    const [focus, setFocus] = useState(0);
    useKeymap([{id: 'next', keys: ['tab'], title: 'next', run: () => setFocus(1 - focus)}]);
    return (
      <>
        <TextField field={first} label="a" isFocused={focus === 0} />
        <TextField field={second} label="b" isFocused={focus === 1} />
      </>
    );
  };

  test('the one with the focus gets the keys and the cursor, also within one packet', async () => {
    const screen = await renderScreen(<TwoFields />);
    await screen.pressAtOnce('1', 'tab', '2', '2', 'tab', '3');
    expect(screen.lines().slice(0, 2)).toEqual(['a: 13', 'b: 22']);
    expect(screen.cursor()).toEqual({column: 5, row: 0, isVisible: true});
    await screen.press('tab');
    expect(screen.cursor()).toEqual({column: 5, row: 1, isVisible: true});
  });
});

test('a field without the focus leaves the cursor hidden', async () => {
  const screen = await renderScreen(<Form isFocused={false} />);
  expect(screen.cursor().isVisible).toBe(false);
});
