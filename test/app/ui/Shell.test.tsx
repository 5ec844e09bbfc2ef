import {useReducer, useState} from 'react';
import {afterEach, describe, expect, test} from 'vitest';
import {KeyScope, useKeymap} from '../../../src/app/hooks/use-keymap.tsx';
import {useArea} from '../../../src/app/ui/area.tsx';
import {Confirm} from '../../../src/app/ui/Confirm.tsx';
import {Line, Lines} from '../../../src/app/ui/Line.tsx';
import {List} from '../../../src/app/ui/List.tsx';
import {Shell} from '../../../src/app/ui/Shell.tsx';
import {span} from '../../../src/app/ui/spans.ts';
import {useList} from '../../../src/app/ui/use-list.ts';
import type {Language} from '../../../src/app/i18n/strings.ts';
import {cleanUp, renderScreen, sizes} from '../../helpers/render.tsx';
import {expectFits} from './expect-fits.ts';

afterEach(cleanUp);

const Body = ({log}: {readonly log: string[]}) => {
  const {width, height} = useArea();
  const list = useList({count: 50, height: height - 1});
  const [isBusy, toggle] = useReducer((before: boolean) => !before, false);
  useKeymap([
    {
      id: 'demo.backup',
      keys: ['b'],
      title: 'start the backup',
      hint: 5,
      disabledReason: isBusy ? 'a job runs' : undefined,
      run: () => log.push('backup'),
    },
    {id: 'demo.export', keys: [], title: 'export everything', run: () => log.push('export')},
    {id: 'demo.busy', keys: ['x'], title: 'be busy', when: !isBusy, run: toggle},
  ]);
  return (
    <>
      <Line text={`body ${width}x${height}`} />
      <List
        list={list}
        renderRow={(index) => [span(`row ${index}`)]}
        onOpen={() => log.push('open')}
      />
    </>
  );
};

const shell = (log: string[] = []) => (
  <Shell trail={['ChatArk', 'Browse', '家人群']} status="NAS">
    <Body log={log} />
  </Shell>
);

describe.each(sizes)('the frame at $columns x $rows', (size) => {
  test.each<Language>(['zh', 'en'])(
    'says where one is and which keys do what, in %s',
    async (language) => {
      const screen = await renderScreen(shell(), {...size, language});
      expect(screen.lines()[0]).toMatch(/^ChatArk › Browse › 家人群 +NAS$/);
      expect(screen.lines().at(-1)).toContain('Enter');
      expect(screen.lines().at(-1)).toContain(language === 'zh' ? '帮助' : 'help');
      expectFits(screen);
    },
  );
});

describe('the help', () => {
  test('lists only what is valid here, and filters as one types', async () => {
    const screen = await renderScreen(shell());
    await screen.press('?');
    await screen.waitFor('start the backup');
    expect(screen.text()).toContain('be busy');
    expect(screen.text()).not.toContain('export everything');
    await screen.type('half');
    await screen.waitUntilGone('start the backup');
    expect(screen.text()).toContain('half a page down');
    await screen.press('escape');
    await screen.waitFor('row 0');
    expect(screen.lines()[2]).toContain('body 80x21');
  });

  test('runs what is chosen in it', async () => {
    const log: string[] = [];
    const screen = await renderScreen(shell(log));
    await screen.press('f1');
    await screen.type('backup');
    await screen.press('enter');
    await screen.waitFor('row 0');
    expect(log).toEqual(['backup']);
  });

  test('shows why something is disabled', async () => {
    const screen = await renderScreen(shell());
    await screen.press('x', '?');
    await screen.type('backup');
    await screen.waitFor('a job runs');
    expect(screen.text()).not.toContain('be busy');
  });

  test('keeps the keys under it from the screen, and the screen as it was', async () => {
    const log: string[] = [];
    const screen = await renderScreen(shell(log));
    await screen.press('j', 'j', '?', 'b', 'down', 'escape');
    expect(log).toEqual([]);
    await screen.waitFor('❯ row 2');
  });

  test('says when nothing matches', async () => {
    const screen = await renderScreen(shell());
    await screen.press('?');
    await screen.type('zzzz');
    await screen.waitFor('Nothing matches.');
  });
});

describe('the palette', () => {
  test('lists commands without keys too, but not the ones for moving', async () => {
    const log: string[] = [];
    const screen = await renderScreen(shell(log));
    await screen.press(':');
    await screen.waitFor('export everything');
    expect(screen.text()).not.toContain('page down');
    await screen.type('EXPORT');
    await screen.press('enter');
    await screen.waitFor('row 0');
    expect(log).toEqual(['export']);
  });

  test('opens with the key of a Chinese keyboard', async () => {
    const screen = await renderScreen(shell(), {language: 'zh'});
    await screen.press('：');
    await screen.waitFor('命令:');
  });
});

test('a notice stands in the place of the hints', async () => {
  const Noticing = () => {
    const [notice, setNotice] = useState<string>();
    useKeymap([{id: 'say', keys: ['s'], title: 'say', run: () => setNotice('3 files copied')}]);
    return (
      <Shell
        trail={['ChatArk']}
        notice={notice === undefined ? undefined : {kind: 'ok', text: notice}}
      >
        <Line text="body" />
      </Shell>
    );
  };
  const screen = await renderScreen(<Noticing />);
  await screen.press('s');
  expect(screen.lines().at(-1)).toBe('✓ 3 files copied');
});

describe('a small window', () => {
  test('loses the rule, then the header, then says that it is too small', async () => {
    const screen = await renderScreen(shell());
    await screen.resize(60, 17);
    expect(screen.lines()[1]).toContain('body 60x15');
    await screen.resize(20, 5);
    expect(screen.lines()[0]).toContain('body 20x4');
    await screen.resize(19, 4);
    expect(screen.text()).toContain('Window too small');
    await screen.resize(80, 24);
    expect(screen.lines()[2]).toContain('body 80x21');
    expectFits(screen);
  });
});

test('walking through sizes leaves nothing of the old ones behind', async () => {
  const screen = await renderScreen(shell());
  const walk = [
    [60, 20],
    [40, 12],
    [100, 30],
    [80, 10],
    [120, 40],
    [20, 5],
    [80, 24],
  ] as const;
  for (const [columns, rows] of walk) {
    await screen.resize(columns, rows);
    const fresh = await renderScreen(shell(), {columns, rows});
    expect(screen.lines()).toEqual(fresh.lines());
    fresh.unmount();
  }
});

test('nothing is written while nothing happens, and a key that means nothing writes nothing', async () => {
  const screen = await renderScreen(shell());
  const before = screen.bytesWritten();
  await screen.idle();
  await screen.press('Z', 'up');
  expect(screen.bytesWritten()).toBe(before);
});

test('a component that throws is reported, with the screen left to others', async () => {
  const Broken = () => {
    throw new Error('boom');
  };
  await expect(renderScreen(<Broken />)).rejects.toThrow('boom');
});

test('lines may hold any text that was made safe', async () => {
  const screen = await renderScreen(<Lines lines={['一', '', 'คน', '👍🏽 ok']} />, {
    columns: 20,
    rows: 5,
  });
  expect(screen.lines()[0]).toBe('一');
  expect(screen.lines()[3]).toContain('ok');
});

describe('a question over a screen', () => {
  const Asking = ({answers}: {readonly answers: boolean[]}) => {
    const [isAsking, setAsking] = useState(false);
    useKeymap([
      {id: 'ask', keys: ['a'], title: 'ask', run: () => setAsking(true)},
      {id: 'quit', keys: ['q'], title: 'quit', run: () => answers.push(true)},
    ]);
    const answer = (isYes: boolean): void => {
      answers.push(isYes);
      setAsking(false);
    };
    return (
      <Shell trail={['ChatArk']}>
        {isAsking ? (
          <KeyScope isModal>
            <Confirm model={{question: 'Delete "May"?'}} onAnswer={answer} />
          </KeyScope>
        ) : null}
        <Body log={[]} />
      </Shell>
    );
  };

  test('has the keys alone, and the help over it has them while it is open', async () => {
    const answers: boolean[] = [];
    const screen = await renderScreen(<Asking answers={answers} />);
    await screen.press('a', '?');
    await screen.waitFor('Help');
    expect(screen.text()).toContain('switch');
    expect(screen.text()).not.toContain('start the backup');
    await screen.press('escape');
    await screen.waitFor('Delete "May"?');
    expect(answers).toEqual([]);
    await screen.press('q');
    expect(answers).toEqual([false]);
    await screen.waitUntilGone('Delete');
  });
});
