// What a writer says that it holds, its own reader finds again. Compared, each where it is held: the order, kind and time of every
// entry, senders by name, the words of texts and notices (white space and direction marks aside), media and their roles, what a reply
// answers, reactions, edits, pins, forwards, lengths of calls; and the features that are used before and after.

import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {memorySource} from '../../src/engine/io/memory-source.ts';
import type {ArchiveEvent} from '../../src/engine/model/archive.ts';
import {formats} from '../../src/formats/index.ts';
import {chatArchive} from '../helpers/arbitraries.ts';
import {find, readExport} from '../helpers/read-all.ts';
import {onlyHeld, survivorsOf} from './held.ts';
import type {Survivor} from './held.ts';
import {isWritable, writeAll} from './writing.ts';
import type {WritableFormat} from './writing.ts';

const both = formats.filter(isWritable).filter((format) => format.reader);

const readBack = async (format: WritableFormat, events: readonly ArchiveEvent[]) => {
  const {sink} = await writeAll(format, events);
  const findings = await find(formats, memorySource(Object.fromEntries(sink.files)));
  const heard = await Promise.all(findings.exports.map((found) => readExport(found)));
  return {findings, events: heard.flatMap((each) => each.events)};
};

const sorted = (survivors: readonly Survivor[]): string[] =>
  survivors.map((survivor) => JSON.stringify(survivor)).toSorted();

for (const format of both) {
  describe(`what ${format.id} writes`, () => {
    const {holds} = format.writer;

    test('is read back with all that it says it holds', async () => {
      await fc.assert(
        fc.asyncProperty(chatArchive, async (archived) => {
          const events = onlyHeld(archived, holds);
          const back = await readBack(format, events);
          for (const found of back.findings.exports) {
            expect([found.format.id, found.match]).toEqual([format.id, 'certain']);
          }
          expect(back.findings.refused).toEqual([]);
          const [after, before] = [survivorsOf(back.events, holds), survivorsOf(events, holds)];
          // What goes into files of their own (calls) comes back apart from the rest.
          if (back.findings.exports.length > 1) expect(sorted(after)).toEqual(sorted(before));
          else expect(after).toEqual(before);
        }),
        {numRuns: 60},
      );
    });
  });
}
