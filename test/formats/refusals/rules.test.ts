import {describe, expect, test} from 'vitest';
import {makeSample} from '../../../src/engine/convert/recognize.ts';
import {refusalFor} from '../../../src/formats/refusals/rules.ts';

const ask = (path: string, content: string | Uint8Array) => {
  const head = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return refusalFor(makeSample({path, size: head.length}, head, [path]));
};

describe('refusals', () => {
  test('a name alone refuses nothing: text in a .bak or .db is not encrypted', () => {
    expect(ask('notes.bak', 'plain text\n'.repeat(500))).toBeUndefined();
    expect(ask('MSG0.db', 'plain text\n'.repeat(500))).toBeUndefined();
    expect(ask('old.bak', new Uint8Array(5000))).toBeUndefined();
  });

  test('a database of another program is nobody’s business here', () => {
    const sqlite = new Uint8Array(5000);
    sqlite.set(new TextEncoder().encode('SQLite format 3\0'));
    expect(ask('chat.db', sqlite)).toBeUndefined();
  });

  test('records with times are no training set', () => {
    expect(
      ask('a.json', '[{"messages":[{"role":"user","content":"x","timestamp":1}]}]'),
    ).toBeUndefined();
    expect(ask('a.json', '[{"messages":[{"role":"user","content":"x"}]}]')?.hint).toContain('CSV');
    expect(ask('a.jsonl', '{"instruction":"a","output":"b"}\n')?.because).toContain('训练');
  });
});
