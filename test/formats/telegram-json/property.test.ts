import {assert, asyncProperty} from 'fast-check';
import {expect, test} from 'vitest';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import type {
  ArchiveEvent,
  Entry,
  Inline,
  Message,
  Person,
} from '../../../src/engine/model/archive.ts';
import {inlinesText} from '../../../src/engine/model/text.ts';
import {telegramJsonFormat} from '../../../src/formats/telegram-json/index.ts';
import {archive} from '../../helpers/arbitraries.ts';
import {readSource, writeEvents} from './convert-kit.ts';

const roundTrip = async (events: readonly ArchiveEvent[]) => {
  const written = await writeEvents(telegramJsonFormat, events);
  const source = memorySource(Object.fromEntries(written.files));
  return readSource(telegramJsonFormat, source, 'result.json');
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

type Leaf = {readonly styles: string; readonly kind: string; text: string; readonly target: string};

const leaves = (inlines: readonly Inline[], styles = ''): Leaf[] => {
  const list: Leaf[] = [];
  for (const inline of inlines) {
    if (inline.kind === 'styled') list.push(...leaves(inline.inlines, `${styles}/${inline.style}`));
    else if (inline.kind === 'url')
      list.push({
        styles,
        kind: 'url',
        text: inline.inlines ? inlinesText(inline.inlines) : inline.url,
        target: inline.url,
      });
    else if (inline.kind === 'mention')
      list.push({styles, kind: 'mention', text: inline.text, target: inline.person ?? ''});
    else if (inline.kind === 'emoji')
      list.push({styles, kind: 'emoji', text: inline.text, target: inline.id ?? ''});
    else list.push({styles, kind: inline.kind, text: inline.text, target: ''});
  }
  const merged: Leaf[] = [];
  for (const leaf of list) {
    const last = merged.at(-1);
    if (last && last.kind === 'plain' && leaf.kind === 'plain' && last.styles === leaf.styles)
      last.text += leaf.text;
    else merged.push({...leaf});
  }
  return merged;
};

/** A call of one's own that nobody took: Telegram does not tell who hung up. */
const unanswered = (outcome: string): string => (outcome === 'cancelled' ? 'missed' : outcome);

const seconds = (entry: Entry): number => Math.floor(entry.at.epochMs / 1000);

const firstPart = (message: Message) => message.body[0];

const compareBody = (before: Message, after: Message): void => {
  const [was] = before.body;
  if (before.body.length !== 1 || !was) return;
  const is = firstPart(after);
  switch (was.kind) {
    case 'text':
      expect(leaves(is?.kind === 'text' ? is.inlines : [])).toEqual(leaves(was.inlines));
      return;
    case 'media': {
      if (is?.kind !== 'media') throw new Error(`Not media: ${JSON.stringify(is)}`);
      const link =
        was.asset.presence === 'remote' && was.asset.url !== undefined ? was.asset.url : '';
      expect(inlinesText(is.caption ?? []).replaceAll(/\s/g, '')).toBe(
        `${inlinesText(was.caption ?? [])}${link}`.replaceAll(/\s/g, ''),
      );
      expect([
        is.role,
        is.durationSeconds,
        is.width,
        was.asset.name === undefined ? undefined : is.asset.name,
        is.asset.mime,
        is.asset.bytes,
      ]).toEqual([
        was.role,
        was.durationSeconds,
        was.width,
        was.asset.name,
        was.asset.mime,
        was.asset.bytes,
      ]);
      return;
    }
    case 'location':
      if (is?.kind !== 'location') throw new Error('Not a location.');
      expect([is.latitude, is.longitude, is.name]).toEqual([
        was.latitude,
        was.longitude,
        was.name === '' ? undefined : was.name,
      ]);
      return;
    case 'contact':
      expect(is).toMatchObject({kind: 'contact', name: was.name.trim()});
      return;
    case 'poll':
      expect(is).toMatchObject({
        kind: 'poll',
        question: was.question,
        options: was.options.map(({text}) => ({text})),
      });
      return;
    case 'link':
    case 'transfer':
    case 'bundle':
    case 'raw':
      return;
    default:
      was satisfies never;
  }
};

const compareMessage = (before: Message, after: Message): void => {
  expect(after.from).toBe(before.from);
  expect(
    after.reactions?.map(({emoji, count, by}) => [emoji, count, by?.map(({person}) => person)]),
  ).toEqual(
    before.reactions?.map(({emoji, count, by}) => [emoji, count, by?.map(({person}) => person)]),
  );
  expect(after.edits !== undefined).toBe(before.edits !== undefined);
  compareBody(before, after);
};

test('what the writer says that it holds comes back from any archive', async () => {
  await assert(
    asyncProperty(archive, async (events) => {
      const {events: read} = await roundTrip(events);
      const after = entriesOf(read);
      for (const [id, entry] of entriesOf(events)) {
        const again = after.get(id);
        if (entry.kind === 'removed') continue;
        expect(again?.kind, id).toBe(entry.kind);
        expect(again && seconds(again)).toBe(seconds(entry));
        if (entry.kind === 'message' && again?.kind === 'message') compareMessage(entry, again);
        if (entry.kind === 'call' && again?.kind === 'call') {
          expect([again.from, again.durationSeconds, unanswered(again.outcome)]).toEqual([
            entry.from,
            entry.durationSeconds,
            unanswered(entry.outcome),
          ]);
        }
        if (entry.kind === 'notice' && again?.kind === 'notice')
          expect(again.text).toBe(entry.text);
      }
      const people = personsOf(read);
      for (const [id, person] of personsOf(events)) {
        expect(people.get(id)?.name).toBe(person.name);
        expect(people.get(id)?.isOwner === true).toBe(person.isOwner === true);
        for (const handle of person.handles ?? [])
          expect(people.get(id)?.handles).toContainEqual(handle);
      }
    }),
    {numRuns: 150},
  );
});

test('the same events give the same bytes', async () => {
  await assert(
    asyncProperty(archive, async (events) => {
      const [a, b] = [
        await writeEvents(telegramJsonFormat, events),
        await writeEvents(telegramJsonFormat, events),
      ];
      expect(a.text('result.json')).toBe(b.text('result.json'));
      expect(() => JSON.parse(a.text('result.json')) as unknown).not.toThrow();
    }),
    {numRuns: 20},
  );
});
