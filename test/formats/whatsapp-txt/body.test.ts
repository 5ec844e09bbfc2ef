import {describe, expect, test} from 'vitest';
import {Attachments} from '../../../src/formats/whatsapp-txt/attachments.ts';
import {readContent, shielded} from '../../../src/formats/whatsapp-txt/body.ts';
import type {BodyContext, Content} from '../../../src/formats/whatsapp-txt/body.ts';

const context = (isIos: boolean, files: string[] = []): BodyContext => ({
  attachments: new Attachments(
    files.map((path) => ({path, size: 1})),
    '_chat.txt',
  ),
  isIos,
  areMarksReliable: isIos,
  personOf: (name) => (name === 'Ana' ? 'Ana' : undefined),
});
const android = (text: string, files?: string[]): Content =>
  readContent(text, context(false, files), false);
const ios = (text: string, isLineMarked = false): Content =>
  readContent(text, context(true), isLineMarked);

const words = (text: string): Content => ({
  kind: 'message',
  parts: [{kind: 'text', inlines: text === '' ? [] : [{kind: 'plain', text}]}],
});
const firstPart = (content: Content) => (content.kind === 'message' ? content.parts[0] : undefined);

describe('bodies of Android', () => {
  test.each([
    'hello',
    '',
    'null and void',
    'Media omitted',
    'image omitted',
    'a <b> c',
    'look (at this)',
    'POLL:',
    '<br>',
    '3 < 4 > 2',
    'location: here',
  ])('words: "%s"', (text) => {
    expect(android(text)).toEqual(words(text));
  });

  test.each([
    ['<Media omitted>', 'file'],
    ['<Medien ausgeschlossen>', 'file'],
    ['<Video message omitted>', 'video-note'],
    ['IMG-20240115-WA0001.jpg (file attached)', 'image'],
    ['\u200ePTT-20240115-WA0001.opus (Datei angehängt)', 'voice'],
    ['STK-20240115-WA0001.webp (unknown words)', 'sticker'],
    ['Report.pdf (file attached)', 'file'],
  ])('%s', (text, role) => {
    expect(firstPart(android(text))).toMatchObject({
      kind: 'media',
      role,
      asset: {presence: 'absent'},
    });
  });

  test('a file is found by its name in the source where the words are not known', () => {
    expect(firstPart(android('notes (zorp)', ['notes']))).toMatchObject({
      kind: 'media',
      asset: {presence: 'included'},
    });
    expect(android('notes (zorp)')).toEqual(words('notes (zorp)'));
  });

  test('an unknown placeholder keeps its words', () => {
    expect(android('<Zorp quux>')).toMatchObject({isOmitted: true, note: 'Zorp quux'});
  });

  test('a place with a name keeps the name', () => {
    expect(firstPart(android('Our café (Main St 1): https://maps.google.com/?q=-1.5,2'))).toEqual({
      kind: 'location',
      latitude: -1.5,
      longitude: 2,
      name: 'Our café',
      address: 'Main St 1',
      url: 'https://maps.google.com/?q=-1.5,2',
    });
  });

  test('a poll has options and votes', () => {
    expect(
      firstPart(android('POLL:\nWhen?\nOPTION: Friday (2 votes)\nOPTION: Saturday (0 votes)')),
    ).toEqual({
      kind: 'poll',
      question: 'When?',
      options: [
        {text: 'Friday', votes: 2},
        {text: 'Saturday', votes: 0},
      ],
    });
  });

  test('an edit is seen behind text, captions and placeholders', () => {
    expect(android('fixed <This message was edited>')).toEqual({...words('fixed'), isEdited: true});
    expect(
      android('IMG-20240115-WA0001.jpg (file attached)\nnew caption <This message was edited>'),
    ).toMatchObject({isEdited: true, parts: [{caption: [{text: 'new caption'}]}]});
  });

  test('no text is too strange or too long', () => {
    const started = performance.now();
    for (const text of [
      '<'.repeat(1e5),
      '('.repeat(1e5),
      `${'x '.repeat(1e5)}>`,
      `${'\n'.repeat(1e5)})`,
      `POLL:\n${'OPTION: a (1 vote)\n'.repeat(1e4)}`,
    ])
      android(text);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('bodies of iPhones', () => {
  test('a placeholder counts only behind a mark', () => {
    expect(firstPart(ios('\u200eimage omitted', true))).toMatchObject({
      kind: 'media',
      role: 'image',
    });
    expect(ios('image omitted')).toEqual(words('image omitted'));
  });

  test('files, their pages and captions', () => {
    expect(ios('Plan.pdf • \u200e2 pages \u200e<attached: 00000007-Plan.pdf>', true)).toMatchObject(
      {note: '2 pages', parts: [{role: 'file', asset: {name: '00000007-Plan.pdf'}}]},
    );
    expect(
      ios('our table \u200e<Anhang: 00000008-PHOTO-2024-02-14-09-03-20.jpg>', true),
    ).toMatchObject({parts: [{role: 'image', caption: [{text: 'our table'}]}]});
    expect(ios('Some.docx \u200edocument omitted', true)).toMatchObject({
      isOmitted: true,
      parts: [{asset: {name: 'Some.docx', presence: 'absent'}}],
    });
  });

  test.each([
    ['\u200eMissed voice call, \u200eTap to call back', {medium: 'voice', outcome: 'missed'}],
    ['\u200eVideo call, \u200e5 min', {medium: 'video', outcome: 'answered', seconds: 300}],
    ['\u200eVoice call. \u200eNo answer', {medium: 'voice', outcome: 'missed'}],
    ['\u200eSprachanruf, \u200e1 Std. 2 Min.', {medium: 'voice', seconds: 3720}],
  ])('%s', (text, expected) => {
    expect(ios(text)).toMatchObject({kind: 'call', ...expected});
  });

  test('what the app says in unknown words is a notice; before a marked line it is media', () => {
    expect(ios('\u200eZorp quux')).toEqual({kind: 'notice'});
    expect(ios('\u200eZorp quux', true)).toMatchObject({isOmitted: true, note: 'Zorp quux'});
  });

  test('mentions become mentions, known people with their person', () => {
    expect(firstPart(ios('hi @\u2068Ana\u2069 and @\u2068Zoe\u2069'))).toEqual({
      kind: 'text',
      inlines: [
        {kind: 'plain', text: 'hi '},
        {kind: 'mention', text: '@Ana', person: 'Ana'},
        {kind: 'plain', text: ' and '},
        {kind: 'mention', text: '@Zoe'},
      ],
    });
  });
});

describe('the shield', () => {
  test.each([
    'hello',
    '<Media omitted>',
    'null',
    'x.jpg (file attached)',
    'This message was deleted',
    'typed <This message was edited>',
    '\u200b<Media omitted>',
    '\u200b\u200bnull',
    'live location shared',
    '\u200bhi',
    'location: https://maps.google.com/?q=1,2',
    'a \u200b<This message was edited>',
  ])('keeps "%s" as words', (text) => {
    expect(android(shielded(text, context(false)))).toEqual(words(text));
  });
});
