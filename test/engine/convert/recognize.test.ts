import {describe, expect, test} from 'vitest';
import {ChatError} from '../../../src/engine/errors.ts';
import type {Format, Recognition, Sample} from '../../../src/engine/convert/format.ts';
import {findExports, readHead} from '../../../src/engine/convert/recognize.ts';
import {createRegistry} from '../../../src/engine/convert/registry.ts';
import type {ReadableFormat} from '../../../src/engine/convert/registry.ts';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import type {Source} from '../../../src/engine/io/source.ts';
import type {Problem} from '../../../src/engine/model/problem.ts';

const format = (id: string, recognize: (sample: Sample) => Recognition): ReadableFormat => ({
  id,
  title: {zh: id, en: id},
  platform: 'test',
  reader: {
    recognize,
    read: async function* () {
      yield [];
    },
  },
});

const no: Recognition = {match: 'no'};
const byText = (id: string, word: string, answer: Recognition): ReadableFormat =>
  format(id, ({text}) => (text.includes(word) ? answer : no));

const sure = byText('sure', 'SURE', {match: 'certain', because: 'it says SURE'});
const maybe = byText('maybe', 'MAYBE', {match: 'possible', because: 'it says MAYBE'});
const perhaps = byText('perhaps', 'MAYBE', {match: 'possible', because: 'it might'});
const locked = byText('locked', 'LOCKED', {
  match: 'refused',
  because: 'it is locked',
  hint: 'Unlock it.',
});

const look = async (
  files: Record<string, string | Uint8Array> | Source,
  formats: readonly Format[] = [sure, maybe, perhaps, locked],
  options: {readonly only?: ReadableFormat; readonly signal?: AbortSignal} = {},
) => {
  const problems: Problem[] = [];
  const source =
    'list' in files && typeof files.list === 'function'
      ? (files as Source)
      : memorySource(files as Record<string, string>);
  const found = await findExports(source, createRegistry(formats), {
    signal: new AbortController().signal,
    report: (problem) => problems.push(problem),
    ...options,
  });
  return {
    problems,
    exports: found.exports.map(({path, format: {id}, match, others}) =>
      [path, id, match, ...others.map((other) => other.format.id)].join(' '),
    ),
    refused: found.refused.map(({path, format: id, hint}) => [path, id, hint].join(' ')),
    unknown: found.unknown,
  };
};

describe('finding exports', () => {
  test('takes what is certain and leaves out what would only be possible', async () => {
    expect(await look({'a.txt': 'SURE MAYBE LOCKED'})).toMatchObject({
      exports: ['a.txt sure certain'],
      refused: [],
    });
  });

  test('names everything that it could be when nothing is certain', async () => {
    expect((await look({'a.txt': 'MAYBE'})).exports).toEqual(['a.txt maybe possible perhaps']);
  });

  test('a refusal counts before mere possibility, and says what to do', async () => {
    expect(await look({'a.txt': 'LOCKED MAYBE'})).toMatchObject({
      exports: [],
      refused: ['a.txt locked Unlock it.'],
      unknown: [],
    });
  });

  test('lists files that nobody knows, and does not count media among them', async () => {
    const found = await look({
      'a.txt': 'SURE',
      'b.txt': 'what?',
      'photos/c.jpg': 'SURE',
      'voice.opus': '',
    });
    expect([found.exports, found.unknown]).toEqual([['a.txt sure certain'], ['b.txt']]);
  });

  test('a picture alone is looked at, for it may be anything under a wrong name', async () => {
    expect((await look({'c.jpg': 'SURE'})).exports).toEqual(['c.jpg sure certain']);
  });

  test('does not ask about files that an export covers, in whatever order they are listed', async () => {
    const cover = format('cover', ({path, text}) =>
      text.includes('ROOT')
        ? {match: 'certain', because: 'root', covers: path.slice(0, path.lastIndexOf('/') + 1)}
        : no,
    );
    const found = await look(
      {
        'x/a/first.txt': 'SURE',
        'x/zz-root.txt': 'ROOT',
        'x/other.txt': '?',
        'y/b.txt': 'SURE',
        'x2/c.txt': 'SURE',
      },
      [cover, sure],
    );
    expect(found.exports).toEqual([
      'x/zz-root.txt cover certain',
      'x2/c.txt sure certain',
      'y/b.txt sure certain',
    ]);
    expect(found.unknown).toEqual([]);
  });

  test('a refusal covers its folder as well', async () => {
    const cover = byText('locked', 'LOCKED', {
      match: 'refused',
      because: 'locked',
      hint: 'Unlock.',
      covers: '',
    });
    const found = await look({'a.txt': 'LOCKED', 'deep/b.txt': 'SURE'}, [cover, sure]);
    expect([found.exports, found.refused, found.unknown]).toEqual([
      [],
      ['a.txt locked Unlock.'],
      [],
    ]);
  });

  test('asks about shallow files first, then by path', async () => {
    const found = await look({
      'b/a.txt': 'SURE',
      'z.txt': 'SURE',
      'a/b/c.txt': 'SURE',
      'a/x.txt': 'SURE',
    });
    expect(found.exports.map((row) => row.split(' ')[0])).toEqual([
      'z.txt',
      'a/x.txt',
      'b/a.txt',
      'a/b/c.txt',
    ]);
  });

  test('reports a file that cannot be read and goes on', async () => {
    const inner = memorySource({'a.txt': 'SURE', 'b.txt': 'SURE'});
    const source: Source = {
      ...inner,
      open: (path, range) => {
        if (path === 'a.txt') throw new ChatError('input-malformed', 'It is damaged.');
        return inner.open(path, range);
      },
    };
    const found = await look(source);
    expect(found.exports).toEqual(['b.txt sure certain']);
    expect(found.problems).toEqual([
      {kind: 'file-unreadable', place: {path: 'a.txt'}, detail: 'It is damaged.'},
    ]);
  });

  test('refuses a file that is locked by a password, with what to do about it', async () => {
    const inner = memorySource({'a.txt': 'SURE', 'b.txt': 'SURE'});
    const locker: Source = {
      ...inner,
      open: (path, range) => {
        if (path === 'a.txt') throw new ChatError('input-encrypted', 'It is encrypted.');
        return inner.open(path, range);
      },
    };
    const found = await look(locker);
    expect([found.exports, found.refused, found.problems]).toEqual([
      ['b.txt sure certain'],
      ['a.txt encrypted Export it again without a password.'],
      [],
    ]);
  });

  test('stops when cancelled, also while a file is being read', async () => {
    const controller = new AbortController();
    const stopping = format('stopping', () => {
      controller.abort();
      return no;
    });
    await expect(
      look({'a.txt': '', 'b.txt': ''}, [stopping], {signal: controller.signal}),
    ).rejects.toMatchObject({code: 'cancelled'});
  });

  test('with a format chosen by hand asks only that one, and takes a single file even unrecognised', async () => {
    expect((await look({'a.txt': 'SURE MAYBE'}, undefined, {only: maybe})).exports).toEqual([
      'a.txt maybe possible',
    ]);
    expect((await look({'a.txt': 'neither'}, undefined, {only: maybe})).exports).toEqual([
      'a.txt maybe possible',
    ]);
    const two = await look({'a.txt': 'neither', 'b.txt': 'MAYBE'}, undefined, {only: maybe});
    expect([two.exports, two.unknown]).toEqual([['b.txt maybe possible'], ['a.txt']]);
  });

  test('gives readers the first 64 KiB, decoded, and the list of all files', async () => {
    const seen: [string, number, number, boolean][] = [];
    const spy = format('spy', (sample) => {
      seen.push([sample.text.slice(0, 3), sample.head.length, sample.size, sample.has('b.txt')]);
      return no;
    });
    await look(
      {
        'a.txt': `\ufeffhé${'x'.repeat(100_000)}`,
        'b.txt': new Uint8Array([0xff, 0xfe, 0x68, 0, 0x69, 0]),
      },
      [spy],
    );
    expect(seen).toEqual([
      ['héx', 65_536, 100_006, true],
      ['hi', 6, 6, true],
    ]);
  });

  test('finds nothing in an empty source', async () => {
    expect(await look({})).toEqual({problems: [], exports: [], refused: [], unknown: []});
  });
});

test('the head of a file is the same in whatever pieces it comes', async () => {
  const text = 'abcdefghij'.repeat(10);
  for (const chunkSize of [1, 7, 100]) {
    const source = memorySource({'a.txt': text}, {chunkSize});
    expect(Buffer.from(await readHead(source, 'a.txt', 25)).toString()).toBe(text.slice(0, 25));
  }
});

describe('the registry', () => {
  test('refuses two formats of one id', () => {
    expect(() => createRegistry([sure, {...maybe, id: 'sure'}])).toThrow('share an id');
  });

  test('an unknown id is a usage error that names the known ones', () => {
    const registry = createRegistry([sure, maybe]);
    expect(registry.reader('sure')).toBe(sure);
    expect(() => registry.reader('nope')).toThrow(
      expect.objectContaining({code: 'usage', hint: 'Known: sure, maybe'}) as Error,
    );
    expect(() => registry.writer('sure')).toThrow(
      expect.objectContaining({code: 'usage'}) as Error,
    );
  });
});
