import {assert, asyncProperty} from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {WriteContext, Writer} from '../../../src/engine/convert/format.ts';
import {memorySink, memorySource} from '../../../src/engine/io/memory-source.ts';
import type {ArchiveEvent, Entry} from '../../../src/engine/model/archive.ts';
import {eventFeatures} from '../../../src/engine/model/features.ts';
import type {Feature} from '../../../src/engine/model/features.ts';
import type {Problem} from '../../../src/engine/model/problem.ts';
import {entryText} from '../../../src/engine/model/text.ts';
import {groupByConversation} from '../../../src/engine/transform/group.ts';
import {chatlabJsonFormat} from '../../../src/formats/chatlab-json/index.ts';
import {chatlabJsonlFormat} from '../../../src/formats/chatlab-jsonl/index.ts';
import {archive} from '../../helpers/arbitraries.ts';
import {makeContext, optionsFor} from '../../helpers/read-all.ts';
import {faultsOfJson, faultsOfJsonl} from './validator.ts';

const shapes = [
  {format: chatlabJsonFormat, faults: faultsOfJson},
  {format: chatlabJsonlFormat, faults: faultsOfJsonl},
];

const write = async (writer: Writer, events: readonly ArchiveEvent[]) => {
  const sink = memorySink();
  const problems: Problem[] = [];
  const ctx: WriteContext = {
    signal: new AbortController().signal,
    report: (problem) => problems.push(problem),
    asset: () => undefined,
    generator: 'chatark test',
    now: () => 1_700_000_000_000,
  };
  const batches = (async function* () {
    yield events;
  })();
  const options = {zone: 'UTC', label: 'x', lang: 'zh'} as const;
  await writer.write(groupByConversation(batches), sink, options, ctx);
  return {files: [...sink.files.keys()].map((name) => ({name, text: sink.text(name)})), problems};
};

const readBack = async (
  format: typeof chatlabJsonFormat,
  text: string,
): Promise<ArchiveEvent[]> => {
  const {ctx} = makeContext();
  const input = {source: memorySource({'a.json': text}), path: 'a.json'};
  const events: ArchiveEvent[] = [];
  for await (const batch of format.reader?.read(input, optionsFor(format), ctx) ?? [])
    events.push(...batch);
  return events;
};

const person = (id: string, name?: string): ArchiveEvent => ({
  type: 'person',
  person: {id, ...(name === undefined ? {} : {name})},
});
const chat = (members: string[]): ArchiveEvent => ({
  type: 'conversation',
  conversation: {id: 'c', kind: 'group', title: 'C', platform: 'wechat', members},
});
const said = (fields: Partial<Extract<Entry, {kind: 'message'}>>): ArchiveEvent => ({
  type: 'entry',
  conversation: 'c',
  entry: {
    kind: 'message',
    id: 'm1',
    at: {epochMs: 1_700_000_000_000, precision: 's', zone: {kind: 'utc'}},
    from: 'a',
    body: [{kind: 'text', inlines: [{kind: 'plain', text: 'hi'}]}],
    ...fields,
  },
});

const featuresOf = (events: readonly ArchiveEvent[]): Set<Feature> => {
  const used = new Set<Feature>();
  for (const event of events) eventFeatures(event, (feature) => used.add(feature));
  return used;
};

describe.each(shapes)('the writer of $format.id', ({format, faults}) => {
  const {writer} = format;
  if (!writer) throw new Error('no writer');

  test('writes files that break none of ChatLab’s rules, whatever comes', async () => {
    await assert(
      asyncProperty(archive, async (events) => {
        const {files} = await write(writer, events);
        for (const {text} of files) expect(faults(text)).toEqual([]);
      }),
      {numRuns: 150},
    );
  });

  test('everything that it says it holds comes back', async () => {
    await assert(
      asyncProperty(archive, async (events) => {
        const {files} = await write(writer, events);
        const [file] = files;
        if (!file) return;
        const back = await readBack(format, file.text);
        const entries = events.filter((event) => event.type === 'entry');
        expect(back.filter((event) => event.type === 'entry').length).toBe(entries.length);
        const single = entries.filter(
          ({entry}) => entry.kind !== 'message' || entry.body.length === 1,
        );
        const wanted = [...featuresOf(single)].filter((feature) => writer.holds.has(feature));
        const got = featuresOf(back);
        expect(wanted.filter((feature) => !got.has(feature))).toEqual([]);
      }),
      {numRuns: 150},
    );
  });

  test('writing what was read gives the same file again', async () => {
    await assert(
      asyncProperty(archive, async (events) => {
        const {files} = await write(writer, events);
        const [first] = files;
        if (!first) return;
        const again = await write(writer, await readBack(format, first.text));
        expect(again.files[0]?.text).toBe(first.text);
      }),
      {numRuns: 100},
    );
  });

  test('an empty chat gives no file, and the report names it', async () => {
    const {files, problems} = await write(writer, [person('a', 'A'), chat(['a'])]);
    expect(files).toEqual([]);
    expect(problems.map(({kind}) => kind)).toEqual(['conversation-skipped']);
  });

  test('equal ids, empty names, a person called SYSTEM and times before 1970 stay within the rules', async () => {
    const early = {epochMs: -5000, precision: 's', zone: {kind: 'utc'}} as const;
    const {files, problems} = await write(writer, [
      person('a', ''),
      person('SYSTEM', 'Sy'),
      person('late'),
      chat(['a']),
      said({id: 'x', at: early}),
      said({id: 'x', from: 'SYSTEM'}),
      said({id: 'y', from: 'late'}),
      {
        type: 'entry',
        conversation: 'c',
        entry: {...NOTICE, event: {kind: 'poked'}},
      },
    ]);
    expect(faults(files[0]?.text ?? '')).toEqual([]);
    expect(problems.map(({kind}) => kind)).toEqual(['not-representable', 'not-representable']);
  });

  test('a quote without a target stands in the text', async () => {
    const {files} = await write(writer, [
      person('a', 'A'),
      chat(['a']),
      said({replyTo: {quote: {name: 'B', text: 'two\nlines'}}}),
    ]);
    const back = await readBack(format, files[0]?.text ?? '');
    const [entry] = back.flatMap((event) => (event.type === 'entry' ? [event.entry] : []));
    expect(entry && entryText(entry)).toBe('[引用 B: two lines]\nhi');
  });
});

const NOTICE = {
  kind: 'notice',
  id: 'n',
  at: {epochMs: 1_700_000_100_000, precision: 's', zone: {kind: 'utc'}},
  text: 'poke',
} as const;
