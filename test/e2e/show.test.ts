import {writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {chatark, jsonLines, samples, workFolder} from './program.ts';

const home = workFolder();

test('people get a heading and one line per entry', async () => {
  const run = await chatark(home, ['show', samples.telegram]);
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/^## Lina 李娜\n/);
  expect(run.stdout.match(/^2024-/gm)).toHaveLength(8);
  expect(run.stdout).toContain('明天的会几点？');
});

test('programs get canonical JSONL that counts itself', async () => {
  const run = await chatark(home, ['show', samples.telegram, '--json']);
  const lines = jsonLines(run.stdout);
  expect(lines[0]).toMatchObject({type: 'header', format: 'chatark', version: 1});
  expect(lines.at(-1)).toEqual({type: 'end', persons: 2, conversations: 1, entries: 8});
});

test('what show prints as JSONL can be read again, with nothing lost', async () => {
  const first = await chatark(home, ['show', samples.wechat, '--json']);
  writeFileSync(`${home}/again.jsonl`, first.stdout);
  const second = await chatark(home, ['show', `${home}/again.jsonl`, '--json']);
  const body = (text: string): string[] => text.split('\n').slice(1);
  expect(body(second.stdout)).toEqual(body(first.stdout));
});

test('dates and chats choose what is shown', async () => {
  const args = ['show', samples.telegram, '--since', '2024-06-01', '--until', '2024-06-02'];
  const part = await chatark(home, args);
  expect(part.code).toBe(0);
  expect(part.stdout).not.toContain('明天的会几点？');
  expect(part.stdout).toContain('2024-06-02');
  const none = await chatark(home, ['show', samples.telegram, '--chat', 'nobody']);
  expect(none).toMatchObject({code: 0, stdout: ''});
});
