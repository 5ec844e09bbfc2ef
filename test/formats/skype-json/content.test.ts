import {describe, expect, test} from 'vitest';
import {inlinesText} from '../../../src/engine/model/text.ts';
import {readContent} from '../../../src/formats/skype-json/content.ts';

const read = (markup: string) => readContent(markup, {person: (mri) => mri, conversation: '8:ana'});

describe('content of Skype messages', () => {
  test('the first quote is the reply, its frame is dropped', () => {
    const {inlines, reply} = read(
      '<quote author="live:zoe" authorname="Zoë" timestamp="1735725600" conversation="8:ana" messageid="17"><legacyquote>[10:00] Zoë: </legacyquote>hi &amp; ho<legacyquote>&lt;&lt;&lt; </legacyquote></quote>yes',
    );
    expect(inlinesText(inlines)).toBe('yes');
    expect(reply).toEqual({
      entry: '17',
      quote: {
        person: '8:live:zoe',
        name: 'Zoë',
        at: {epochMs: 1_735_725_600_000, precision: 's', zone: {kind: 'utc'}},
        text: 'hi & ho',
      },
    });
  });

  test('a quote from another chat says which', () => {
    expect(
      read('<quote author="8:ben" conversation="19:x" messageid="1">a</quote>').reply,
    ).toMatchObject({conversation: '19:x'});
  });

  test('an edit mark is no text', () => {
    expect(read('new words<e_m a="x" ts_ms="1" ts="1" t="61"></e_m>')).toMatchObject({
      inlines: [{kind: 'plain', text: 'new words'}],
      isEdited: true,
    });
  });

  test('emoticons, mentions and links are what they are', () => {
    expect(
      read('<ss type="smile">:)</ss><at id="8:ben">Ben</at><a href="https://x.org">x</a>').inlines,
    ).toEqual([
      {kind: 'emoji', text: ':)', id: 'smile'},
      {kind: 'mention', text: 'Ben', person: '8:ben'},
      {kind: 'url', url: 'https://x.org', inlines: [{kind: 'plain', text: 'x'}]},
    ]);
  });

  test('unknown elements give their text', () => {
    expect(inlinesText(read('a <new-thing x="1">b</new-thing> c').inlines)).toBe('a b c');
  });
});
