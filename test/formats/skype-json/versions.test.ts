import {describe, expect, test} from 'vitest';
import type {Message} from '../../../src/engine/model/archive.ts';
import {textPart} from '../../../src/engine/model/build.ts';
import {utcMoment} from '../../../src/engine/model/time.ts';
import {joinVersions} from '../../../src/formats/skype-json/entries.ts';

const version = (number: number, text: string, editedAt?: number) => {
  const entry: Message = {
    kind: 'message',
    id: String(number),
    at: utcMoment(1000),
    from: 'p',
    body: [textPart(text)],
    ...(editedAt !== undefined && {edits: [{at: utcMoment(editedAt)}]}),
  };
  return {entry, key: 'k', version: number, isEdited: editedAt !== undefined};
};

describe('versions of a Skype message', () => {
  test('the newest stays, the others are its history, oldest first', () => {
    const [only, ...more] = joinVersions([
      version(3, 'third', 3000),
      version(1, 'first'),
      version(2, 'second', 2000),
    ]);
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      id: '3',
      body: [textPart('third')],
      edits: [
        {at: utcMoment(2000), before: [textPart('first')]},
        {at: utcMoment(3000), before: [textPart('second')]},
      ],
    });
  });

  test('two messages of one millisecond that nobody edited stay two', () => {
    expect(joinVersions([version(1, 'a'), version(2, 'b')])).toHaveLength(2);
  });

  test('a message that was deleted after an edit keeps its last words', () => {
    const removed = {
      entry: {kind: 'removed' as const, id: '9', at: utcMoment(1000), from: 'p'},
      key: 'k',
      version: 9,
      isEdited: true,
    };
    expect(joinVersions([removed, version(1, 'gone')])).toEqual([
      {...removed.entry, body: [textPart('gone')]},
    ]);
  });
});
