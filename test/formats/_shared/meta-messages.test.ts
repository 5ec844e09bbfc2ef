import {describe, expect, test} from 'vitest';
import {metaEntry} from '../../../src/formats/_shared/meta-messages.ts';

const read = (record: Record<string, unknown>) =>
  metaEntry(
    {sender_name: 'Ana Pérez', timestamp_ms: 1_735_725_600_000, ...record},
    {
      format: 'messenger-json',
      asset: (uri) => ({id: uri, presence: 'absent'}),
      person: (name) => name,
      entryId: (key) => key,
    },
  );

describe('one Messenger record', () => {
  test.each([
    ['You named the group Rome.', {kind: 'renamed', title: 'Rome'}],
    ['Ana named the group Rome: day 1.', {kind: 'renamed', title: 'Rome: day 1'}],
    ['Ana Pérez left the group.', {kind: 'left'}],
    ['Ana added Ben to the group.', {kind: 'members-added', members: ['Ben']}],
    ['Ana changed the group photo.', {kind: 'photo-changed'}],
    ['Reacted 😮 to your message ', {kind: 'other', name: 'reaction'}],
  ])('%s is a notice', (content, event) => {
    expect(read({content})).toMatchObject({kind: 'notice', event, text: content});
  });

  test.each([
    'Ben left the group.',
    'I left the group.',
    'Ana left the group. What now?',
    'named the group Rome.',
  ])('%s stays what Ana wrote', (content) => {
    expect(read({content})).toMatchObject({kind: 'message', body: [{kind: 'text'}]});
  });

  test('the words that stand in for an attachment are not shown beside it', () => {
    const entry = read({content: 'Ana sent a photo.', photos: [{uri: 'a.jpg'}]});
    expect(entry).toMatchObject({
      kind: 'message',
      extras: {'messenger-json': {content: 'Ana sent a photo.'}},
    });
    expect(entry?.kind === 'message' && entry.body.map(({kind}) => kind)).toEqual(['media']);
    expect(read({content: 'Ana sent a photo.'})).toMatchObject({body: [{kind: 'text'}]});
  });

  test('what was taken back keeps what is left of it', () => {
    expect(read({is_unsent: true, content: 'oops'})).toMatchObject({
      kind: 'removed',
      removedBy: 'sender',
      body: [{kind: 'text'}],
    });
    expect(read({is_unsent: true})).not.toHaveProperty('body');
  });

  test('a call without a type is known by its duration', () => {
    expect(read({call_duration: 0, missed: true})).toMatchObject({
      kind: 'call',
      outcome: 'missed',
      medium: 'unknown',
    });
    expect(read({call_duration: 9, content: 'The video call ended.'})).toMatchObject({
      kind: 'call',
      outcome: 'answered',
      medium: 'video',
      durationSeconds: 9,
    });
  });

  test('a record without sender or time is none', () => {
    expect(read({timestamp_ms: undefined})).toBeUndefined();
    expect(read({timestamp_ms: 1e300})).toBeUndefined();
    expect(read({sender_name: undefined})).toBeUndefined();
  });

  test('a hostile key changes nothing', () => {
    const record: unknown = JSON.parse('{"__proto__": {"polluted": 1}, "content": "x"}');
    expect(read(record as Record<string, unknown>)).toMatchObject({kind: 'message'});
    expect('polluted' in {}).toBe(false);
  });
});
