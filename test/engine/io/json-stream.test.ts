import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseJsonDocument, parseJsonLines, streamJson} from '../../../src/engine/io/json-stream.ts';
import type {
  JsonEvent,
  JsonFault,
  JsonLine,
  JsonLineFault,
  JsonLinesOptions,
  JsonStreamOptions,
} from '../../../src/engine/io/json-stream.ts';
import {chunksOf} from '../../../src/engine/io/memory-source.ts';

type Heard = {events: JsonEvent[]; faults: JsonFault[]};

const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? new TextEncoder().encode(text) : text;

const read = async (
  text: string | Uint8Array,
  options: JsonStreamOptions,
  chunkSize?: number,
): Promise<Heard> => {
  const heard: Heard = {events: [], faults: []};
  const stream = streamJson(chunksOf(bytesOf(text), chunkSize), {
    ...options,
    onError: (fault) => heard.faults.push(fault),
  });
  for await (const event of stream) heard.events.push(event);
  return heard;
};

const valuesOf = ({events}: Heard): unknown[] =>
  events.flatMap((event) => (event.type === 'items' ? event.values : []));

const bytesIn = ({events}: Heard): number[] =>
  events.flatMap((event) => (event.type === 'items' ? event.bytes : []));

const truncation = ({events}: Heard): number | undefined => {
  const last = events.at(-1);
  return last?.type === 'truncated' ? last.byte : undefined;
};

const objects = ({events}: Heard): Record<string, unknown> =>
  Object.fromEntries(
    events.flatMap((event) =>
      event.type === 'object' ? [[event.path.join('.'), {...event.members}]] : [],
    ),
  );

const chat = {items: ['messages[]']};

describe('streamJson', () => {
  test('gives the items of an array and the members on both sides of it', async () => {
    const heard = await read(
      '{"name":"Ana","messages":[{"id":1},{"id":2}],"type":"personal_chat"}',
      chat,
    );
    expect(heard.events.map(({type}) => type)).toEqual(['enter', 'items', 'leave', 'object']);
    expect(valuesOf(heard)).toEqual([{id: 1}, {id: 2}]);
    expect(objects(heard)).toEqual({'': {name: 'Ana', type: 'personal_chat'}});
    expect(heard.faults).toEqual([]);
  });

  test('shows at the beginning of an array what was read before it, and at its end the same object', async () => {
    const seen: unknown[] = [];
    const text = '{"a":1,"messages":[1,2],"b":2}';
    for await (const event of streamJson([bytesOf(text)], chat)) {
      if (event.type === 'enter') seen.push({...event.around[0]});
      if (event.type === 'object') seen.push({...event.members});
    }
    // One chunk is scanned at a time, so the live object may already know more.
    expect(seen.at(-1)).toEqual({a: 1, b: 2});
    expect(seen[0]).toMatchObject({a: 1});
  });

  test('walks through several chats with their own headers', async () => {
    const text = JSON.stringify({
      about: 'x',
      chats: {
        about: 'y',
        list: [
          {name: 'A', id: 1, messages: [{id: 1}]},
          {id: 2, messages: [], name: 'B'},
          {name: 'C', id: 3},
        ],
      },
      left_chats: {list: [{name: 'D', messages: [{id: 9}]}]},
    });
    const heard = await read(text, {
      items: ['chats.list[].messages[]', 'left_chats.list[].messages[]'],
    });
    const items = heard.events.filter((event) => event.type === 'items');
    expect(items.map(({pattern, path, values}) => ({pattern, path, values}))).toEqual([
      {
        pattern: 'chats.list[].messages[]',
        path: ['chats', 'list', 0, 'messages'],
        values: [{id: 1}],
      },
      {
        pattern: 'left_chats.list[].messages[]',
        path: ['left_chats', 'list', 0, 'messages'],
        values: [{id: 9}],
      },
    ]);
    expect(items.map(({around}) => around.map((members) => members['name']))).toEqual([
      [undefined, undefined, 'A'],
      [undefined, undefined, 'D'],
    ]);
    expect(objects(heard)).toEqual({
      '': {about: 'x'},
      chats: {about: 'y'},
      'chats.list.0': {name: 'A', id: 1},
      'chats.list.1': {name: 'B', id: 2},
      'chats.list.2': {name: 'C', id: 3},
      left_chats: {},
      'left_chats.list.0': {name: 'D'},
    });
  });

  test('takes a root array, arrays under any key, and objects as collections', async () => {
    expect(valuesOf(await read('[1, "two", null, [3], {"four":4}]', {items: ['[]']}))).toEqual([
      1,
      'two',
      null,
      [3],
      {four: 4},
    ]);
    const any = await read('{"ana":[1,2],"count":2,"bo":[3]}', {items: ['*[]']});
    expect(valuesOf(any)).toEqual([1, 2, 3]);
    expect(objects(any)).toEqual({'': {count: 2}});
    const keyed = await read('{"jid":{"name":"x","messages":{"10":{"a":1},"9":{"b":2}}}}', {
      items: ['*.messages{}'],
    });
    const [items] = keyed.events.filter((event) => event.type === 'items');
    expect(items).toMatchObject({
      path: ['jid', 'messages'],
      keys: ['10', '9'],
      values: [{a: 1}, {b: 2}],
    });
  });

  test('lets a longer pattern win over a shorter one', async () => {
    const heard = await read('{"conversations":[{"id":"a","MessageList":[1,2]}]}', {
      items: ['conversations[]', 'conversations[].MessageList[]'],
    });
    expect(valuesOf(heard)).toEqual([1, 2]);
    expect(objects(heard)).toMatchObject({'conversations.0': {id: 'a'}});
  });

  test('says where each item stands', async () => {
    const text = '\ufeff{"name":"é","messages": [ {"id":1} ,\n{"id":2}]}';
    const raw = bytesOf(text);
    for (const chunkSize of [1, 3, 1000]) {
      const heard = await read(text, chat, chunkSize);
      const places = bytesIn(heard);
      expect(places.map((byte) => new TextDecoder().decode(raw.subarray(byte, byte + 8)))).toEqual([
        '{"id":1}',
        '{"id":2}',
      ]);
    }
  });

  test('keeps long integers exact when asked, and only those', async () => {
    const text =
      '{"messages":[{"id":1234567890123456789,"s":"[1234567890123456789]","n":12345,"f":1234567890123456.5,"m":-1234567890123456789}]}';
    expect(valuesOf(await read(text, {...chat, bigNumbers: 'string'}))).toEqual([
      {
        id: '1234567890123456789',
        s: '[1234567890123456789]',
        n: 12_345,
        f: 1_234_567_890_123_456.5,
        m: '-1234567890123456789',
      },
    ]);
    expect(valuesOf(await read(text, chat))).toMatchObject([
      {n: 12_345, id: 1_234_567_890_123_456_800},
    ]);
  });

  test('mends escapes that JSON does not know and raw control characters, and says so', async () => {
    const heard = await read(
      '{"messages":[{"t":"a\\x0Bb"},{"t":"c\\\\x0B"},{"t":"raw\nline\u0001"},{"t":"it\\\'s"}]}',
      chat,
    );
    expect(valuesOf(heard)).toEqual([
      {t: 'a\u000bb'},
      {t: 'c\\x0B'},
      {t: 'raw\nline\u0001'},
      {t: "it's"},
    ]);
    expect(heard.faults.map(({kind}) => kind)).toEqual([
      'text-repaired',
      'text-repaired',
      'text-repaired',
    ]);
  });

  test('reports a broken item with its place and goes on', async () => {
    const text = '{"messages":[{"id":1},{"id":oops},{"id":3}],"z":1}';
    const heard = await read(text, chat);
    expect(valuesOf(heard)).toEqual([{id: 1}, {id: 3}]);
    expect(heard.faults).toMatchObject([
      {kind: 'record-damaged', byte: text.indexOf('{"id":oops'), record: 'messages[1]'},
    ]);
    expect(objects(heard)).toEqual({'': {z: 1}});
  });

  test.each([
    ['a missing brace', '{"id":2,"t":{"x":1,"n":2'],
    ['a missing quote', '{"id":2,"t":"x,"n":2}'],
    ['a brace too many', '{"id":2,"t":1}}'],
    ['a foreign bracket', '{"id":2,"t":[1}}'],
  ])('loses only the item with %s', async (_, damaged) => {
    for (const space of ['', '\n  ']) {
      const good = (id: number): string => `${space}{${space}"id":${id},${space}"t":"ok"}`;
      const text = `{"messages":[${good(1)},${space}${damaged},${good(3)},${good(4)}],"z":1}`;
      const heard = await read(text, chat);
      const ids = valuesOf(heard).map((value) => (value as {id: number}).id);
      expect(ids).toEqual(expect.arrayContaining([1, 4]));
      expect(ids).toContain(3);
      expect(heard.faults.length).toBeGreaterThan(0);
    }
  });

  test('passes over what is too large or too deep, without keeping it', async () => {
    const large = `{"id":2,"t":"${'x'.repeat(5000)}"}`;
    const deep = `${'['.repeat(300)}${']'.repeat(300)}`;
    const text = `{"pad":"${'y'.repeat(5000)}","messages":[{"id":1},${large},${deep},{"id":4}],"n":1}`;
    for (const chunkSize of [64, 100_000]) {
      const heard = await read(
        text,
        {...chat, limits: {itemBytes: 1000, memberBytes: 1000}},
        chunkSize,
      );
      expect(valuesOf(heard)).toEqual([{id: 1}, {id: 4}]);
      expect(objects(heard)).toEqual({'': {n: 1}});
      expect(heard.faults.map(({kind, record}) => ({kind, record}))).toEqual([
        {kind: 'record-too-large', record: 'pad'},
        {kind: 'record-too-large', record: 'messages[1]'},
        {kind: 'record-too-large', record: 'messages[2]'},
      ]);
    }
  });

  test('does not fill the memory with members, however many there are', async () => {
    const members = Array.from({length: 100}, (_, index) => `"k${index}":"${'x'.repeat(90)}"`);
    const heard = await read(`{${members.join(',')},"messages":[1]}`, {
      ...chat,
      limits: {memberBytes: 100},
    });
    expect(Object.keys(objects(heard)[''] as object)).toHaveLength(4);
    expect(heard.faults).toHaveLength(96);
    expect(valuesOf(heard)).toEqual([1]);
  });

  test('goes on behind rubbish among the members and tells it once', async () => {
    for (const chunkSize of [1, 1000]) {
      const heard = await read('{"a":1, rubbish here, "messages":[1,2],"b":2}', chat, chunkSize);
      expect(valuesOf(heard)).toEqual([1, 2]);
      expect(objects(heard)).toEqual({'': {a: 1, b: 2}});
      expect(heard.faults).toMatchObject([{kind: 'record-damaged', byte: 8}]);
    }
  });

  test('passes over what is to be ignored, whatever its size', async () => {
    const heard = await read(
      `{"avatars":{"a":"${'x'.repeat(500)}"},"messages":[1]}`,
      {...chat, ignore: ['avatars'], limits: {memberBytes: 50}},
      16,
    );
    expect(heard.faults).toEqual([]);
    expect(objects(heard)).toEqual({'': {}});
  });

  test('counts past damage, too', async () => {
    const heard = await read('{"messages":[{"id":1},{"id":2,"t":"x,{"id":3},{"id":4}],"n":1}', {
      ...chat,
      skipItems: true,
    });
    expect(heard.events.find(({type}) => type === 'leave')).toMatchObject({count: 4});
    expect(objects(heard)).toEqual({'': {n: 1}});
  });

  test('only counts when asked to skip the items', async () => {
    const heard = await read('{"messages":[{"id":1},{"id":2}],"name":"late"}', {
      ...chat,
      skipItems: true,
    });
    expect(heard.events.map(({type}) => type)).toEqual(['enter', 'leave', 'object']);
    expect(heard.events[1]).toMatchObject({count: 2, isComplete: true});
    expect(objects(heard)).toEqual({'': {name: 'late'}});
  });

  test('skips a script prefix', async () => {
    const heard = await read('window.YTD.direct_messages.part0 = [ {"a":1} ];\n', {
      items: ['[]'],
      skipPrefix: true,
    });
    expect(valuesOf(heard)).toEqual([{a: 1}]);
    expect(heard.faults).toEqual([]);
  });

  test('reads UTF-16 with and without a mark', async () => {
    const text = '{"messages":[{"t":"你好"}]}';
    for (const mark of ['', '\ufeff']) {
      const heard = await read(new Uint8Array(Buffer.from(mark + text, 'utf16le')), chat, 3);
      expect(valuesOf(heard)).toEqual([{t: '你好'}]);
    }
  });

  test('keeps `__proto__` harmless everywhere', async () => {
    const heard = await read(
      '{"__proto__":{"polluted":1},"messages":[{"__proto__":{"polluted":2}}]}',
      chat,
    );
    expect(({} as {polluted?: number}).polluted).toBeUndefined();
    const root = heard.events.at(-1);
    expect(root?.type === 'object' && Object.keys(root.members)).toEqual(['__proto__']);
    expect(Object.keys(valuesOf(heard)[0] as object)).toEqual(['__proto__']);
  });

  test('delivers everything before a cut and says where it was', async () => {
    const text = '{"name":"A","messages":[{"id":1},{"id":2},{"id":3,"t":"ha';
    const heard = await read(text, chat);
    expect(valuesOf(heard)).toEqual([{id: 1}, {id: 2}]);
    expect(truncation(heard)).toBe(text.indexOf('{"id":3'));
    expect(heard.events.find(({type}) => type === 'leave')).toMatchObject({
      count: 2,
      isComplete: false,
    });
    expect(objects(heard)).toEqual({'': {name: 'A'}});
  });

  test('never takes a part of a cut item for an item', async () => {
    const text =
      '{"messages":[{"id":1,"r":[]},{"id":2,"r":[{"id":7,"t":"a"},{"id":8},{"id":9}],"x":{"id":3},"q":[{"id":4';
    for (const raw of [text, text.replaceAll('{"id"', '{\n "id"')]) {
      for (let cut = raw.indexOf('"id":2'); cut <= raw.length; cut++) {
        const heard = await read(raw.slice(0, cut), chat);
        expect(valuesOf(heard)).toEqual([{id: 1, r: []}]);
        expect(heard.faults).toEqual([]);
      }
    }
  });

  test('tells an empty file and a file that is no JSON apart', async () => {
    expect((await read('', chat)).events).toEqual([{type: 'truncated', byte: 0}]);
    await expect(read('Hello', chat)).rejects.toMatchObject({code: 'input-malformed'});
  });

  test('hands long arrays out in several batches', async () => {
    const items = Array.from({length: 5000}, (_, id) => ({id, text: 'x'.repeat(id % 50)}));
    const heard = await read(JSON.stringify({messages: items}), chat);
    const batches = heard.events.filter((event) => event.type === 'items');
    expect(batches.length).toBeGreaterThan(4);
    expect(valuesOf(heard)).toEqual(items);
    let next = 0;
    for (const {first, values} of batches) {
      expect(first).toBe(next);
      next += values.length;
    }
  });
});

const document = fc.record({
  name: fc.string(),
  chats: fc.record({
    list: fc.array(
      fc.record({id: fc.integer(), messages: fc.array(fc.jsonValue()), type: fc.jsonValue()}),
    ),
  }),
  messages: fc.array(fc.jsonValue()),
});

const nested = {items: ['messages[]', 'chats.list[].messages[]']};

describe('streamJson, whatever the document', () => {
  test('equals JSON.parse, and where chunks end never matters', async () => {
    await fc.assert(
      fc.asyncProperty(
        document,
        fc.integer({min: 1, max: 40}),
        fc.integer({min: 0, max: 3}),
        async (value, chunkSize, indent) => {
          const text = JSON.stringify(value, null, indent);
          const whole = await read(text, nested);
          const pieces = await read(text, nested, chunkSize);
          const parsed = JSON.parse(text) as typeof value;
          expect(whole.faults).toEqual([]);
          const inOrder = Object.keys(parsed).flatMap((key) =>
            key === 'messages'
              ? parsed.messages
              : key === 'chats'
                ? parsed.chats.list.flatMap(({messages}) => messages)
                : [],
          );
          expect(valuesOf(whole)).toEqual(inOrder);
          expect(valuesOf(pieces)).toEqual(inOrder);
          expect(bytesIn(pieces)).toEqual(bytesIn(whole));
          expect(objects(pieces)).toEqual(objects(whole));
        },
      ),
      {numRuns: 150},
    );
  });

  test('a cut anywhere gives a beginning of the items and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(
        document,
        fc.nat(),
        fc.integer({min: 1, max: 50}),
        async (value, cut, size) => {
          const raw = bytesOf(JSON.stringify(value, null, cut % 2));
          const length = cut % raw.length;
          const all = valuesOf(await read(raw, nested));
          const heard = await read(raw.subarray(0, length), nested, size);
          const given = valuesOf(heard);
          expect(given).toEqual(all.slice(0, given.length));
          expect(truncation(heard)).toBeLessThanOrEqual(length);
          expect(truncation(heard)).toBeDefined();
        },
      ),
      {numRuns: 150},
    );
  });

  test('damage anywhere never throws or hangs', async () => {
    await fc.assert(
      fc.asyncProperty(
        document,
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'{}[]",:\\\n x\0')), {
          minLength: 1,
          maxLength: 8,
        }),
        async (value, flips) => {
          const raw = bytesOf(JSON.stringify(value, null, 1)).slice();
          for (const [at, char] of flips) raw[at % raw.length] = char.charCodeAt(0);
          raw[0] = 0x7b;
          const heard = await read(raw, nested, 7);
          const whole = await read(raw, nested);
          expect(heard.events.length).toBeGreaterThan(0);
          expect(valuesOf(heard).length).toBeGreaterThanOrEqual(0);
          expect(whole.events.length).toBeGreaterThan(0);
        },
      ),
      {numRuns: 300},
    );
  });
});

const readLines = async (
  text: string,
  options: JsonLinesOptions = {},
  chunkSize?: number,
): Promise<{values: JsonLine[]; faults: JsonLineFault[]}> => {
  const values: JsonLine[] = [];
  const faults: JsonLineFault[] = [];
  const lines = parseJsonLines(chunksOf(bytesOf(text), chunkSize), {
    ...options,
    onError: (fault) => faults.push(fault),
  });
  for await (const batch of lines) values.push(...batch);
  return {values, faults};
};

describe('parseJsonLines', () => {
  test('parses line by line, passes over empty lines, and reports bad ones with their number', async () => {
    const {values, faults} = await readLines('\ufeff{"a":1}\r\n\n{oops}\n{"a":2}\n{"a":');
    expect(values).toMatchObject([
      {value: {a: 1}, line: 1, byte: 3},
      {value: {a: 2}, line: 4},
    ]);
    expect(faults).toMatchObject([
      {kind: 'record-damaged', line: 3},
      {kind: 'input-truncated', line: 5},
    ]);
  });

  test('refuses lines that are too long or too deep and goes on', async () => {
    const {values, faults} = await readLines(
      `{"t":"${'x'.repeat(2000)}"}\n${'['.repeat(300)}${']'.repeat(300)}\n1\n`,
      {maxLineBytes: 1000},
    );
    expect(values).toMatchObject([{value: 1, line: 3}]);
    expect(faults.map(({kind}) => kind)).toEqual(['record-too-large', 'record-too-large']);
  });

  test('never quotes the text of a message in an error', async () => {
    const {faults} = await readLines('{"text": secret words}\n');
    expect(faults[0]?.message).not.toContain('secret');
  });
});

describe('parseJsonDocument', () => {
  test('mends, keeps long integers, and skips a prefix', () => {
    const text = '\ufeffwindow.x = {"id":12345678901234567890,"t":"\\x1B"};\n';
    const value = parseJsonDocument(bytesOf(text), {bigNumbers: 'string', skipPrefix: true});
    expect(value).toEqual({id: '12345678901234567890', t: '\u001b'});
  });

  test('names the reason when it cannot', () => {
    const codeOf = (text: string, limit = 1000): unknown => {
      try {
        return parseJsonDocument(bytesOf(text), {limit});
      } catch (error) {
        return (error as {code: string}).code;
      }
    };
    expect(codeOf('{"a"')).toBe('input-malformed');
    expect(codeOf('[1,2]', 3)).toBe('input-limit');
    expect(codeOf('['.repeat(400))).toBe('input-limit');
  });
});
