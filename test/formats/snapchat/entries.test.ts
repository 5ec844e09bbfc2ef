import {describe, expect, test} from 'vitest';
import {recordMoment, snapEntry} from '../../../src/formats/snapchat/entries.ts';

const entry = (type: string, more: object = {}) =>
  snapEntry(
    {'Media Type': type, Created: '2026-01-01 10:00:00 UTC', ...more},
    {
      from: 'p',
      isSnap: false,
      entryId: (key) => key,
      asset: (id) => ({id, presence: 'absent'}),
      unknown: () => undefined,
    },
  );

describe('Snapchat records', () => {
  test('the field called microseconds holds milliseconds, and would be believed if it were not', () => {
    const expected = Date.UTC(2026, 0, 1, 10, 0, 0, 123);
    expect(recordMoment({'Created(microseconds)': expected})).toMatchObject({
      epochMs: expected,
      precision: 'ms',
    });
    expect(recordMoment({'Created(microseconds)': expected * 1000})).toMatchObject({
      epochMs: expected,
    });
    expect(recordMoment({Created: '2026-01-01 10:00:00 UTC'})).toMatchObject({
      epochMs: expected - 123,
      precision: 's',
      zone: {kind: 'utc'},
    });
  });

  test('status lines are calls, erasures, screenshots, or keep their name', () => {
    expect(entry('STATUSCALLMISSEDAUDIO')).toMatchObject({
      kind: 'call',
      medium: 'voice',
      outcome: 'missed',
    });
    expect(entry('STATUSERASEDSNAPMESSAGE')).toMatchObject({kind: 'removed'});
    expect(entry('STATUSCONVERSATIONCAPTURESCREENSHOT')).toMatchObject({
      kind: 'notice',
      event: {kind: 'screenshot'},
    });
    expect(entry('STATUSSOMETHING')).toMatchObject({
      kind: 'notice',
      event: {kind: 'other', name: 'STATUSSOMETHING'},
    });
  });

  test('several media ids are several media', () => {
    const found = entry('MEDIA', {'Media IDs': 'b~A | b~B'});
    expect(found?.kind === 'message' && found.body).toHaveLength(2);
  });
});
