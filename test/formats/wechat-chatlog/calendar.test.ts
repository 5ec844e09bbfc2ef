import {describe, expect, test} from 'vitest';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import {wechatChatlogFormat} from '../../../src/formats/wechat-chatlog/index.ts';
import {find, readExport} from '../../helpers/read-all.ts';

const text = 'Ann(wxid_a) 06-22 04:00:00\nhi\n';

const read = async (path: string, modifiedMs?: number) => {
  const source = memorySource({[path]: text}, modifiedMs === undefined ? {} : {modifiedMs});
  const [found] = (await find([wechatChatlogFormat], source)).exports;
  if (!found) throw new Error('not recognised');
  const {events, inferences, problems} = await readExport(found);
  const [entry] = events.flatMap((event) => (event.type === 'entry' ? [event.entry] : []));
  return {time: new Date(entry?.at.epochMs ?? 0).toISOString(), inferences, problems};
};

describe('chatlog text without a year', () => {
  test('takes the year from a day in the name of the file', async () => {
    const {time, problems} = await read('chat_2021-06-22.txt', Date.UTC(2024, 5, 1));
    expect(time).toBe('2021-06-21T20:00:00.000Z');
    expect(problems.map(({kind}) => kind)).toEqual(['time-suspicious']);
  });

  test('else from the day on which the file was saved', async () => {
    const {time, inferences} = await read('chat.txt', Date.UTC(2023, 11, 31, 20));
    expect(time).toBe('2024-06-21T20:00:00.000Z');
    expect(inferences).toContainEqual({
      what: 'calendar',
      value: '2024',
      because: 'the day on which the file was saved',
    });
  });

  test('else a stand-in is used, and that is a problem', async () => {
    const {time, problems} = await read('chat.txt');
    expect(time).toBe('1970-06-21T20:00:00.000Z');
    expect(problems.map(({kind}) => kind)).toEqual(['time-not-understood']);
  });
});
