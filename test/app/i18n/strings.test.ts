import {expect, test} from 'vitest';
import {plural} from '../../../src/app/i18n/plural.ts';
import {languages, stringsFor} from '../../../src/app/i18n/strings.ts';

/** `ui.yes`, `ui.keys.up`, …: every string or function in a table. */
const leaves = (value: object, path = ''): (readonly [string, unknown])[] =>
  Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    typeof child === 'object' && child !== null
      ? leaves(child, `${path}${key}.`)
      : [[`${path}${key}`, child] as const],
  );

test('both languages say the same things', () => {
  const [chinese, english] = languages.map((language) =>
    leaves(stringsFor(language))
      .map(([path]) => path)
      .toSorted(),
  );
  expect(english).toEqual(chinese);
});

// Shown to people who cannot read the other language.
const inBothLanguages = new Set(['start.language']);

test('no Chinese is left in the English strings', () => {
  for (const [path, text] of leaves(stringsFor('en'))) {
    if (inBothLanguages.has(path)) continue;
    const said = typeof text === 'function' ? text.toString() : String(text);
    if (path !== 'start.language') expect(said, path).not.toMatch(/\p{Script=Han}/u);
  }
});

test('English counts', () => {
  expect(plural(1, 'chat')).toBe('1 chat');
  expect(plural(0, 'chat')).toBe('0 chats');
  expect(plural(1200, 'entry', 'entries')).toBe('1,200 entries');
});
