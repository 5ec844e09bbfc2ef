// The reader contract: every reader over every fixture of its own, and no reader over the fixtures of others.

import {readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, test} from 'vitest';
import {isChatError} from '../../src/engine/errors.ts';
import type {Format} from '../../src/engine/convert/format.ts';
import {decodeLine, encodeLine} from '../../src/engine/model/canonical.ts';
import type {ArchiveEvent} from '../../src/engine/model/archive.ts';
import {memorySource} from '../../src/engine/io/memory-source.ts';
import {formats as listed} from '../../src/formats/index.ts';
import {fixtureCases, openFixture} from '../helpers/fixtures.ts';
import type {FixtureCase} from '../helpers/fixtures.ts';
import {asLines, find, makeContext, optionsFor, readExport} from '../helpers/read-all.ts';

const isFormat = (value: unknown): value is Format =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  'platform' in value &&
  'title' in value;

const extraFormats = async (): Promise<Format[]> => {
  const modules = (process.env['CHATARK_FORMATS_EXTRA'] ?? '')
    .split(',')
    .filter((path) => path !== '');
  const loaded: Record<string, unknown>[] = await Promise.all(
    modules.map((path) => import(resolve(path))),
  );
  return loaded.flatMap((module) => Object.values(module).filter(isFormat));
};

const extra = (await extraFormats()).filter((format) => !listed.some(({id}) => id === format.id));
const formats = [...listed, ...extra];
const readable = formats.filter((format) => format.reader);

const readAllExports = async (fixture: FixtureCase, chunkSize?: number) => {
  const source = await openFixture(fixture, chunkSize);
  const findings = await find(formats, source);
  const heard = [];
  for (const found of findings.exports) heard.push(await readExport(found, fixture.options));
  return {findings, heard, events: heard.flatMap(({events}) => events)};
};

/** A person before the first reference, a conversation before its entries, no empty bodies, unique ids. */
const orderFaults = (events: readonly ArchiveEvent[]): string[] => {
  const faults: string[] = [];
  const persons = new Set<string>();
  const conversations = new Set<string>();
  const ids = new Set<string>();
  for (const event of events) {
    if (event.type === 'person') persons.add(event.person.id);
    else if (event.type === 'conversation') {
      conversations.add(event.conversation.id);
      for (const member of event.conversation.members)
        if (!persons.has(member)) faults.push(`member ${member} unknown`);
    } else {
      const {entry} = event;
      if (!conversations.has(event.conversation))
        faults.push(`conversation ${event.conversation} unknown`);
      if (entry.from !== undefined && !persons.has(entry.from))
        faults.push(`sender ${entry.from} unknown`);
      const key = `${event.conversation}\n${entry.id}`;
      if (ids.has(key)) faults.push(`entry id ${entry.id} twice`);
      ids.add(key);
      if (entry.kind === 'message' && entry.body.length === 0)
        faults.push(`entry ${entry.id} has no body`);
      if (!Number.isSafeInteger(entry.at.epochMs))
        faults.push(`entry ${entry.id} has no whole time`);
    }
  }
  return faults;
};

const cut = (fixture: FixtureCase, seed: number): FixtureCase => {
  const names = Object.keys(fixture.files);
  const victim = names[seed % names.length] ?? '';
  const bytes = fixture.files[victim] ?? new Uint8Array();
  const length = Math.floor((((seed * 2_654_435_761) >>> 0) / 2 ** 32) * bytes.length);
  return {...fixture, files: {...fixture.files, [victim]: bytes.subarray(0, length)}};
};

const readCut = async (fixture: FixtureCase, format: Format): Promise<void> => {
  const source = memorySource(fixture.files, {label: fixture.name});
  const {exports} = await find([format], source);
  for (const found of exports) {
    try {
      const {events} = await readExport(found, fixture.options);
      expect(orderFaults(events)).toEqual([]);
    } catch (error) {
      if (!isChatError(error)) throw error;
    }
  }
};

for (const format of readable) {
  const cases = fixtureCases(format.id);
  describe(`reader ${format.id}`, () => {
    test(`${format.id} has fixtures`, () => {
      expect(cases.length).toBeGreaterThan(0);
    });

    for (const fixture of cases) {
      const label = `${format.id} / ${fixture.name}`;

      test(`${label}: recognised by its own format alone, read as expected`, async () => {
        const {findings, heard, events} = await readAllExports(fixture);
        const recognised = [
          ...findings.exports.map((found) => ({
            path: found.path,
            format: found.format.id,
            match: found.match,
            because: found.because,
            others: found.others.map((other) => other.format.id),
          })),
          ...findings.refused.map(({path, format: id, because}) => ({
            path,
            format: id,
            match: 'refused',
            because,
            others: [] as string[],
          })),
        ];
        expect(recognised.length).toBeGreaterThan(0);
        for (const row of recognised) {
          expect(row.format, row.path).toBe(format.id);
          if (row.match !== 'refused')
            expect(row.match, `${row.path}: ${row.because}`).toBe('certain');
          expect(row.others, row.path).toEqual([]);
        }
        expect(orderFaults(heard.length === 1 ? events : [])).toEqual([]);
        for (const event of events)
          expect(encodeLine(decodeLine(JSON.parse(encodeLine(event))))).toBe(encodeLine(event));
        await expect(asLines(events)).toMatchFileSnapshot(join(fixture.folder, 'expected.jsonl'));
        const said = {
          recognised: recognised.map(({path, format: id, match, because}) => ({
            path,
            format: id,
            match,
            because,
          })),
          unknown: findings.unknown,
          problems: heard.flatMap(({problems}) => problems),
          inferences: heard.flatMap(({inferences}) => inferences),
        };
        await expect(`${JSON.stringify(said, null, 2)}\n`).toMatchFileSnapshot(
          join(fixture.folder, 'expected.problems.json'),
        );
        expect(readFileSync(join(fixture.folder, 'ABOUT.md'), 'utf8').length).toBeGreaterThan(20);
      });

      test(`${label}: fed byte by byte and read twice gives the same`, async () => {
        const whole = asLines((await readAllExports(fixture)).events);
        expect(asLines((await readAllExports(fixture, 1)).events)).toBe(whole);
        expect(asLines((await readAllExports(fixture, 7)).events)).toBe(whole);
      });

      test(`${label}: cut anywhere it neither crashes nor hangs`, async () => {
        for (let seed = 1; seed <= 24; seed++) await readCut(cut(fixture, seed), format);
      });

      test(`${label}: stops when cancelled`, async () => {
        const {exports} = await find(formats, await openFixture(fixture));
        for (const found of exports) {
          const controller = new AbortController();
          controller.abort();
          const {ctx} = makeContext(controller.signal);
          const reading = async (): Promise<void> => {
            const input = {source: found.source, path: found.path};
            for await (const batch of found.format.reader.read(
              input,
              optionsFor(format, fixture.options),
              ctx,
            ))
              expect(batch.length).toBeGreaterThan(0);
          };
          await expect(reading()).rejects.toMatchObject({code: 'cancelled'});
        }
      });
    }
  });
}
