import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {migrateSettings} from '../../../src/app/settings/migrate.ts';
import {defaultSettings} from '../../../src/app/settings/schema.ts';
import type {AutoJob, Settings} from '../../../src/app/settings/schema.ts';
import {nextRun} from '../../../src/engine/schedule/next-run.ts';

const job: AutoJob = {
  id: 'j',
  name: 'Nightly',
  sources: ['/chats'],
  command: 'fetch',
  vault: '/vault',
  secret: {kind: 'file', path: '/pass'},
  frequency: {every: 'week', weekday: 7, hour: 3, minute: 0},
  isEnabled: true,
  createdMs: 5,
  history: [{startedMs: 1, endedMs: 2, isOk: true, message: 'ok', snapshot: 's'}],
};

const full: Settings = {
  version: 1,
  general: {lang: 'zh', background: 'dark', zone: 'Asia/Shanghai', isWelcomed: true},
  vaults: [
    {id: 'v', name: 'Home', location: '/v', seen: {counter: 3, snapshot: 'abc'}, lastBackupMs: 9},
  ],
  autoJobs: [job],
};

describe('what a settings file holds', () => {
  test('is kept whole when it is understood', () => {
    expect(migrateSettings(JSON.parse(JSON.stringify(full)))).toEqual(full);
  });

  test('of a newer version is read as far as it is understood', () => {
    const newer = {...full, version: 7, cloud: true, general: {...full.general, mood: 'good'}};
    expect(migrateSettings(newer)).toEqual(full);
  });

  test.each([null, undefined, 5, 'x', [], true])('%j becomes the defaults', (value) => {
    expect(migrateSettings(value)).toEqual(defaultSettings);
  });

  test('falls back group by group: a broken one does not take the others with it', () => {
    expect(migrateSettings({...full, general: 'broken', vaults: {}})).toEqual({
      ...full,
      general: defaultSettings.general,
      vaults: [],
    });
    expect(
      migrateSettings({
        ...full,
        general: {lang: 'tlh', background: 5, zone: 'Mars/Olympus', isWelcomed: 'yes'},
      }).general,
    ).toEqual({isWelcomed: false});
    expect(migrateSettings({...full, vaults: [null, {id: 'x'}, full.vaults[0]]}).vaults).toEqual(
      full.vaults,
    );
  });

  test('a vault keeps its place even where its mark is not understood', () => {
    expect(
      migrateSettings({vaults: [{id: 'v', name: 'n', location: '/v', seen: {counter: 'many'}}]})
        .vaults,
    ).toEqual([{id: 'v', name: 'n', location: '/v'}]);
  });

  test.each([
    ['frequency', {every: 'fortnight'}],
    ['frequency', {every: 'day', hour: 24, minute: 0}],
    ['frequency', {every: 'week', weekday: 0, hour: 1, minute: 0}],
    ['frequency', {every: 'month', day: 1.5, hour: 1, minute: 0}],
    ['secret', {kind: 'plain', passphrase: 'x'}],
    ['secret', {kind: 'file'}],
    ['sources', [5]],
    ['vault', undefined],
  ])('a job whose %s is %j is left out: it must not run some other way', (key, value) => {
    expect(migrateSettings({...full, autoJobs: [{...job, [key]: value}, job]}).autoJobs).toEqual([
      job,
    ]);
  });

  test('a job without its switch is off, and a broken result is left out', () => {
    const {isEnabled: _isEnabled, ...rest} = job;
    expect(
      migrateSettings({autoJobs: [{...rest, history: [{startedMs: 'x'}, ...job.history]}]})
        .autoJobs,
    ).toEqual([{...job, isEnabled: false}]);
  });

  test('any JSON gives settings that the program can work with', () => {
    const group = fc.oneof(
      fc.jsonValue(),
      fc.array(
        fc.record({
          id: fc.string(),
          name: fc.string(),
          vault: fc.string(),
          sources: fc.constant([]),
          secret: fc.constant(job.secret),
          frequency: fc.record({
            every: fc.constantFrom('hour', 'day', 'week', 'month', 'year'),
            day: fc.integer({min: 0, max: 32}),
            weekday: fc.nat(9),
            hour: fc.nat(25),
            minute: fc.nat(61),
          }),
        }),
      ),
    );
    fc.assert(
      fc.property(fc.record({general: group, vaults: group, autoJobs: group}), (value) => {
        const settings = migrateSettings(value);
        expect(migrateSettings(settings)).toEqual(settings);
        for (const {frequency} of settings.autoJobs)
          expect(nextRun(frequency, 0, 'UTC')).toBeGreaterThan(0);
      }),
    );
  });
});
