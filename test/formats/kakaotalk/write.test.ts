import fc from 'fast-check';
import {expect, test} from 'vitest';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import {canonicalJsonlFormat} from '../../../src/formats/canonical-jsonl/index.ts';
import {kakaotalkFormat} from '../../../src/formats/kakaotalk/index.ts';
import {kakaotalkTxtFormat} from '../../../src/formats/kakaotalk/write.ts';
import {onlyHeld, survivorsOf} from '../../contracts/held.ts';
import {hostileArchives, isWritable, writeAll} from '../../contracts/writing.ts';
import {chatArchive} from '../../helpers/arbitraries.ts';
import {find, readExport} from '../../helpers/read-all.ts';

const format = kakaotalkTxtFormat;
if (!isWritable(format)) throw new Error('kakaotalk-txt writes');
const {holds} = format.writer;

test('what is written is read back by the reader of KakaoTalk’s files', async () => {
  await fc.assert(
    fc.asyncProperty(chatArchive, async (archived) => {
      const events = onlyHeld(archived, holds);
      const {sink} = await writeAll(format, events);
      const source = memorySource(Object.fromEntries(sink.files));
      const {exports} = await find([kakaotalkFormat, canonicalJsonlFormat], source);
      const heard = await Promise.all(exports.map((found) => readExport(found, {zone: 'UTC'})));
      const back = heard.flatMap((each) => each.events);
      expect(survivorsOf(back, holds)).toEqual(survivorsOf(events, holds));
    }),
    {numRuns: 60},
  );
});

test('hostile chats leave no open file', async () => {
  for (const events of Object.values(hostileArchives)) {
    const {sink} = await writeAll(format, events);
    expect([...sink.open]).toEqual([]);
  }
});
