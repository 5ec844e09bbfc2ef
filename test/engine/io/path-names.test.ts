import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  entryPath,
  foldPath,
  isUnsafePath,
  numberedPath,
  originalName,
  otherSpelling,
  safeName,
} from '../../../src/engine/io/path-names.ts';

describe('safeName', () => {
  test.each([
    ['photo.jpg', 'photo.jpg'],
    ['聊天 记录 😀.txt', '聊天 记录 😀.txt'],
    ['a:b?.txt', 'a%3Ab%3F.txt'],
    ['two\nlines', 'two%0Alines'],
    ['NUL.txt', '%4EUL.txt'],
    ['com1', '%63om1'],
    ['comma', 'comma'],
    ['dot.', 'dot%2E'],
    ['space ', 'space%20'],
    ['100%', '100%'],
    ['50%25', '50%2525'],
    ['', '%'],
    ['.', '%2E'],
    ['..', '.%2E'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeName(name)).toBe(safe);
    expect(originalName(safe)).toBe(name);
  });

  test('can be undone for every name that is not cut, and never needs doing twice', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({unit: 'binary'}),
          fc.string({unit: fc.constantFrom('%', '4', 'A', 'f', ':', '.', '\ud83d', 'é')}),
        ),
        (name) => {
          fc.pre(Buffer.byteLength(name) < 60);
          const safe = safeName(name);
          expect(originalName(safe)).toBe(name);
          expect(safe).not.toMatch(/[\u0000-\u001f<>:"|?*\\/]|[. ]$/);
          expect(Buffer.from(safe).toString()).toBe(safe);
        },
      ),
    );
  });

  test('cuts what no file system holds, keeps the ending, keeps different names apart', () => {
    const long = '长'.repeat(200);
    const one = safeName(`${long}1.jpeg`);
    const two = safeName(`${long}2.jpeg`);
    expect(Buffer.byteLength(one)).toBeLessThanOrEqual(240);
    expect(one).toMatch(/\.jpeg$/);
    expect(one).not.toBe(two);
  });
});

test('other spellings of a name are other names everywhere and mean the same', () => {
  expect(otherSpelling('a.txt')).toBe('%61.txt');
  expect(otherSpelling('%61.txt')).toBe('%61%2E.txt'.replace('.txt', 'txt'));
  for (const name of ['a.txt', '😀A', 'é', 'x']) {
    const seen = new Set<string>();
    let spelling = name;
    for (let round = 0; round < [...name].length; round++) {
      spelling = otherSpelling(spelling);
      expect(originalName(spelling)).toBe(name);
      expect(seen.has(foldPath(spelling))).toBe(false);
      seen.add(foldPath(spelling));
    }
    expect(otherSpelling(spelling)).toBe(spelling);
  }
  expect(foldPath('É/B.TXT')).toBe(foldPath('e\u0301/b.txt'));
});

test('entryPath keeps paths inside and loses nothing that matters', () => {
  expect(entryPath('a/./b//c.txt')).toBe('a/b/c.txt');
  expect(entryPath('C:\\Users\\x.txt')).toBe('Users/x.txt');
  expect(entryPath('/etc/passwd')).toBe('etc/passwd');
  expect(entryPath('../../x')).toBe('%2E%2E/%2E%2E/x');
  expect(entryPath('//')).toBeUndefined();
  fc.assert(
    fc.property(fc.string({unit: fc.constantFrom('.', '/', '\\', 'a', ':', '\0')}), (name) => {
      const path = entryPath(name);
      expect(path === undefined || !path.split('/').includes('..')).toBe(true);
      expect(path?.startsWith('/') ?? false).toBe(false);
    }),
  );
});

test('isUnsafePath sees what would leave a folder', () => {
  for (const path of ['', '..', 'a/..', '..\\a', '/a', '\\a', 'c:/a', 'C:', 'a\0']) {
    expect(isUnsafePath(path)).toBe(true);
  }
  for (const path of ['a', 'a/b', '...', 'a..b/c', 'a: b']) expect(isUnsafePath(path)).toBe(false);
});

test('numberedPath puts the number before the ending', () => {
  expect(numberedPath('a.b/photo.jpg', 2)).toBe('a.b/photo (2).jpg');
  expect(numberedPath('a.b/photo', 3)).toBe('a.b/photo (3)');
});
