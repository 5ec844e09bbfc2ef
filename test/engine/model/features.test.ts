import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {ArchiveEvent, Entry} from '../../../src/engine/model/archive.ts';
import {allFeatures, eventFeatures, lossOf} from '../../../src/engine/model/features.ts';
import type {Feature} from '../../../src/engine/model/features.ts';
import {archive} from '../../helpers/arbitraries.ts';

const featuresOf = (event: ArchiveEvent, ownFormat?: string): Feature[] => {
  const found: Feature[] = [];
  eventFeatures(event, (feature) => found.push(feature), ownFormat);
  return found;
};

const message = (fields: Partial<Extract<Entry, {kind: 'message'}>>): ArchiveEvent => ({
  type: 'entry',
  conversation: 'c',
  entry: {
    kind: 'message',
    id: '~1',
    at: {epochMs: 60_000, precision: 'min', zone: {kind: 'utc'}},
    from: 'p',
    body: [{kind: 'text', inlines: [{kind: 'plain', text: 'hi'}]}],
    ...fields,
  },
});

describe('the features of an event', () => {
  test('of a plain message are that it is a message with text', () => {
    expect(featuresOf(message({}))).toEqual(['message', 'text']);
  });

  test.each<[string, Parameters<typeof message>[0], Feature[]]>([
    ['an id of the platform', {id: '17'}, ['entry.platform-id', 'message', 'text']],
    [
      'seconds',
      {at: {epochMs: 61_000, precision: 's', zone: {kind: 'utc'}}},
      ['time.seconds', 'message', 'text'],
    ],
    [
      'milliseconds that are zero',
      {at: {epochMs: 61_000, precision: 'ms', zone: {kind: 'utc'}}},
      ['time.seconds', 'message', 'text'],
    ],
    [
      'milliseconds',
      {at: {epochMs: 61_001, precision: 'ms', zone: {kind: 'utc'}}},
      ['time.seconds', 'time.milliseconds', 'message', 'text'],
    ],
    [
      'an offset',
      {at: {epochMs: 0, precision: 'min', zone: {kind: 'offset', minutes: 60}}},
      ['time.zone', 'message', 'text'],
    ],
    ['no content', {body: [{kind: 'text', inlines: []}]}, ['message']],
    [
      'a sticker',
      {body: [{kind: 'media', role: 'sticker', asset: {id: 'a', presence: 'included'}}]},
      ['message', 'sticker', 'media.file'],
    ],
    [
      'a file that is missing',
      {body: [{kind: 'media', role: 'file', asset: {id: 'a', presence: 'absent'}}]},
      ['message', 'media'],
    ],
    [
      'a quote without its target',
      {replyTo: {quote: {text: 'x'}}},
      ['message', 'text', 'reply.quote'],
    ],
    [
      'reactions of nobody known',
      {reactions: [{emoji: '👍', count: 3}]},
      ['message', 'text', 'reaction'],
    ],
    [
      'an edit whose text before is known',
      {edits: [{before: []}]},
      ['message', 'text', 'edit', 'edit.history'],
    ],
    ['empty lists', {reactions: [], edits: []}, ['message', 'text']],
    [
      'a forwarded chat',
      {body: [{kind: 'bundle', items: [{body: [{kind: 'location'}]}]}]},
      ['message', 'bundle', 'location'],
    ],
  ])('%s', (_name, fields, expected) => {
    expect(featuresOf(message(fields))).toEqual(expected);
  });

  test('extras count unless they are those of the format that is written', () => {
    const event = message({extras: {own: {a: 1}}});
    expect(featuresOf(event)).toContain('extras');
    expect(featuresOf(event, 'own')).not.toContain('extras');
    expect(
      featuresOf(message({extras: {own: {}, other: {}}}), 'own').filter(
        (each) => each === 'extras',
      ),
    ).toHaveLength(1);
  });

  test('are words of the list, whatever the archive', () => {
    fc.assert(
      fc.property(archive, (events) => {
        for (const event of events)
          for (const feature of featuresOf(event)) expect(allFeatures).toContain(feature);
      }),
    );
  });
});

test('the loss is what is used and not held, in the order of the list', () => {
  const used = new Map<Feature, number>([
    ['reaction', 2],
    ['text', 5],
    ['person.name', 1],
    ['pin', 0],
  ]);
  expect([...lossOf(used, new Set(['text']))]).toEqual([
    ['person.name', 1],
    ['reaction', 2],
  ]);
  expect(lossOf(used, new Set(allFeatures)).size).toBe(0);
});
