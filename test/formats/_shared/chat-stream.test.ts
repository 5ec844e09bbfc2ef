import {describe, expect, test} from 'vitest';
import type {ArchiveEvent, Entry} from '../../../src/engine/model/archive.ts';
import {textPart} from '../../../src/engine/model/build.ts';
import {utcMoment} from '../../../src/engine/model/time.ts';
import {ChatStream} from '../../../src/formats/_shared/chat-stream.ts';
import {makeContext} from '../../helpers/read-all.ts';

const said = (id: string, text: string, from = 'a'): Entry => ({
  kind: 'message',
  id,
  at: utcMoment(1000, 's'),
  from,
  body: [textPart(text)],
});

const start = (owner?: string) => {
  const {ctx, log} = makeContext();
  const stream = new ChatStream(ctx, {owner});
  stream.person({id: 'a', name: 'Ann'});
  stream.conversation({id: 'c', kind: 'group', members: []});
  return {stream, log};
};

const ids = (events: readonly ArchiveEvent[] = []): string[] =>
  events.flatMap((event) => (event.type === 'entry' ? [event.entry.id] : []));

describe('the stream of a chat', () => {
  test('a record that comes twice is left out and said, another one under its id is kept', () => {
    const {stream, log} = start();
    stream.entry('c', said('1', 'hi'));
    stream.entry('c', said('1', 'hi'));
    stream.entry('c', said('1', 'other'));
    stream.entry('c', said('~x', 'derived'));
    stream.entry('c', said('~x.2', 'derived'));
    expect(ids(stream.end())).toEqual(['1', '1~2', '~x', '~x.2']);
    expect(log.summary().counts.get('duplicate-record')).toBe(2);
  });

  test('people who are learned more of are told again at the end, with other names as aliases', () => {
    const {stream} = start();
    stream.entry('c', said('1', 'hi'));
    stream.person({
      id: 'a',
      name: 'Annie',
      handles: [{kind: 'platform', value: '7'}],
      isOwner: true,
    });
    stream.person({id: 'a', name: 'Annie'});
    const events = stream.end() ?? [];
    const people = events.flatMap((event) => (event.type === 'person' ? [event.person] : []));
    expect(people).toEqual([
      {id: 'a', name: 'Ann'},
      {
        id: 'a',
        name: 'Ann',
        isOwner: true,
        handles: [{kind: 'platform', value: '7'}],
        aliases: ['Annie'],
      },
    ]);
    const chats = events.flatMap((event) =>
      event.type === 'conversation' ? [event.conversation] : [],
    );
    expect(chats.at(-1)?.members).toEqual(['a']);
  });

  test('the owner that somebody chose is found by name, alias, handle or id', () => {
    for (const owner of ['Ann', 'a']) {
      const {stream} = start(owner);
      expect(stream.personOf('a')?.isOwner).toBe(true);
    }
    const {stream} = start('7');
    stream.person({id: 'b', handles: [{kind: 'phone', value: '7'}]});
    expect(stream.personOf('b')?.isOwner).toBe(true);
    expect(stream.personOf('a')?.isOwner).toBeUndefined();
  });

  test('ids far apart are forgotten, so that memory stays bounded', () => {
    const {stream, log} = start();
    for (let index = 0; index < 200_000; index++) {
      stream.entry('c', said(String(index), 'x'));
      stream.full();
    }
    stream.entry('c', said('199999', 'x'));
    expect(log.summary().total).toBe(1);
  });
});
