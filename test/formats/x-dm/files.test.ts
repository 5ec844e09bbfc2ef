import {describe, expect, test} from 'vitest';
import {mediaByMessage, messageFiles} from '../../../src/formats/x-dm/files.ts';

describe('files of an X archive', () => {
  test('chats come before groups, parts in their order, headers not at all', () => {
    const names = [
      'direct-message-headers.js',
      'direct-messages-group.js',
      'direct-messages-part10.js',
      'direct-messages-part2.js',
      'direct-messages.js',
      'account.js',
    ];
    const files = messageFiles(
      'data/direct-messages-group.js',
      names.map((name) => `data/${name}`),
    );
    expect(files.map(({path}) => path.slice(5))).toEqual([
      'direct-messages.js',
      'direct-messages-part2.js',
      'direct-messages-part10.js',
      'direct-messages-group.js',
    ]);
  });

  test('a file that lies alone is read alone', () => {
    expect(messageFiles('dm.js', ['dm.js', 'direct-messages.js']).map(({path}) => path)).toEqual([
      'dm.js',
    ]);
  });

  test('media are known by the message that they belong to', () => {
    const media = mediaByMessage([
      {path: 'data/direct_messages_media/12-Ab-c.jpg', size: 1},
      {path: 'data/direct_messages_group_media/12-x.mp4', size: 2},
      {path: 'data/tweets_media/12-x.jpg', size: 3},
    ]);
    expect(media.get('12')?.map(({name}) => name)).toEqual(['Ab-c.jpg', 'x.mp4']);
  });
});
