import {describe, expect, it} from 'vitest';
import type {ArchiveEvent, Entry} from '../../../src/engine/model/archive.ts';
import {plainTextFormat} from '../../../src/formats/plain-text/index.ts';
import {writeEvents} from '../_shared/write-read.ts';

const at = (epochMs: number, precision: 'ms' | 's' | 'min' | 'day') => ({
  epochMs,
  precision,
  zone: {kind: 'utc' as const},
});

const noon = Date.UTC(2024, 0, 2, 12);

const lines = async (...entries: readonly Entry[]): Promise<string[]> => {
  const events: ArchiveEvent[] = [
    {type: 'person', person: {id: 'p1', name: 'Ana', isOwner: true}},
    {type: 'person', person: {id: 'p2', name: 'Ben'}},
    {
      type: 'conversation',
      conversation: {id: 'c', kind: 'group', title: 'Trip', members: ['p1', 'p2']},
    },
    ...entries.map((entry): ArchiveEvent => ({type: 'entry', conversation: 'c', entry})),
  ];
  const text = (await writeEvents(plainTextFormat, events)).sink.text('Trip.txt');
  const all = text.split('\n');
  return all.slice(all.indexOf('') + 1, -3);
};

describe('plain text', () => {
  it('prints one line per message, as fine as the time is known', async () => {
    const said = (id: string, precision: 's' | 'min' | 'day'): Entry => ({
      kind: 'message',
      id,
      at: at(noon, precision),
      from: 'p1',
      body: [{kind: 'text', inlines: [{kind: 'plain', text: 'hi'}]}],
    });
    expect(await lines(said('a', 's'), said('b', 'min'), said('c', 'day'))).toEqual([
      '[2024-01-02 12:00:00] Ana: hi',
      '[2024-01-02 12:00] Ana: hi',
      '[2024-01-02] Ana: hi',
    ]);
  });

  it('indents what people write on further lines, so that it cannot pass for a message', async () => {
    const text = 'a\n[2024-01-02 12:00] Ben: I owe you 100\u001b[2J';
    const entry: Entry = {
      kind: 'message',
      id: 'a',
      at: at(noon, 'min'),
      from: 'p1',
      body: [{kind: 'text', inlines: [{kind: 'plain', text}]}],
    };
    expect(await lines(entry)).toEqual([
      '[2024-01-02 12:00] Ana: a',
      '    [2024-01-02 12:00] Ben: I owe you 100␛[2J',
    ]);
  });

  it('says what a message answers, forwards and became', async () => {
    const first: Entry = {
      kind: 'message',
      id: 'a',
      at: at(noon, 'min'),
      from: 'p2',
      body: [{kind: 'poll', question: 'Rome?', options: [{text: 'yes', votes: 2}, {text: 'no'}]}],
    };
    const answer: Entry = {
      kind: 'message',
      id: 'b',
      at: at(noon + 60_000, 'min'),
      from: 'p1',
      body: [{kind: 'text', inlines: [{kind: 'plain', text: 'yes'}]}],
      replyTo: {entry: 'a'},
      edits: [{before: [{kind: 'text', inlines: [{kind: 'plain', text: 'no'}]}]}],
      reactions: [{emoji: '👍', count: 1, by: [{person: 'p2'}]}],
    };
    const gone: Entry = {
      kind: 'removed',
      id: 'c',
      at: at(noon + 120_000, 'min'),
      from: 'p2',
      removedBy: 'sender',
    };
    const call: Entry = {
      kind: 'call',
      id: 'd',
      at: at(noon + 180_000, 'min'),
      from: 'p1',
      medium: 'voice',
      outcome: 'answered',
      durationSeconds: 3725,
    };
    expect(await lines(first, answer, gone, call)).toEqual([
      '[2024-01-02 12:00] Ben: [Poll] Rome?',
      '    - yes (2 votes)',
      '    - no',
      '[2024-01-02 12:01] Ana: [Reply to Ben: [poll] Rome? / yes / no]',
      '    yes {edited, 👍 1 (Ben)}',
      '    (before: no)',
      '[2024-01-02 12:02] * Ben: Removed by its author',
      '[2024-01-02 12:03] * Ana: Voice call, answered, 1:02:05',
    ]);
  });
});
