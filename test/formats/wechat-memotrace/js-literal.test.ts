import {describe, expect, test} from 'vitest';
import {LiteralCutter, parseLiteral} from '../../../src/formats/wechat-memotrace/js-literal.ts';

describe('object literals of a page', () => {
  test('bare keys, three quotes, escapes, long digits and trailing commas are data', () => {
    const literal = `{ type:1, 'a b':"x\\n", c:'it\\'s \\u4f60\\x21', d:\`y\`, e:[1,-2.5,], f:null, g:true, id:7123456789012345678, }`;
    expect(JSON.parse(JSON.stringify(parseLiteral(literal)))).toEqual({
      type: 1,
      'a b': 'x\n',
      c: "it's 你!",
      d: 'y',
      e: [1, -2.5],
      f: null,
      g: true,
      id: '7123456789012345678',
    });
  });

  test('code is not run and not understood', () => {
    for (const literal of ['{a:alert(1)}', '{a:1;b:2}', '{a', '{[x]:1}', ''])
      expect(parseLiteral(literal)).toBeUndefined();
  });

  test('objects are cut out of the array wherever the text is split', () => {
    const text = `var x=1; chatMessages = [ {a:'}]'}, {b:"\\"{"},\n{c:[{}]} ]; more {d:1}`;
    for (let size = 1; size < text.length; size++) {
      const cutter = new LiteralCutter(/chatMessages\s*=\s*\[/);
      const found: string[] = [];
      for (let at = 0; at < text.length; at += size)
        found.push(...cutter.push(text.slice(at, at + size)));
      expect(found).toEqual([`{a:'}]'}`, `{b:"\\"{"}`, '{c:[{}]}']);
      expect(cutter.isDone).toBe(true);
    }
  });
});
