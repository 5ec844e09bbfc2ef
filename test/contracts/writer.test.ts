// The writer contract: every writer of the list over the same chats, over chats that mean harm, and over targets that fail.
// What survives writing and reading back is in writer-round-trip.test.ts.

import fc from 'fast-check';
import {DomUtils, parseDocument} from 'htmlparser2';
import {describe, expect, test} from 'vitest';
import {convert, previewLoss} from '../../src/engine/convert/convert.ts';
import type {EventSource} from '../../src/engine/convert/convert.ts';
import {memorySink} from '../../src/engine/io/memory-source.ts';
import type {MemorySink} from '../../src/engine/io/memory-source.ts';
import {isUnsafePath} from '../../src/engine/io/path-names.ts';
import type {ArchiveEvent, EventBatch} from '../../src/engine/model/archive.ts';
import {allFeatures, eventFeatures} from '../../src/engine/model/features.ts';
import {formats} from '../../src/formats/index.ts';
import {archive} from '../helpers/arbitraries.ts';
import {
  attack,
  contentsOf,
  fullSink,
  hostileArchives,
  htmlPayloads,
  inBatches,
  isWritable,
  ordinaryChats,
  slowSink,
  writeAll,
  writeBatches,
} from './writing.ts';

const writable = formats.filter(isWritable);

const sourceOf = (events: readonly ArchiveEvent[]): EventSource => ({
  label: 'Test chats',
  read: () => inBatches(events),
});

const run = {signal: new AbortController().signal};

/** Closed files are whole: equal to those of an undisturbed run. */
const expectWhole = (found: Record<string, string>, undisturbed: Record<string, string>): void => {
  for (const [name, content] of Object.entries(found))
    expect(content, name).toBe(undisturbed[name]);
};

for (const format of writable) {
  describe(`writer ${format.id}`, () => {
    test('gives the same bytes for the same events', async () => {
      const events = ordinaryChats();
      const [first, second] = [await writeAll(format, events), await writeAll(format, events)];
      expect(Object.keys(contentsOf(first.sink)).length).toBeGreaterThan(0);
      expect(contentsOf(second.sink)).toEqual(contentsOf(first.sink));
    });

    test('does not care how the events are cut into batches', async () => {
      const events = ordinaryChats();
      const expected = contentsOf((await writeAll(format, events)).sink);
      for (const size of [1, 1000]) {
        const sink = memorySink();
        await writeBatches(format, inBatches(events, size), {sink});
        expect(contentsOf(sink), `batches of ${size}`).toEqual(expected);
      }
    });

    test('closes every file that it creates', async () => {
      const {sink} = await writeAll(format, ordinaryChats());
      expect([...sink.open]).toEqual([]);
    });

    test('waits for the target: pulls nothing while a write is under way', async () => {
      const {sink, isWriting, writes} = slowSink();
      let early = 0;
      const watched = async function* (): AsyncIterable<EventBatch> {
        for await (const batch of inBatches(ordinaryChats(), 1)) {
          if (isWriting()) early++;
          yield batch;
        }
      };
      await writeBatches(format, watched(), {sink});
      expect(writes()).toBeGreaterThan(0);
      expect(early).toBe(0);
    });

    test('leaves no half file when the events break off', async () => {
      const events = ordinaryChats();
      const undisturbed = contentsOf((await writeAll(format, events)).sink);
      const total = Math.ceil(events.length / 4);
      for (const at of [0, 1, Math.floor(total / 2), total]) {
        const sink = memorySink();
        const breaking = async function* (): AsyncIterable<EventBatch> {
          let given = 0;
          for await (const batch of inBatches(events)) {
            if (given++ === at) break;
            yield batch;
          }
          throw new Error('The source broke.');
        };
        await expect(writeBatches(format, breaking(), {sink}), `at ${at}`).rejects.toThrow(
          'The source broke.',
        );
        expect([...sink.open], `at ${at}`).toEqual([]);
        expectWhole(contentsOf(sink), undisturbed);
      }
    });

    test('leaves no half file when the target is full', async () => {
      const events = ordinaryChats(20);
      const undisturbed = contentsOf((await writeAll(format, events)).sink);
      for (let after = 0; after < 200; after++) {
        const {sink, inner} = fullSink(after);
        const writing = writeBatches(format, inBatches(events), {sink}).then(
          () => 'done',
          (error: unknown) => error,
        );
        const outcome = await writing;
        if (outcome === 'done') {
          expect(after).toBeGreaterThan(0);
          return;
        }
        expect(outcome, `after ${after} writes`).toMatchObject({code: 'no-space'});
        expect([...inner.open], `after ${after} writes`).toEqual([]);
        expectWhole(contentsOf(inner), undisturbed);
      }
    });

    test('stops when cancelled and leaves no half file', async () => {
      const events = ordinaryChats();
      const undisturbed = contentsOf((await writeAll(format, events)).sink);
      const controller = new AbortController();
      const sink = memorySink();
      let given = 0;
      const batches = async function* (): AsyncIterable<EventBatch> {
        for await (const batch of inBatches(events)) {
          if (++given === 5) controller.abort();
          yield batch;
        }
      };
      const writing = writeBatches(format, batches(), {sink, signal: controller.signal});
      await expect(writing).rejects.toMatchObject({code: 'cancelled'});
      expect([...sink.open]).toEqual([]);
      expectWhole(contentsOf(sink), undisturbed);
    });

    for (const [name, events] of Object.entries(hostileArchives)) {
      test(`bears ${name}`, async () => {
        const {sink} = await writeAll(format, events);
        expect([...sink.open]).toEqual([]);
        const names = [...sink.files.keys()];
        for (const path of names) {
          expect(isUnsafePath(path), path).toBe(false);
          for (const part of path.split('/')) {
            expect(part, path).not.toMatch(
              /^\.|^$|[\u0000-\u001f\u007f-\u009f\\:*?"<>|\u202a-\u202e]/,
            );
            expect(part.isWellFormed(), path).toBe(true);
          }
        }
        expect(new Set(names.map((path) => path.toLowerCase())).size).toBe(names.length);
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      });
    }

    test('says before what will be lost and says the same after', async () => {
      await fc.assert(
        fc.asyncProperty(archive, async (events) => {
          const before = await previewLoss(sourceOf(events), format, run);
          const after = await convert(sourceOf(events), format, memorySink(), {
            ...run,
            write: {zone: 'UTC', lang: 'en'},
            generator: 'chatark test',
            now: () => 0,
          });
          expect([...after.loss]).toEqual([...before.loss]);
          expect(after.entries).toBe(before.entries);
          const used = new Set<string>();
          for (const event of events)
            eventFeatures(event, (feature) => used.add(feature), format.id);
          expect([...after.loss.keys()]).toEqual(
            allFeatures.filter((feature) => used.has(feature) && !format.writer.holds.has(feature)),
          );
        }),
        {numRuns: 15},
      );
    });
  });
}

const pagesIn = ({files}: MemorySink): string[] =>
  [...files].flatMap(([path, bytes]) =>
    path.endsWith('.html') ? [Buffer.from(bytes).toString('utf8')] : [],
  );

type Seen = {readonly name: string; readonly attributes: readonly (readonly [string, string])[]};

const elementsOf = (html: string): Seen[] =>
  DomUtils.getElementsByTagName('*', parseDocument(html), true).map(({name, attribs}) => ({
    name,
    attributes: Object.entries(attribs),
  }));

const loads = /^(?:src|href|action|data|poster|srcset|background)$/;
const runs = /^(?:javascript|vbscript|data:text|file):/i;

const faultsOf = (html: string, known: ReadonlySet<string>): string[] => {
  const faults: string[] = [];
  for (const {name, attributes} of elementsOf(html)) {
    if (!known.has(name)) faults.push(`<${name}>`);
    for (const [key, value] of attributes) {
      const squeezed = value.replace(/[\s\u0000-\u001f]/g, '');
      if (/^on|^zzz|^srcdoc$|^formaction$|^style$/i.test(key)) faults.push(`${key}=${value}`);
      if (loads.test(key) && runs.test(squeezed)) faults.push(`runs ${key}=${value}`);
      if (loads.test(key) && name !== 'a' && /^(?:[a-z]+:)?\/\//i.test(squeezed))
        faults.push(`loads ${key}=${value}`);
    }
  }
  return faults;
};

describe('pages for browsers', () => {
  const pages = writable.filter(({writer}) => writer.extension === 'html');

  test('hold chat text as text only, and load nothing from elsewhere', async () => {
    expect(pages.length).toBeGreaterThan(0);
    for (const format of pages) {
      const clean = pagesIn((await writeAll(format, attack('harmless'))).sink);
      const known = new Set(clean.flatMap((html) => elementsOf(html).map(({name}) => name)));
      for (const payload of htmlPayloads) {
        const found = pagesIn((await writeAll(format, attack(payload))).sink);
        expect(found.length, payload).toBeGreaterThan(0);
        for (const html of found) expect(faultsOf(html, known), payload).toEqual([]);
      }
    }
  });

  test('style themselves without a remote address', async () => {
    for (const format of pages) {
      for (const html of pagesIn((await writeAll(format, ordinaryChats())).sink)) {
        expect(html).not.toMatch(/@import|url\(|https?:/i);
      }
    }
  });
});
