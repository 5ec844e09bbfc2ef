import {describe, expect, test} from 'vitest';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import type {ArchiveEvent} from '../../../src/engine/model/archive.ts';
import {read} from '../../../src/formats/whatsapp-knugihk/read.ts';
import {textOf} from '../../../src/formats/whatsapp-knugihk/message.ts';
import {makeContext} from '../../helpers/read-all.ts';

const readText = async (text: string) => {
  const {ctx, log} = makeContext();
  const events: ArchiveEvent[] = [];
  const input = {source: memorySource({'result.json': text}), path: 'result.json'};
  for await (const batch of read(input, {zone: 'UTC'}, ctx)) events.push(...batch);
  return {events, problems: log.summary()};
};

describe('texts', () => {
  test('line ends are tags, and HTML is undone only where the record says that it is HTML', () => {
    expect(textOf('a <br>b<br/>c', false)).toBe('a\nb\nc');
    expect(textOf('1 &lt; 2 <b>x</b>', true)).toBe('1 < 2 x');
    expect(textOf('1 &lt; 2', false)).toBe('1 &lt; 2');
  });
});

describe('reading', () => {
  test('a chat called __proto__ is a chat like any other', async () => {
    const {events} = await readText(
      '{"__proto__": {"name": "x", "messages": {"1": {"key_id": "k", "from_me": false, "timestamp": 1705312800, "data": "hi"}}}}',
    );
    expect(events.some((event) => event.type === 'entry')).toBe(true);
    expect(Object.hasOwn(Object.prototype, 'name')).toBe(false);
  });

  test('a file that was cut gives what came before and says so', async () => {
    const {events, problems} = await readText(
      '{"1@s.whatsapp.net": {"name": "Ana", "messages": {"1": {"key_id": "a", "from_me": true, "timestamp": 1705312800, "data": "hi"}, "2": {"key_id": "b"',
    );
    expect(events.filter((event) => event.type === 'entry')).toHaveLength(1);
    expect(problems.counts.get('input-truncated')).toBe(1);
  });

  test('the same record twice is kept once and reported', async () => {
    const record = '{"key_id": "a", "from_me": true, "timestamp": 1705312800, "data": "hi"}';
    const {events, problems} = await readText(
      `{"1@s.whatsapp.net": {"messages": {"1": ${record}, "2": ${record}}}}`,
    );
    expect(events.filter((event) => event.type === 'entry')).toHaveLength(1);
    expect(problems.counts.get('duplicate-record')).toBe(1);
  });
});
