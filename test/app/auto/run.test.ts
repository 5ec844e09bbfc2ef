import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {dueAt, isDue, noteResult, runAutoJob} from '../../../src/app/auto/run.ts';
import type {AutoJob, AutoResult} from '../../../src/app/settings/schema.ts';
import {defaultSettings} from '../../../src/app/settings/schema.ts';
import {memorySettings} from '../../../src/app/settings/store.ts';
import {createVaultAt, openVaultAt} from '../../../src/app/vaults/open.ts';
import {createRegistry} from '../../../src/engine/convert/registry.ts';
import {whatsappTxtFormat} from '../../../src/formats/whatsapp-txt/index.ts';
import {quickCost} from '../../helpers/vault-kit.ts';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ark-'));
  mkdirSync(join(folder, 'chats'));
  writeFileSync(
    join(folder, 'chats', 'WhatsApp Chat with Ben.txt'),
    '13/01/24, 10:00 - Ana: see you\n14/01/24, 10:00 - Ben: ok\n',
  );
  writeFileSync(join(folder, 'pass'), 'open sesame\n');
  const {close} = await createVaultAt(join(folder, 'vault'), {
    passphrase: 'open sesame',
    cost: quickCost,
  });
  await close();
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const job = (fields: Partial<AutoJob> = {}): AutoJob => ({
  id: 'j',
  name: 'Nightly',
  sources: [join(folder, 'chats')],
  vault: join(folder, 'vault'),
  secret: {kind: 'file', path: join(folder, 'pass')},
  frequency: {every: 'day', hour: 3, minute: 0},
  isEnabled: true,
  createdMs: Date.UTC(2024, 0, 1, 12),
  history: [],
  ...fields,
});

const result = (startedMs: number): AutoResult => ({
  startedMs,
  endedMs: startedMs + 1,
  isOk: true,
  message: 'ok',
});

const run = (each: AutoJob, signal = new AbortController().signal) => {
  let now = 1000;
  return runAutoJob(each, {
    registry: createRegistry([whatsappTxtFormat]),
    systemZone: 'UTC',
    generator: 'test',
    signal,
    now: () => now++,
  });
};

describe('a job is due', () => {
  const at = (hour: number, day = 2): number => Date.UTC(2024, 0, day, hour);

  test('first at its time after it was made', () => {
    expect(dueAt(job(), 'UTC')).toBe(at(3));
    expect([isDue(job(), at(3) - 1, 'UTC'), isDue(job(), at(3), 'UTC')]).toEqual([false, true]);
  });

  test('once after the computer was off for long, not once for each day', () => {
    const late = Date.UTC(2024, 1, 10, 9);
    expect(isDue(job(), late, 'UTC')).toBe(true);
    const caughtUp = job({history: [result(late)]});
    expect([isDue(caughtUp, late + 1, 'UTC'), dueAt(caughtUp, 'UTC')]).toEqual([
      false,
      Date.UTC(2024, 1, 11, 3),
    ]);
  });

  test('counted from the last attempt, also a failed one', () => {
    expect(isDue(job({history: [{...result(at(3)), isOk: false}]}), at(4), 'UTC')).toBe(false);
  });

  test('by the clock of the person', () => {
    expect(dueAt(job(), 'Asia/Shanghai')).toBe(Date.UTC(2024, 0, 1, 19));
  });

  test('never when it is switched off', () => {
    expect(isDue(job({isEnabled: false}), at(3, 20), 'UTC')).toBe(false);
  });
});

describe('running a job', () => {
  test('makes a snapshot of its own group and says what it holds', async () => {
    const made = await run(job());
    expect(made).toMatchObject({isOk: true, startedMs: 1000, endedMs: 1001});
    expect(made.message).toMatch(/^1 files, 2 entries, \d+ bytes stored$/);
    const {vault, close} = await openVaultAt(join(folder, 'vault'), {passphrase: 'open sesame'});
    expect(
      (await vault.snapshots()).map(({id, group, label, tags}) => [id, group, label, tags]),
    ).toEqual([[made.snapshot, 'auto:j', 'Nightly', ['auto']]]);
    await close();
  });

  test('runs its command first, so that the backup holds what it fetched', async () => {
    const made = await run(
      job({id: 'k', command: `echo more > '${join(folder, 'chats', 'fetched.txt')}'`}),
    );
    expect(made.message).toContain('2 files');
  });

  test.each<[string, () => Partial<AutoJob>, RegExp]>([
    ['its command fails', () => ({command: 'echo no network >&2; exit 3'}), /^usage: .*no network/],
    ['a source is gone', () => ({sources: [join(folder, 'nowhere')]}), /^not-found: /],
    [
      'the passphrase is wrong',
      () => ({secret: {kind: 'command', command: 'echo wrong'}}),
      /^wrong-passphrase: /,
    ],
    ['the vault is gone', () => ({vault: join(folder, 'no-vault')}), /^no-vault: /],
  ])('that fails because %s is a result, not an exception', async (_name, fields, message) => {
    expect(await run(job(fields()))).toMatchObject({
      isOk: false,
      message: expect.stringMatching(message) as string,
    });
  });

  test('never tells the passphrase', async () => {
    const made = await run(job({secret: {kind: 'command', command: 'echo hunter2hunter2'}}));
    expect(JSON.stringify(made)).not.toContain('hunter2');
  });

  test('that is cancelled leaves no result', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(run(job(), controller.signal)).rejects.toMatchObject({code: 'cancelled'});
  });
});

test('the history keeps the newest twenty, of that job alone', async () => {
  const settings = memorySettings({...defaultSettings, autoJobs: [job(), job({id: 'other'})]});
  for (let index = 0; index < 30; index++) await noteResult(settings, 'j', result(index));
  const [mine, other] = settings.get().autoJobs;
  expect(mine?.history.map(({startedMs}) => startedMs)).toEqual(
    Array.from({length: 20}, (_, index) => 29 - index),
  );
  expect(other?.history).toEqual([]);
});
