import {afterEach, describe, expect, test} from 'vitest';
import {Confirm} from '../../../src/app/ui/Confirm.tsx';
import type {ConfirmModel} from '../../../src/app/ui/models.ts';
import type {Language} from '../../../src/app/i18n/strings.ts';
import {cleanUp, renderScreen, sizes} from '../../helpers/render.tsx';
import {expectFits} from './expect-fits.ts';

afterEach(cleanUp);

const model: ConfirmModel = {
  question: '删除快照 “2024-01-03 旅行之后”？',
  consequences: ['12 个聊天的 3,401 条消息只在这个快照里，会永久失去，任何人都不能再取回。'],
  yes: '删除',
};

const answers = async (...keys: readonly string[]): Promise<readonly boolean[]> => {
  const given: boolean[] = [];
  const screen = await renderScreen(
    <Confirm model={model} onAnswer={(isYes) => given.push(isYes)} />,
  );
  await screen.press(...keys);
  return given;
};

describe('a question that can do harm', () => {
  test.each([
    [['enter'], [false]],
    [['y'], [true]],
    [['n'], [false]],
    [['escape'], [false]],
    [['right', 'enter'], [true]],
    [['tab', 'tab', 'enter'], [false]],
    [['ｙ'], [true]],
  ] as const)('answered with %j gives %j', async (keys, given) => {
    expect(await answers(...keys)).toEqual(given);
  });

  test('is not answered by the Enter that was typed ahead of a switch', async () => {
    const given: boolean[] = [];
    const screen = await renderScreen(
      <Confirm model={model} onAnswer={(isYes) => given.push(isYes)} />,
    );
    await screen.pressAtOnce('right', 'enter');
    expect(given).toEqual([true]);
  });

  test.each(sizes)('names its object and fits at $columns x $rows', async (size) => {
    const screen = await renderScreen(<Confirm model={model} onAnswer={() => {}} />, size);
    expect(screen.text()).toContain('2024-01-03 旅行之后');
    expect(screen.text()).toMatch(/❯ No .*删除/);
    expectFits(screen);
  });
});

test('a harmless question defaults to yes', async () => {
  const given: boolean[] = [];
  const screen = await renderScreen(
    <Confirm
      model={{question: 'Go on?', isHarmless: true}}
      onAnswer={(isYes) => given.push(isYes)}
    />,
  );
  await screen.press('enter');
  expect(given).toEqual([true]);
});

test.each<[Language, string]>([
  ['zh', '❯ 否'],
  ['en', '❯ No'],
])('in %s the default answer reads %s', async (language, text) => {
  const screen = await renderScreen(<Confirm model={{question: '?'}} onAnswer={() => {}} />, {
    language,
  });
  expect(screen.text()).toContain(text);
});
