import {describe, expect, test} from 'vitest';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import {makeSample} from '../../../src/engine/convert/recognize.ts';
import type {ArchiveEvent, Message} from '../../../src/engine/model/archive.ts';
import {telegramJsonFormat} from '../../../src/formats/telegram-json/index.ts';
import {readFiles, writeEvents} from './convert-kit.ts';

const recognize = (text: string, path = 'x.json', paths: readonly string[] = [path]) =>
  telegramJsonFormat.reader?.recognize(
    makeSample({path, size: text.length}, new TextEncoder().encode(text), paths),
  );

const message = (id: number, more: object = {}) => ({
  id,
  type: 'message',
  date: '2024-06-01T12:00:00',
  date_unixtime: '1717236000',
  from: 'Ana',
  from_id: 'user1',
  text: 'hi',
  text_entities: [{type: 'plain', text: 'hi'}],
  ...more,
});

const chat = (messages: readonly unknown[], more: object = {}): string =>
  JSON.stringify({name: 'Room', type: 'private_group', id: 9, ...more, messages});

const read = (text: string, options = {}) =>
  readFiles(telegramJsonFormat, {'result.json': text}, 'result.json', options);

const messagesOf = (events: readonly ArchiveEvent[]): Message[] =>
  events.flatMap((event) =>
    event.type === 'entry' && event.entry.kind === 'message' ? [event.entry] : [],
  );

describe('recognising', () => {
  test('a chat is told by its type and its messages, whatever the file is called', () => {
    expect(recognize(chat([message(1)]), 'anything.txt')?.match).toBe('certain');
  });

  test('a chat without messages is one too', () => {
    expect(recognize(chat([]))?.match).toBe('certain');
  });

  test('other JSON with messages is none', () => {
    expect(recognize('{"messages": [{"type": "message", "text": "hi"}]}')?.match).toBe('no');
    expect(recognize('[{"type": "message"}]')?.match).toBe('no');
    expect(recognize('{"guild": {"id": "1"}, "messages": []}')?.match).toBe('no');
  });

  test('the folder is taken as a whole only when nothing else lies in it', () => {
    const own = ['e/result.json', 'e/photos/a.jpg', 'e/messages.html'];
    const mixed = [...own, 'e/WhatsApp Chat.zip'];
    expect(recognize(chat([message(1)]), 'e/result.json', own)).toMatchObject({covers: 'e/'});
    expect(recognize(chat([message(1)]), 'e/result.json', mixed)).not.toHaveProperty('covers');
  });
});

describe('reading', () => {
  test('the person can say who they are, by name or by handle', async () => {
    for (const owner of ['ana', 'user1']) {
      const {events} = await read(chat([message(1), message(2, {from: 'Ben', from_id: 'user2'})]), {
        owner,
      });
      const people = events.flatMap((event) =>
        event.type === 'person' ? [[event.person.id, event.person.isOwner]] : [],
      );
      expect(people).toContainEqual(['user1', true]);
      expect(people).toContainEqual(['user2', false]);
    }
  });

  test('a broken message is reported and the next one is read', async () => {
    const text = chat([message(1), message(2)]).replace('"id":2,', '"id":2,,');
    const {events, problems} = await read(text);
    expect(messagesOf(events).map(({id}) => id)).toEqual(['1']);
    expect(problems.map(({kind}) => kind)).toContain('record-damaged');
  });

  test('keys that could change objects stay keys', async () => {
    const text = chat([message(1)]).replace(
      '"type":"message"',
      '"type":"message","__proto__":{"polluted":true},"constructor":1',
    );
    const {events} = await read(text);
    expect(({} as {polluted?: boolean}).polluted).toBeUndefined();
    expect(messagesOf(events)[0]?.extras?.['telegram-json']).toEqual({constructor: 1});
  });

  test('numbers of 64 bits keep all their digits, there and back', async () => {
    const service = {...message(3), type: 'service', action: 'topic_edit', new_icon_emoji_id: 0};
    const text = chat([service]).replace(
      '"new_icon_emoji_id":0',
      '"new_icon_emoji_id":5368324170671202286',
    );
    const {events} = await read(text);
    const written = await writeEvents(telegramJsonFormat, events);
    expect(written.text('result.json')).toContain('"new_icon_emoji_id": 5368324170671202286');
  });

  test('a message of a topic is found through the answers before it', async () => {
    const topic = {
      ...message(5),
      type: 'service',
      action: 'topic_created',
      title: 'Food',
      actor: 'Ana',
      actor_id: 'user1',
    };
    const list = [
      topic,
      message(6, {reply_to_message_id: 5}),
      message(7, {reply_to_message_id: 6}),
      message(8),
    ];
    const {events} = await read(chat(list));
    expect(messagesOf(events).map(({thread, replyTo}) => [thread, replyTo?.entry])).toEqual([
      ['5', undefined],
      ['5', '6'],
      [undefined, undefined],
    ]);
  });

  test('a forwarded poll answer, a list for a string and other odd types do no harm', async () => {
    const odd = [
      message(1, {poll: 'none', reactions: {}, text: 5, text_entities: 'no', photo: 7, file: null}),
      message(2, {
        from: 9,
        from_id: {},
        forwarded_from: 1,
        reply_to_message_id: [],
        contact_information: [],
      }),
      null,
      [message(3)],
    ];
    const {events, problems} = await read(chat(odd));
    expect(messagesOf(events)).toHaveLength(2);
    expect(problems.filter(({kind}) => kind === 'record-not-understood')).toHaveLength(2);
  });
});

describe('writing', () => {
  const people: ArchiveEvent[] = [
    {type: 'person', person: {id: 'me@x', name: 'Me', isOwner: true}},
    {type: 'person', person: {id: 'ben@x', name: 'Ben'}},
    {type: 'person', person: {id: 'cy@x', name: 'Cy'}},
  ];
  const direct = (id: string, other: string): ArchiveEvent => ({
    type: 'conversation',
    conversation: {id, kind: 'direct', title: other, members: ['me@x', other]},
  });
  const said = (
    conversation: string,
    from: string,
    id: string,
    body: Message['body'],
  ): ArchiveEvent => ({
    type: 'entry',
    conversation,
    entry: {
      kind: 'message',
      id,
      at: {epochMs: 1_717_236_000_123, precision: 'ms', zone: {kind: 'utc'}},
      from,
      body,
    },
  });
  type Chat = {
    type: string;
    id: number;
    messages: {
      from_id: string;
      text_entities: unknown[];
      date_unixtime: string;
      [key: string]: unknown;
    }[];
  };

  test('one chat is written as Telegram writes one chat, several as an account', async () => {
    const text = {kind: 'text' as const, inlines: [{kind: 'plain' as const, text: 'hi'}]};
    const one = await writeEvents(telegramJsonFormat, [
      ...people,
      direct('c1', 'ben@x'),
      said('c1', 'ben@x', '1', [text]),
    ]);
    expect(Object.keys(JSON.parse(one.text('result.json')) as object)).toEqual(
      expect.arrayContaining(['name', 'type', 'id', 'messages']),
    );
    const two = await writeEvents(telegramJsonFormat, [
      ...people,
      direct('c1', 'ben@x'),
      said('c1', 'me@x', '1', [text]),
      direct('c2', 'cy@x'),
      said('c2', 'me@x', '1', [text]),
      said('c2', 'cy@x', '2', [text]),
    ]);
    const account = JSON.parse(two.text('result.json')) as {
      personal_information: {user_id: number};
      chats: {list: Chat[]};
    };
    const [first, second] = account.chats.list;
    // The Signal importer finds "me" as the one sender that several private chats have in common, and joins chats by their number.
    expect(first?.messages[0]?.from_id).toBe(second?.messages[0]?.from_id);
    expect(first?.messages[0]?.from_id).toBe(`user${account.personal_information.user_id}`);
    expect(second?.messages[1]?.from_id).toBe(`user${second?.id}`);
  });

  test('the text is always a list of entities, also where there is none', async () => {
    const written = await writeEvents(telegramJsonFormat, [
      ...people,
      direct('c1', 'ben@x'),
      said('c1', 'me@x', '1', [
        {kind: 'media', role: 'image', asset: {id: 'a.jpg', presence: 'absent'}},
      ]),
    ]);
    const {messages} = JSON.parse(written.text('result.json')) as Chat;
    expect(messages[0]?.text_entities).toEqual([]);
    expect(messages[0]?.date_unixtime).toBe('1717236000');
  });

  test('media is copied beside the file under relative paths, each once', async () => {
    const asset = {id: 'deep/folder/IMG 1.jpg', presence: 'included' as const};
    const part = {kind: 'media' as const, role: 'image' as const, asset};
    const events = [
      ...people,
      direct('c1', 'ben@x'),
      said('c1', 'me@x', '1', [part]),
      said('c1', 'me@x', '2', [part, {...part, role: 'file' as const}]),
    ];
    const source = memorySource({'deep/folder/IMG 1.jpg': 'bytes'});
    const written = await writeEvents(telegramJsonFormat, events, source);
    expect([...written.files.keys()].toSorted()).toEqual(['photos/IMG 1.jpg', 'result.json']);
    const {messages} = JSON.parse(written.text('result.json')) as Chat;
    expect(messages.map(({photo, file}) => photo ?? file)).toEqual([
      'photos/IMG 1.jpg',
      'photos/IMG 1.jpg',
      'photos/IMG 1.jpg',
    ]);
    expect(written.problems.map(({kind}) => kind)).toEqual(['not-representable']);
  });

  test('reactions carry what the Signal importer reads', async () => {
    const events: ArchiveEvent[] = [
      ...people,
      direct('c1', 'ben@x'),
      {
        type: 'entry',
        conversation: 'c1',
        entry: {
          kind: 'message',
          id: '1',
          at: {epochMs: 1_717_236_000_000, precision: 's', zone: {kind: 'utc'}},
          from: 'me@x',
          body: [{kind: 'text', inlines: []}],
          reactions: [
            {
              emoji: '👍',
              count: 1,
              by: [
                {
                  person: 'ben@x',
                  at: {epochMs: 1_717_236_005_678, precision: 'ms', zone: {kind: 'utc'}},
                },
              ],
            },
          ],
        },
      },
    ];
    const {messages} = JSON.parse(
      (await writeEvents(telegramJsonFormat, events)).text('result.json'),
    ) as Chat;
    expect(messages[0]).toMatchObject({
      reactions: [
        {
          type: 'emoji',
          emoji: '👍',
          count: 1,
          recent: [{from: 'Ben', date: '2024-06-01T12:00:05'}],
        },
      ],
      custom_reactions: [{emoji: '👍', timestamp: 1_717_236_005_678}],
    });
  });
});
