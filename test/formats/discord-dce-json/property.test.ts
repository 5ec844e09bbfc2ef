import {assert, asyncProperty} from 'fast-check';
import {expect, test} from 'vitest';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import type {ArchiveEvent, Entry, Message, Person} from '../../../src/engine/model/archive.ts';
import {inlinesText} from '../../../src/engine/model/text.ts';
import {discordDceJsonFormat} from '../../../src/formats/discord-dce-json/index.ts';
import {archive} from '../../helpers/arbitraries.ts';
import {readSource, writeEvents} from '../telegram-json/convert-kit.ts';

const roundTrip = async (events: readonly ArchiveEvent[]) => {
  const written = await writeEvents(discordDceJsonFormat, events);
  const [path = ''] = written.files.keys();
  return readSource(discordDceJsonFormat, memorySource(Object.fromEntries(written.files)), path);
};

const entriesOf = (events: readonly ArchiveEvent[]): Map<string, Entry> =>
  new Map(
    events.flatMap((event) =>
      event.type === 'entry' ? [[event.entry.id, event.entry] as const] : [],
    ),
  );

const personsOf = (events: readonly ArchiveEvent[]): Map<string, Person> =>
  new Map(
    events.flatMap((event) =>
      event.type === 'person' ? [[event.person.id, event.person] as const] : [],
    ),
  );

const squeezed = (text: string): string => text.replaceAll(/\s/g, '');

const compareMessage = (before: Message, after: Message): void => {
  expect(after.from).toBe(before.from);
  expect(after.isPinned === true).toBe(before.isPinned === true);
  expect(after.edits !== undefined).toBe(before.edits !== undefined);
  expect(after.reactions?.map(({emoji, count, by}) => [emoji, count, by])).toEqual(
    before.reactions?.map(({emoji, count, by}) => [
      emoji,
      count,
      by?.map(({person}) => ({person})),
    ]),
  );
  const [was] = before.body;
  const [is] = after.body;
  if (before.body.length !== 1 || !was || !is) return;
  if (was.kind === 'text' && !JSON.stringify(was).includes('"mention"')) {
    const words = new Set(squeezed(inlinesText(was.inlines)));
    const again = is.kind === 'text' ? squeezed(inlinesText(is.inlines)) : '';
    for (const char of words) expect(again).toContain(char);
  }
  if (was.kind === 'link') expect(is).toMatchObject({kind: 'link', url: was.url});
  if (was.kind === 'media' && !was.caption) {
    expect(is).toMatchObject({
      kind: 'media',
      asset: {
        presence: was.asset.url === undefined ? 'absent' : 'remote',
      },
    });
  }
};

test('what the writer says that it holds comes back from any archive', async () => {
  await assert(
    asyncProperty(archive, async (events) => {
      const {events: read, problems} = await roundTrip(events);
      expect(
        problems.filter(({kind}) => kind !== 'media-missing' && kind !== 'unknown-kind'),
      ).toEqual([]);
      const after = entriesOf(read);
      expect([...after.keys()].toSorted()).toEqual([...entriesOf(events).keys()].toSorted());
      for (const [id, entry] of entriesOf(events)) {
        const again = after.get(id);
        expect(again?.at.epochMs).toBe(entry.at.epochMs);
        if (entry.kind === 'removed') continue;
        expect(again?.kind, id).toBe(entry.kind);
        if (entry.kind === 'message' && again?.kind === 'message') compareMessage(entry, again);
        if (entry.kind === 'notice' && again?.kind === 'notice') {
          expect([again.from, again.event, again.text]).toEqual([
            entry.from,
            entry.event,
            entry.text,
          ]);
        }
        if (entry.kind === 'call' && again?.kind === 'call') {
          expect([again.from, again.durationSeconds]).toEqual([entry.from, entry.durationSeconds]);
        }
      }
      const people = personsOf(events);
      for (const [id, person] of personsOf(read)) expect(person.name).toBe(people.get(id)?.name);
    }),
    {numRuns: 120},
  );
});

test('ids of messages grow with time, whatever they were before', async () => {
  await assert(
    asyncProperty(archive, async (events) => {
      const written = await writeEvents(discordDceJsonFormat, events);
      const doc = JSON.parse(written.text()) as {messages: {id: string}[]};
      const ids = doc.messages.map(({id}) => BigInt(id));
      expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
      expect(new Set(ids).size).toBe(ids.length);
    }),
    {numRuns: 40},
  );
});
