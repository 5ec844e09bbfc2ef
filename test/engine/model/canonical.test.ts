import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {CanonicalLine} from '../../../src/engine/model/canonical.ts';
import {
  decodeConversation,
  decodeEntry,
  decodeLine,
  decodePerson,
  encodeConversation,
  encodeEntry,
  encodeLine,
  encodePerson,
} from '../../../src/engine/model/canonical.ts';
import {SchemaError} from '../../../src/engine/model/schema.ts';
import {archive, chatArchive, entry} from '../../helpers/arbitraries.ts';

const again = (line: CanonicalLine): CanonicalLine => decodeLine(JSON.parse(encodeLine(line)));

const aMessage = {
  type: 'entry',
  conversation: 'c',
  entry: {
    kind: 'message',
    id: '1',
    at: {epochMs: 5, precision: 's', zone: {kind: 'utc'}},
    from: 'p',
    body: [{kind: 'text', inlines: [{kind: 'plain', text: 'hi'}]}],
  },
} as const;

describe('canonical lines', () => {
  test('decode to exactly what was encoded', () => {
    fc.assert(
      fc.property(fc.oneof(archive, chatArchive), (events) => {
        for (const event of events) expect(again(event)).toEqual(event);
      }),
    );
  });

  test('are one line each, and the same text when encoded again', () => {
    fc.assert(
      fc.property(archive, (events) => {
        for (const event of events) {
          const text = encodeLine(event);
          expect(text).not.toMatch(/[\n\r]/);
          expect(encodeLine(again(event))).toBe(text);
        }
      }),
    );
  });

  test('do not hang on the order of keys in memory', () => {
    const shuffled = {
      ...aMessage,
      entry: Object.fromEntries(Object.entries(aMessage.entry).toReversed()),
    } as unknown as CanonicalLine;
    expect(encodeLine(shuffled)).toBe(encodeLine(aMessage));
  });

  test('leave out keys that a newer version wrote', () => {
    const newer = {
      ...aMessage,
      mood: 'good',
      entry: {...aMessage.entry, colour: 'red', __proto__: {x: 1}},
    };
    expect(decodeLine(newer)).toEqual(aMessage);
  });

  test('leave out keys that are no keys but traps', () => {
    const trap: unknown = JSON.parse(
      `{"__proto__":{"polluted":1},${encodeLine(aMessage).slice(1)}`,
    );
    expect(decodeLine(trap)).toEqual(aMessage);
    expect(Object.hasOwn({}, 'polluted')).toBe(false);
  });

  test.each<[unknown, string]>([
    [null, 'should be one of'],
    [[], 'should be one of'],
    [{type: 'poem'}, '.type should be one of header, person, conversation, entry, end'],
    [{type: 'entry', conversation: 5}, 'conversation should be a string'],
    [{type: 'entry', conversation: 'c'}, 'entry should be present'],
    [{...aMessage, entry: {...aMessage.entry, kind: 'song'}}, 'entry.kind should be one of'],
    [
      {...aMessage, entry: {...aMessage.entry, body: []}},
      'entry.body should be a list that is not empty',
    ],
    [{...aMessage, entry: {...aMessage.entry, from: undefined}}, 'entry.from should be present'],
    [
      {
        ...aMessage,
        entry: {...aMessage.entry, body: [{kind: 'text', inlines: [{kind: 'plain', text: 5}]}]},
      },
      'entry.body[0].inlines[0].text should be a string',
    ],
    [
      {...aMessage, entry: {...aMessage.entry, at: {...aMessage.entry.at, epochMs: 1.5}}},
      'entry.at.epochMs should be',
    ],
    [
      {...aMessage, entry: {...aMessage.entry, at: {...aMessage.entry.at, epochMs: 8.64e15 + 1}}},
      'entry.at.epochMs should be',
    ],
    [
      {...aMessage, entry: {...aMessage.entry, at: {...aMessage.entry.at, precision: 'year'}}},
      'entry.at.precision should be one of ms, s, min, day',
    ],
    [
      {...aMessage, entry: {...aMessage.entry, reactions: [{emoji: '👍', count: '1'}]}},
      'entry.reactions[0].count should be a whole number',
    ],
    [
      {...aMessage, entry: {...aMessage.entry, isPinned: 1}},
      'entry.isPinned should be true or false',
    ],
    [
      {...aMessage, entry: {...aMessage.entry, extras: {other: 5}}},
      'entry.extras.other should be an object',
    ],
    [
      {type: 'person', person: {id: 'p', handles: [{kind: 'fax', value: '1'}]}},
      'person.handles[0].kind should be one of',
    ],
    [
      {type: 'conversation', conversation: {id: 'c', kind: 'group', members: 'p'}},
      'conversation.members should be a list',
    ],
  ])('of a wrong type say where: %j', (value, message) => {
    expect(() => decodeLine(value)).toThrow(SchemaError);
    expect(() => decodeLine(value)).toThrow(message);
  });

  test('take no word from the prototype of objects for a kind', () => {
    for (const kind of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
      expect(() => decodeLine({...aMessage, entry: {...aMessage.entry, kind}})).toThrow(
        SchemaError,
      );
  });

  test('any JSON at all is decoded or refused with a SchemaError', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('header', 'person', 'conversation', 'entry', 'end'),
        (value, type) => {
          const line = {type, person: value, conversation: value, entry: value, version: value};
          try {
            decodeLine(line);
          } catch (error) {
            expect(error).toBeInstanceOf(SchemaError);
          }
        },
      ),
    );
  });

  test('a broken piece of a real entry is refused, never half taken', () => {
    fc.assert(
      fc.property(entry, fc.constantFrom('id', 'at', 'kind'), (value, key) => {
        expect(() => decodeEntry({...value, [key]: 5})).toThrow(SchemaError);
      }),
    );
  });
});

test('entries, people and conversations have codecs of their own', () => {
  const person = {id: 'p', name: 'Ana', isOwner: true, aliases: ['A']};
  const conversation = {id: 'c', kind: 'group', title: 'T', members: ['p']} as const;
  expect(decodeEntry(JSON.parse(encodeEntry(aMessage.entry)))).toEqual(aMessage.entry);
  expect(decodePerson(JSON.parse(encodePerson(person)))).toEqual(person);
  expect(decodeConversation(JSON.parse(encodeConversation(conversation)))).toEqual(conversation);
});
