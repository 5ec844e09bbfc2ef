import {describe, expect, test} from 'vitest';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import type {ArchiveEvent} from '../../../src/engine/model/archive.ts';
import {telegramJsonFormat} from '../../../src/formats/telegram-json/index.ts';
import {fixtureCases, openFixture} from '../../helpers/fixtures.ts';
import {readSource, settled, writeEvents} from './convert-kit.ts';

/** Where a file lies differs between the two exports; what it is called and holds does not. */
const withoutFolders = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => {
      // A local time becomes an exact one in the file, as the person's zone made it.
      if (key === 'zone') return 'a zone';
      if (key === 'precision') return inner === 'day' ? 's' : inner;
      return key === 'id' && typeof inner === 'string' && inner.includes('/')
        ? inner
            .slice(inner.lastIndexOf('/') + 1)
            .toLowerCase()
            .normalize('NFC')
        : inner;
    }),
  );

const byId = (persons: ReadonlyMap<string, unknown>): unknown[] =>
  [...persons].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, person]) => person);

const again = async (events: readonly ArchiveEvent[], source = memorySource({})) => {
  const written = await writeEvents(telegramJsonFormat, events, source);
  const copy = memorySource(Object.fromEntries(written.files));
  return {written, read: await readSource(telegramJsonFormat, copy, 'result.json')};
};

const anchors: Readonly<Record<string, string>> = {
  account: 'DataExport_2024-06-02/result.json',
  media: 'ChatExport_2024-06-02/result.json',
  minimal: 'chat.json',
};

describe('telegram-json writes what it reads', () => {
  for (const fixture of fixtureCases('telegram-json')) {
    test(`${fixture.name}: the same people, chats and entries come back`, async () => {
      const source = await openFixture(fixture);
      const path = anchors[fixture.name] ?? 'result.json';
      const before = await readSource(telegramJsonFormat, source, path, fixture.options);
      const {read} = await again(before.events, source);
      const was = settled(before.events);
      const is = settled(read.events);
      expect([...is.entries.keys()].toSorted()).toEqual([...was.entries.keys()].toSorted());
      for (const [id, entries] of was.entries) {
        expect(withoutFolders(is.entries.get(id)), id).toEqual(withoutFolders(entries));
      }
      expect(withoutFolders(byId(is.persons))).toEqual(withoutFolders(byId(was.persons)));
      for (const [id, conversation] of was.conversations)
        expect(withoutFolders(is.conversations.get(id)), id).toEqual(withoutFolders(conversation));
    });
  }
});
