import {describe, expect, test} from 'vitest';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import type {Entry} from '../../../src/engine/model/archive.ts';
import type {ReadOptions} from '../../../src/engine/convert/format.ts';
import {read} from '../../../src/formats/whatsapp-txt/read.ts';
import {makeContext} from '../../helpers/read-all.ts';

const readText = async (
  text: string,
  options: Partial<ReadOptions> = {},
  path = 'chat.txt',
  others: Record<string, string> = {},
) => {
  const {ctx, log, inferences} = makeContext();
  const source = memorySource({[path]: text, ...others});
  const events = [];
  for await (const batch of read({source, path}, {zone: 'UTC', ...options}, ctx))
    events.push(...batch);
  const entries = events.flatMap((event): Entry[] => (event.type === 'entry' ? [event.entry] : []));
  return {events, entries, problems: log.summary(), inferences};
};

const many = (count: number, name = 'Ana'): string => {
  const lines: string[] = [];
  for (let index = 0; index < count; index++) {
    const day = 1 + (Math.floor(index / 1440) % 28);
    const month = 1 + Math.floor(index / 40_320);
    const clock = `${String(Math.floor(index / 60) % 24).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`;
    lines.push(
      `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/2024, ${clock} - ${name}: message ${index}\n`,
    );
  }
  return lines.join('');
};

describe('reading', () => {
  test("says when the export stopped at WhatsApp's limit", async () => {
    const {entries, problems} = await readText(many(40_000));
    expect(entries).toHaveLength(40_000);
    expect(problems.counts.get('cap-reached')).toBe(1);
    expect((await readText(many(12_345))).problems.counts.get('cap-reached')).toBeUndefined();
  });

  test('a limit of ten thousand counts only where media were exported', async () => {
    expect((await readText(many(10_000))).problems.counts.get('cap-reached')).toBeUndefined();
    const text = `${many(9999)}28/12/2024, 10:00 - Ana: a.jpg (file attached)\n`;
    expect(
      (await readText(text, {}, 'chat.txt', {'a.jpg': 'x'})).problems.counts.get('cap-reached'),
    ).toBe(1);
  });

  test('the second 02:30 of an autumn night comes after the first', async () => {
    const text = ['01:59', '02:30', '02:59', '02:10', '03:00']
      .map((clock, index) => `27/10/2024, ${clock} - Ana: ${index}\n`)
      .join('');
    const {entries} = await readText(text, {zone: 'Europe/Madrid'});
    const minutes = entries.map(({at}) => (at.epochMs - Date.UTC(2024, 9, 26, 23, 59)) / 60_000);
    expect(minutes).toEqual([0, 31, 60, 71, 121]);
  });

  test('equal messages of one minute get ids of their own, the same at each reading', async () => {
    const text = '13/01/2024, 10:00 - Ana: ok\n'.repeat(3);
    const ids = (await readText(text)).entries.map(({id}) => id);
    expect(new Set(ids).size).toBe(3);
    expect((await readText(text)).entries.map(({id}) => id)).toEqual(ids);
  });

  test('ids do not change when older messages are missing in a later export', async () => {
    const later = (await readText('14/01/2024, 10:00 - Ana: b\n15/01/2024, 10:00 - Ben: c\n'))
      .entries;
    const whole = (
      await readText(
        '13/01/2024, 10:00 - Ana: a\n14/01/2024, 10:00 - Ana: b\n15/01/2024, 10:00 - Ben: c\n',
      )
    ).entries;
    expect(whole.slice(1).map(({id}) => id)).toEqual(later.map(({id}) => id));
  });

  test('the owner can be named, also by phone number', async () => {
    const text = '13/01/2024, 10:00 - Ana: a\n13/01/2024, 10:01 - +34 600 111 222: b\n';
    const owners = async (owner: string) =>
      (await readText(text, {owner})).events.flatMap((event) =>
        event.type === 'person' && event.person.isOwner === true ? [event.person.id] : [],
      );
    expect(await owners('ANA')).toEqual(['Ana']);
    expect(await owners('+34600111222')).toEqual(['+34 600 111 222']);
    expect(await owners('nobody')).toEqual([]);
  });

  test('a date that the order forbids is read the other way and reported', async () => {
    const text =
      '13/01/2024, 10:00 - Ana: a\n14/01/2024, 10:00 - Ana: b\n01/15/2024, 10:00 - Ana: c\n15/15/2024, 10:00 - Ana: d\n';
    const {entries, problems} = await readText(text);
    expect(entries).toHaveLength(3);
    expect(entries.map(({at}) => new Date(at.epochMs).getUTCDate())).toEqual([13, 14, 15]);
    expect(problems.counts.get('time-not-understood')).toBe(2);
  });

  test('a hundred thousand different names are read with bounded tables', async () => {
    const text = Array.from(
      {length: 60_000},
      (_, index) => `13/01/2024, 10:00 - Name${index}: x\n`,
    ).join('');
    const {entries} = await readText(text);
    expect(entries).toHaveLength(60_000);
    expect(entries.every(({kind}) => kind === 'message')).toBe(true);
  });

  test('a file without a single message is refused with a hint', async () => {
    await expect(readText('nothing here\n')).rejects.toMatchObject({code: 'input-malformed'});
  });

  test('a missed call without an author came from the other one', async () => {
    const text =
      '[13/01/2024, 10:00:00] Ana: hi\n[13/01/2024, 10:01:00] Missed voice call\n[13/01/2024, 10:02:00] Ben: sorry\n';
    const {entries} = await readText(text, {owner: 'Ben'});
    expect(entries[1]).toMatchObject({
      kind: 'call',
      from: 'Ana',
      outcome: 'missed',
      medium: 'voice',
    });
  });
});
