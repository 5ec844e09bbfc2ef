import {afterEach, describe, expect, test} from 'vitest';
import {ChatError} from '../../../src/engine/errors.ts';
import {ProblemLog} from '../../../src/engine/model/problem.ts';
import {formatFor} from '../../../src/app/i18n/format.ts';
import type {Language} from '../../../src/app/i18n/strings.ts';
import {languages, stringsFor} from '../../../src/app/i18n/strings.ts';
import {textWidth, withoutStyles} from '../../../src/app/terminal/width.ts';
import {createTheme} from '../../../src/app/theme.ts';
import {headerRow} from '../../../src/app/ui/Header.tsx';
import type {ProgressModel} from '../../../src/app/ui/models.ts';
import {EmptyState, ErrorState, Loading, Notice} from '../../../src/app/ui/Notice.tsx';
import {ProblemsList} from '../../../src/app/ui/ProblemsList.tsx';
import {placeText, problemRows} from '../../../src/app/ui/problem-rows.ts';
import {Progress} from '../../../src/app/ui/Progress.tsx';
import {progressRows} from '../../../src/app/ui/progress-rows.ts';
import {Table} from '../../../src/app/ui/Table.tsx';
import {cleanUp, renderScreen, sizes} from '../../helpers/render.tsx';
import {expectFits} from './expect-fits.ts';

afterEach(cleanUp);

const theme = createTheme({level: 0});

const model: ProgressModel = {
  title: 'Backing up to the NAS',
  done: 700 * 1024 * 1024,
  total: 1536 * 1024 * 1024,
  unit: 'bytes',
  speed: 23.4e6,
  remainingMs: 37_000,
  current: 'media/2023/08/VID-20230812-WA0001-this-is-a-rather-long-file-name-for-a-video.mp4',
  mayLeave: true,
};

describe('progress', () => {
  test('says how much, how fast, how long, what, and whether one may leave', () => {
    const rows = progressRows(model, {
      width: 80,
      theme,
      strings: stringsFor('en'),
      format: formatFor('en'),
    });
    expect(rows.map(withoutStyles)).toEqual([
      'Backing up to the NAS',
      `${'█'.repeat(27)}${'░'.repeat(33)}  45%`,
      '700 MiB of 1.5 GiB · 22.3 MiB/s · 37 s left',
      expect.stringMatching(/^media\/2023.*video\.mp4$/),
      'You may leave this screen; the job goes on.',
    ]);
  });

  test('without a total has no bar and no invented end', () => {
    const {total: _total, remainingMs: _remaining, ...rest} = model;
    const rows = progressRows(
      {...rest, elapsedMs: 5000},
      {width: 80, theme, strings: stringsFor('en'), format: formatFor('en')},
    );
    expect(rows.join('\n')).not.toMatch(/[█░%]/);
    expect(rows[1]).toBe('700 MiB · 22.3 MiB/s · 5 s elapsed');
  });

  test.each(sizes.flatMap((size) => languages.map((language) => ({...size, language}))))(
    'fits at $columns x $rows in $language',
    async ({language, ...size}) => {
      const screen = await renderScreen(<Progress model={model} />, {...size, language});
      expectFits(screen);
      expect(screen.text()).toContain('45%');
    },
  );
});

describe('notices', () => {
  test('of an error say what to do next, and nothing of a stranger gets through', async () => {
    const error = new ChatError('vault-locked', 'Locked by \u001B[31mpid 7\u001B[0m.', {
      hint: 'Wait until its backup ends.',
    });
    const screen = await renderScreen(<ErrorState error={error} />);
    expect(screen.lines().slice(0, 2)).toEqual([
      '✗ Locked by ␛[31mpid 7␛[0m.',
      '  Wait until its backup ends.',
    ]);
  });

  test.each<[Language, string, string]>([
    ['zh', '这里还没有内容。', '正在读取…'],
    ['en', 'Nothing here yet.', 'Loading…'],
  ])('of what is missing are in %s', async (language, empty, loading) => {
    expect((await renderScreen(<EmptyState hint="x" />, {language})).text()).toContain(empty);
    expect((await renderScreen(<Loading />, {language})).text()).toContain(loading);
  });

  test('wrap under their text', async () => {
    const text = 'one two three four five six seven eight nine ten';
    const screen = await renderScreen(<Notice notice={{kind: 'warn', text}} />, {
      columns: 20,
      rows: 6,
    });
    expect(screen.lines().slice(0, 3)).toEqual([
      '! one two three four',
      '  five six seven',
      '  eight nine ten',
    ]);
  });
});

describe('the header', () => {
  const trail = ['ChatArk', '浏览', '家人群'];

  test('shows the whole way while there is room, then only where one is', () => {
    expect(withoutStyles(headerRow({trail}, 40, theme))).toBe('ChatArk › 浏览 › 家人群');
    expect(withoutStyles(headerRow({trail}, 15, theme))).toBe('浏览 › 家人群');
    expect(withoutStyles(headerRow({trail}, 5, theme))).toBe('家人…');
  });

  test('has its status at the right edge, however little room there is', () => {
    for (const width of [80, 40, 24, 20, 12]) {
      const line = withoutStyles(headerRow({trail, status: 'NAS ✓'}, width, theme));
      expect(textWidth(line)).toBeLessThanOrEqual(width);
      expect(line.startsWith('ChatArk') || line.includes('家')).toBe(true);
    }
    expect(textWidth(withoutStyles(headerRow({trail, status: 'NAS ✓'}, 40, theme)))).toBe(40);
  });
});

describe('problems', () => {
  const log = new ProblemLog();
  for (let line = 1; line <= 30; line += 1) {
    log.report({
      kind: 'line-not-understood',
      place: {path: 'chat.txt', line},
      sample: 'a\u001B[2Jb',
    });
  }
  log.report({
    kind: 'media-missing',
    place: {path: 'result.json', record: '42'},
    detail: 'photo_1.jpg',
  });

  test('are counted in full and listed as far as they were kept, warnings first', () => {
    const rows = problemRows(log.summary());
    expect(rows[0]).toEqual({type: 'kind', kind: 'line-not-understood', count: 30});
    expect(rows[21]).toEqual({type: 'more', count: 10});
    expect(rows[22]).toEqual({type: 'kind', kind: 'media-missing', count: 1});
  });

  test('have places that can be found', () => {
    expect(placeText({path: 'chat.txt', line: 12})).toBe('chat.txt:12');
    expect(placeText({path: 'chat.txt', byte: 99, record: '7'})).toBe('chat.txt:@99 7');
    expect(placeText({conversation: 'Ana'})).toBe('Ana');
  });

  test.each(sizes.flatMap((size) => languages.map((language) => ({...size, language}))))(
    'fit at $columns x $rows in $language',
    async ({language, ...size}) => {
      const screen = await renderScreen(<ProblemsList summary={log.summary()} />, {
        ...size,
        language,
      });
      expect(screen.text()).toContain('a␛[2Jb');
      expect(screen.text()).toContain(language === 'zh' ? '30 次' : '30×');
      expectFits(screen);
    },
  );

  test('that are none are good news', async () => {
    const screen = await renderScreen(<ProblemsList summary={new ProblemLog().summary()} />);
    expect(screen.text()).toContain('✓ No problems.');
  });
});

test.each(sizes)('a table fits at $columns x $rows', async (size) => {
  const rows = Array.from({length: 60}, (_row, index) => [
    `format-${index}`,
    String(index * 1000),
    '一种聊天记录的格式'.repeat(6),
  ]);
  const screen = await renderScreen(
    <Table
      columns={[{title: '格式'}, {title: '条目', align: 'right'}, {title: '说明'}]}
      rows={rows}
    />,
    size,
  );
  expect(screen.lines()[0]).toMatch(/^格式 +条目 +说明$/);
  expectFits(screen);
});
