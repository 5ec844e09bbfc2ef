import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {readCsv} from '../../../src/engine/io/csv.ts';
import type {ArchiveEvent, Entry} from '../../../src/engine/model/archive.ts';
import {csvFormat} from '../../../src/formats/csv/index.ts';
import {archive} from '../../helpers/arbitraries.ts';
import {writeEvents} from '../_shared/write-read.ts';

const table = async (
  events: readonly ArchiveEvent[],
  zone = 'UTC',
): Promise<Record<string, string>[]> => {
  const text = (await writeEvents(csvFormat, events, {zone})).sink.text();
  const rows: string[][] = [];
  for await (const batch of readCsv([new TextEncoder().encode(text)], {delimiter: ','}))
    rows.push(...batch.map(({cells}) => [...cells]));
  const [head = [], ...rest] = rows;
  return rest.map((cells) =>
    Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])),
  );
};

const archiveOf = (...entries: readonly Entry[]): ArchiveEvent[] => [
  {type: 'person', person: {id: 'p1', name: '=cmd', isOwner: true}},
  {type: 'conversation', conversation: {id: 'c', kind: 'direct', title: 'Ben', members: ['p1']}},
  ...entries.map((entry): ArchiveEvent => ({type: 'entry', conversation: 'c', entry})),
];

const message = (text: string): Entry => ({
  kind: 'message',
  id: '77',
  at: {epochMs: Date.UTC(2024, 6, 1, 12, 0, 0, 5), precision: 'ms', zone: {kind: 'utc'}},
  from: 'p1',
  body: [{kind: 'text', inlines: [{kind: 'plain', text}]}],
});

describe('the CSV table', () => {
  it('guards cells that a spreadsheet would run', async () => {
    for (const text of ['=1+1', '+1', '-1', '@x', '=HYPERLINK("http://x")']) {
      const [row] = await table(archiveOf(message(text)));
      expect(row).toMatchObject({text: `'${text}`, sender: "'=cmd"});
    }
  });

  it('keeps ids, both forms of time, and who wrote', async () => {
    const [row] = await table(archiveOf(message('a,"b"\nc')), 'Europe/Berlin');
    expect(row).toMatchObject({
      conversation_id: 'c',
      entry_id: '77',
      time: '2024-07-01T14:00:00.005+02:00',
      epoch_ms: '1719835200005',
      time_precision: 'ms',
      is_own: '1',
      text: 'a,"b"\nc',
    });
  });

  it('has as many rows as the archive has entries, and the same number of cells in each', async () => {
    await fc.assert(
      fc.asyncProperty(archive, async (events) => {
        const rows = await table(events);
        expect(rows.length).toBe(events.filter(({type}) => type === 'entry').length);
        for (const row of rows) expect(Object.keys(row).length).toBe(22);
      }),
      {numRuns: 40},
    );
  });
});
