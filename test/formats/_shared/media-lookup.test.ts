import {describe, expect, test} from 'vitest';
import {MediaLookup} from '../../../src/formats/_shared/media-lookup.ts';

const lookup = (...paths: string[]) => new MediaLookup(paths.map((path) => ({path, size: 1})));

describe('media lookup', () => {
  test('a path is looked for below each base in turn', () => {
    const media = lookup('top/messages/a.jpg', 'other/messages/a.jpg');
    expect(media.find('messages/a.jpg', ['other', 'top'])?.path).toBe('other/messages/a.jpg');
    expect(media.find('./messages/a.jpg', ['top/'])?.path).toBe('top/messages/a.jpg');
  });

  test('case and Unicode form do not matter', () => {
    expect(lookup('x/Grüße.JPG').find('x/Gru\u0308\u00dfe.jpg'.replace('\u00df', 'ß'))?.path).toBe(
      'x/Grüße.JPG',
    );
  });

  test('an export whose root was renamed is found by folder and name', () => {
    const media = lookup(
      'your_activity/messages/inbox/ana/photos/1.jpg',
      'your_activity/messages/inbox/ben/photos/1.jpg',
    );
    expect(media.find('messages/inbox/ben/photos/1.jpg')?.path).toBe(
      'your_activity/messages/inbox/ben/photos/1.jpg',
    );
  });

  test('a name that fits two files equally well is no answer', () => {
    expect(lookup('a/photos/1.jpg', 'b/photos/1.jpg').find('c/photos/1.jpg')).toBeUndefined();
    expect(lookup('a/1.jpg', 'b/1.jpg').byName('1.jpg')).toBeUndefined();
    expect(lookup('a/1.jpg').byName('1.JPG')?.path).toBe('a/1.jpg');
  });

  test('a path that leaves the export finds nothing', () => {
    expect(lookup('etc/passwd').find('../etc/passwd')).toBeUndefined();
    expect(lookup('etc/passwd').find('..\\etc\\passwd')).toBeUndefined();
    expect(lookup('a').find('')).toBeUndefined();
  });

  test('thousands of files of one name are no burden', () => {
    const media = lookup(...Array.from({length: 20_000}, (_, index) => `chat${index}/image.jpg`));
    for (let index = 0; index < 20_000; index++)
      expect(media.find(`chat${index}/image.jpg`)?.path).toBe(`chat${index}/image.jpg`);
  });
});
