import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {ArchiveEvent, Entry, EventBatch, Message} from '../../../src/engine/model/archive.ts';
import {encodeLine} from '../../../src/engine/model/canonical.ts';
import {textPart} from '../../../src/engine/model/build.ts';
import {IdMaker} from '../../../src/engine/model/ids.ts';
import {entryText} from '../../../src/engine/model/text.ts';
import {mergeArchives} from '../../../src/engine/transform/merge/merge.ts';
import type {MergeInput, Merged} from '../../../src/engine/transform/merge/merge.ts';

type Line = {readonly at: number; readonly from: string; readonly text: string};
type Clock = 'min' | 's' | 'ms';

const width = {min: 60_000, s: 1000, ms: 1} as const;

/** An export of a WhatsApp-like chat: derived ids, floating time. */
const exportOf = (
  label: string,
  lines: readonly Line[],
  options: {clock?: Clock; shift?: number; title?: string; rename?: Record<string, string>} = {},
): MergeInput => {
  const {clock = 's', shift = 0, title = 'Ana', rename = {}} = options;
  const ids = new IdMaker();
  const name = (from: string): string => rename[from] ?? from;
  const people = [...new Set(lines.map(({from}) => name(from)))];
  const events: ArchiveEvent[] = [
    ...people.map((id): ArchiveEvent => ({type: 'person', person: {id, name: id}})),
    {
      type: 'conversation',
      conversation: {id: title, kind: 'group', title, platform: 'whatsapp', members: people},
    },
    ...lines.map((line): ArchiveEvent => {
      const epochMs = Math.floor((line.at + shift) / width[clock]) * width[clock];
      const entry: Message = {
        kind: 'message',
        id: ids.make(`${name(line.from)} ${epochMs} ${line.text}`),
        at: {epochMs, precision: clock, zone: {kind: 'floating', assumedZone: 'UTC'}},
        from: name(line.from),
        body: [textPart(line.text)],
      };
      return {type: 'entry', conversation: title, entry};
    }),
  ];
  return {
    label,
    read: async function* () {
      yield events as EventBatch;
    },
  };
};

const minute = 60_000;
const chat: Line[] = [
  {at: 10 * minute + 1000, from: 'Ana', text: '周六去爬山吗？'},
  {at: 10 * minute + 5000, from: 'Bo', text: 'ok'},
  {at: 10 * minute + 9000, from: 'Bo', text: 'ok'},
  {at: 10 * minute + 20_000, from: 'Bo', text: 'ok'},
  {at: 12 * minute, from: 'Cyd', text: 'See you at eight'},
  {at: 30 * minute, from: 'Ana', text: '路线发你了'},
  {at: 45 * minute, from: 'Cyd', text: 'Lovely weather'},
  {at: 60 * minute, from: 'Bo', text: '到家了'},
];

const entriesOf = async (merged: Merged): Promise<Entry[]> => {
  const entries: Entry[] = [];
  for await (const batch of merged.events())
    for (const event of batch) if (event.type === 'entry') entries.push(event.entry);
  return entries;
};

const linesOf = async (merged: Merged): Promise<string[]> => {
  const lines: string[] = [];
  for await (const batch of merged.events()) lines.push(...batch.map(encodeLine));
  return lines;
};

describe('merging exports of one chat', () => {
  test('three equal messages in one minute stay three, whatever the clocks show', async () => {
    const merged = await mergeArchives([
      exportOf('phone', chat, {clock: 'min'}),
      exportOf('tablet', chat, {clock: 's'}),
    ]);
    const texts = (await entriesOf(merged)).map(entryText);
    expect(texts).toEqual(chat.map(({text}) => text));
    expect(merged.accounts).toHaveLength(1);
    expect(merged.accounts[0]?.merged).toBe(chat.length);
  });

  test('the finer clock is kept', async () => {
    const merged = await mergeArchives([
      exportOf('tablet', chat, {clock: 's'}),
      exportOf('phone', chat, {clock: 'min'}),
    ]);
    expect((await entriesOf(merged)).map(({at}) => at.precision)).toEqual(chat.map(() => 's'));
  });

  test('an older and a newer export become one timeline that holds both', async () => {
    const merged = await mergeArchives([
      exportOf('june', chat.slice(3)),
      exportOf('may', chat.slice(0, 6)),
    ]);
    expect((await entriesOf(merged)).map(entryText)).toEqual(chat.map(({text}) => text));
    const sources = merged.accounts[0]?.sources ?? [];
    expect(sources.map(({label, entries, added}) => ({label, entries, added}))).toEqual([
      {label: 'may', entries: 6, added: 6},
      {label: 'june', entries: 5, added: 2},
    ]);
  });

  test('a renamed contact is recognised by the messages', async () => {
    const merged = await mergeArchives([
      exportOf('old', chat),
      exportOf('new', chat, {rename: {Cyd: 'Cyd Charisse'}}),
    ]);
    const lines = await linesOf(merged);
    expect(merged.accounts[0]?.merged).toBe(chat.length);
    const persons = lines.filter((line) => line.startsWith('{"type":"person"'));
    expect(persons).toHaveLength(3);
    expect(persons.some((line) => line.includes('"Cyd"') && line.includes('Cyd Charisse'))).toBe(
      true,
    );
  });

  test('a phone in another time zone is moved by whole hours', async () => {
    const merged = await mergeArchives([
      exportOf('home', chat),
      exportOf('trip', chat, {shift: 8 * 60 * minute}),
    ]);
    expect(merged.accounts[0]?.merged).toBe(chat.length);
  });

  test('stamps that differ by a second are one message', async () => {
    const jittered = chat.map((line, index) => ({
      ...line,
      at: line.at + (index % 3 === 0 ? 1000 : 0),
    }));
    const merged = await mergeArchives([exportOf('a', chat), exportOf('b', jittered)]);
    expect(merged.accounts[0]?.merged).toBe(chat.length);
  });

  test('a message that a newer export of the same time lacks is marked, never dropped', async () => {
    const merged = await mergeArchives([
      exportOf('old', chat),
      exportOf('new', [
        ...chat.filter((_, index) => index !== 4),
        {at: 90 * minute, from: 'Bo', text: '晚安'},
      ]),
    ]);
    const entries = await entriesOf(merged);
    expect(entries).toHaveLength(chat.length + 1);
    const gone = entries.filter((entry) => entry.extras?.['chatark']);
    expect(gone.map(entryText)).toEqual(['See you at eight']);
    expect(merged.accounts[0]?.gone).toBe(1);
  });

  test('different chats stay different', async () => {
    const other = chat.map((line) => ({...line, text: `${line.text} elsewhere`}));
    const merged = await mergeArchives([
      exportOf('a', chat),
      exportOf('b', other, {title: 'Family'}),
    ]);
    expect(merged.accounts.map(({merged: count}) => count)).toEqual([chat.length, chat.length]);
  });

  test('an edited message keeps the older words as history', async () => {
    const at = {epochMs: 600_000, precision: 's', zone: {kind: 'utc'}} as const;
    const version = (text: string, isEdited: boolean): MergeInput => ({
      label: text,
      read: async function* () {
        yield [
          {type: 'person', person: {id: 'u1', name: 'Ana'}},
          {
            type: 'conversation',
            conversation: {
              id: 'c',
              kind: 'direct',
              title: 'Ana',
              platform: 'telegram',
              members: ['u1'],
            },
          },
          {
            type: 'entry',
            conversation: 'c',
            entry: {
              kind: 'message',
              id: '7',
              at,
              from: 'u1',
              body: [textPart(text)],
              ...(isEdited ? {edits: [{}]} : {}),
            },
          },
          ...(isEdited
            ? [
                {
                  type: 'entry',
                  conversation: 'c',
                  entry: {
                    kind: 'message',
                    id: '8',
                    at: {...at, epochMs: 700_000},
                    from: 'u1',
                    body: [textPart('later')],
                  },
                } satisfies ArchiveEvent,
              ]
            : []),
        ];
      },
    });
    const [entry] = await entriesOf(
      await mergeArchives([version('helo', false), version('hello', true)]),
    );
    expect(entry && entryText(entry)).toBe('hello');
    expect(entry?.kind === 'message' && entry.edits).toEqual([{before: [textPart('helo')]}]);
  });
});

const lineArbitrary: fc.Arbitrary<Line> = fc.record({
  at: fc.integer({min: 0, max: 240}).map((value) => value * 15_000),
  from: fc.constantFrom('Ana', 'Bo', 'Cyd'),
  text: fc.constantFrom('ok', '好的', 'yes', '在吗', 'Lovely', '到家了', 'a b', '晚安'),
});
const chatArbitrary = fc
  .array(lineArbitrary, {minLength: 1, maxLength: 40})
  .map((lines) => [...lines].sort((a, b) => a.at - b.at));

describe('merging, for any chat', () => {
  test('the same file twice changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(chatArbitrary, fc.constantFrom<Clock>('min', 's'), async (lines, clock) => {
        const once = await linesOf(await mergeArchives([exportOf('a', lines, {clock})]));
        expect(
          await linesOf(
            await mergeArchives([exportOf('a', lines, {clock}), exportOf('a', lines, {clock})]),
          ),
        ).toEqual(once);
      }),
    );
  });

  test('no count shrinks, and the order of merging does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(
        chatArbitrary,
        fc.nat(),
        fc.nat(),
        fc.constantFrom<Clock>('min', 's'),
        async (lines, from, to, clock) => {
          const [start, end] = [from % lines.length, to % lines.length].sort((a, b) => a - b) as [
            number,
            number,
          ];
          const inputs = [
            exportOf('all', lines, {clock: 's'}),
            exportOf('part', lines.slice(start, end + 1), {clock}),
            exportOf('tail', lines.slice(start), {clock: 's'}),
          ];
          const merged = await mergeArchives(inputs);
          expect(merged.accounts[0]?.merged).toBeGreaterThanOrEqual(lines.length);
          const backwards = await mergeArchives([...inputs].reverse());
          const texts = (await entriesOf(backwards)).map(entryText);
          expect((await entriesOf(merged)).map(entryText)).toEqual(texts);
        },
      ),
    );
  });

  test('an export cut anywhere in two, with overlap, merges back to the whole', async () => {
    await fc.assert(
      fc.asyncProperty(chatArbitrary, fc.nat(), async (lines, cutAt) => {
        const cut = cutAt % lines.length;
        const merged = await mergeArchives([
          exportOf('first', lines.slice(0, cut + 1)),
          exportOf('second', lines.slice(Math.max(0, cut - 5))),
        ]);
        const total = merged.accounts.reduce((sum, {merged: count}) => sum + count, 0);
        expect(total).toBe(lines.length);
      }),
    );
  });
});
