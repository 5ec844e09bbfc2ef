import {expect, test} from 'vitest';
import {chatark, demo, jsonLines, samples, summaryOf, workFolder} from './program.ts';

const home = workFolder();

test('each sample is recognised, with the reason, its chats and what was inferred', async () => {
  const run = await chatark(home, ['inspect', samples.telegram]);
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('telegram-json');
  expect(run.stdout).toContain('certain, because');
  expect(run.stdout).toContain('8 entries in 1 chats, 2 persons');
  expect(run.stdout).toContain('inferred zone: +08:00');
  expect(run.stderr).toBe('');
});

test('a folder of exports gives one item each, and their sums', async () => {
  const run = await chatark(home, ['inspect', demo, '--json']);
  expect(run.code).toBe(0);
  const items = jsonLines(run.stdout).filter(({type}) => type === 'item');
  expect(items.map(({format}) => format).sort()).toEqual([
    'qq-txt',
    'telegram-json',
    'wechat-memotrace',
    'whatsapp-txt',
    'whatsapp-txt',
  ]);
  const entries = items.reduce((sum, item) => sum + Number(item['entries']), 0);
  expect(summaryOf(run)).toMatchObject({exports: 5, refused: 0, unknown: 0, entries});
  expect(entries).toBe(48);
});

test('a zone that the person names replaces the inferred one', async () => {
  const [first] = await Promise.all(
    ['Asia/Shanghai', 'UTC'].map(async (zone) => {
      const run = await chatark(home, ['inspect', samples.whatsapp, '--json', '--zone', zone]);
      return jsonLines(run.stdout)[0]?.['conversations'];
    }),
  );
  const plain = await chatark(home, ['inspect', samples.whatsapp, '--json', '--zone', 'UTC']);
  expect(first).not.toEqual(jsonLines(plain.stdout)[0]?.['conversations']);
});

test('--share prints the shape of what was not understood and no letter of it', async () => {
  const run = await chatark(home, ['inspect', samples.qq, '--share']);
  expect(run.code).toBe(0);
  expect(run.stdout).not.toContain('同学');
});
