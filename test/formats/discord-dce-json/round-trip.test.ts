import {describe, expect, test} from 'vitest';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import {discordDceJsonFormat} from '../../../src/formats/discord-dce-json/index.ts';
import {fixtureCases, openFixture} from '../../helpers/fixtures.ts';
import {readSource, settled, writeEvents} from '../telegram-json/convert-kit.ts';

type Doc = {
  guild: unknown;
  channel: unknown;
  dateRange: unknown;
  messages: {[key: string]: unknown}[];
  messageCount: number;
};

const kinds = 'Mountain club - Text Channels - general [700000000000000001].json';

const fixture = (name: string) => {
  const found = fixtureCases('discord-dce-json').find((one) => one.name === name);
  if (!found) throw new Error(`No fixture ${name}.`);
  return found;
};

/** Records that the reader leaves out, and what the writer puts in other words without loss. */
const comparable = (doc: Doc): {[key: string]: unknown}[] => {
  const seen = new Set<unknown>();
  return doc.messages
    .filter(
      (message) =>
        typeof message === 'object' &&
        typeof message['id'] === 'string' &&
        message['id'].length > 15,
    )
    .filter(({id}) => !seen.has(id) && seen.add(id))
    .map(({timestamp: _t, ...message}) => {
      const isReply = message['type'] === 'Reply';
      return {...message, mentions: isReply ? 'the answered person' : message['mentions']};
    });
};

describe('discord-dce-json writes what it reads', () => {
  test('every field of every kind of message comes back', async () => {
    const source = await openFixture(fixture('kinds'));
    const before = await readSource(discordDceJsonFormat, source, kinds);
    const written = await writeEvents(discordDceJsonFormat, before.events, source);
    const [path] = written.files.keys();
    const original = JSON.parse(new TextDecoder().decode(fixture('kinds').files[kinds])) as Doc;
    const again = JSON.parse(written.text(path)) as Doc;
    expect(path).toBe(kinds);
    expect([again.guild, again.channel, again.dateRange]).toEqual([
      original.guild,
      original.channel,
      original.dateRange,
    ]);
    const [was, is] = [comparable(original), comparable(again)];
    expect(is).toHaveLength(was.length);
    for (const [index, message] of was.entries()) {
      // A boost has no words in the file; ours stand there afterwards.
      const expected =
        message['type'] === '8' ? {...message, content: 'Boosted the server.'} : message;
      expect(is[index], String(message['id'])).toEqual(expected);
    }
    expect(again.messageCount).toBe(again.messages.length);
  });

  test('keys come in the order that viewers rely on', async () => {
    const source = await openFixture(fixture('kinds'));
    const {events} = await readSource(discordDceJsonFormat, source, kinds);
    const doc = JSON.parse((await writeEvents(discordDceJsonFormat, events, source)).text()) as Doc;
    expect(Object.keys(doc)).toEqual([
      'guild',
      'channel',
      'dateRange',
      'exportedAt',
      'messages',
      'messageCount',
    ]);
    expect(Object.keys(doc.messages[0] ?? {})).toEqual([
      'id',
      'type',
      'timestamp',
      'timestampEdited',
      'callEndedTimestamp',
      'isPinned',
      'content',
      'author',
      'attachments',
      'embeds',
      'stickers',
      'reactions',
      'mentions',
      'inlineEmojis',
    ]);
  });

  for (const one of fixtureCases('discord-dce-json')) {
    test(`${one.name}: people, channels and entries are the same after writing and reading`, async () => {
      const source = await openFixture(one);
      const anchor =
        Object.keys(one.files)
          .filter((path) => path.endsWith('.json') && !path.includes('[part'))
          .toSorted()[0] ?? '';
      const before = await readSource(discordDceJsonFormat, source, anchor, one.options);
      const written = await writeEvents(discordDceJsonFormat, before.events, source);
      const copy = memorySource(Object.fromEntries(written.files));
      const first =
        [...written.files.keys()].filter((path) => /^[^/]*\.json$/.test(path)).toSorted()[0] ?? '';
      const after = await readSource(discordDceJsonFormat, copy, first);
      const [was, is] = [settled(before.events), settled(after.events)];
      expect([...is.conversations.keys()].toSorted()).toEqual(
        [...was.conversations.keys()].toSorted(),
      );
      for (const [id, entries] of was.entries)
        expect(plainly(is.entries.get(id)), id).toEqual(plainly(entries));
      for (const [id, person] of was.persons)
        expect(plainly(is.persons.get(id)), id).toEqual(plainly(person));
    });
  }
});

/** Where a file lies differs between the two exports. */
const plainly = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      // Somebody without a picture gets Discord's default one.
      key === 'avatarUrl'
        ? undefined
        : (key === 'id' || key === 'url') &&
            typeof inner === 'string' &&
            /[/\\]/.test(inner) &&
            !inner.startsWith('http')
          ? inner.replace(/^.*[/\\]/, '')
          : inner,
    ) ?? 'null',
  );
