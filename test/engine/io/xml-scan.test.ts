import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decodeEntities} from '../../../src/engine/io/entities.ts';
import type {MarkupEvent, MarkupFault} from '../../../src/engine/io/markup.ts';
import {chunksOf} from '../../../src/engine/io/memory-source.ts';
import {scanXml} from '../../../src/engine/io/xml-scan.ts';
import type {XmlOptions} from '../../../src/engine/io/xml-scan.ts';

type Heard = {events: MarkupEvent[]; faults: MarkupFault[]};

const encode = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? new TextEncoder().encode(text) : text;

/** Neighbouring texts are one, so that the borders of chunks do not show. */
const scan = async (
  text: string | Uint8Array,
  options: XmlOptions = {},
  chunkSize?: number,
): Promise<Heard> => {
  const heard: Heard = {events: [], faults: []};
  const stream = scanXml(chunksOf(encode(text), chunkSize), {
    ...options,
    onError: (fault) => heard.faults.push(fault),
  });
  for await (const batch of stream) {
    for (const event of batch) {
      const last = heard.events.at(-1);
      if (event.type === 'text' && last?.type === 'text') {
        heard.events[heard.events.length - 1] = {type: 'text', text: last.text + event.text};
      } else heard.events.push(event);
    }
  }
  return heard;
};

const sketch = ({events}: Heard): string =>
  events
    .map((event) =>
      event.type === 'text'
        ? event.text
        : event.type === 'close'
          ? `</${event.name}>`
          : `<${[event.name, ...Object.entries(event.attributes).map(([key, value]) => `${key}=${JSON.stringify(value)}`)].join(' ')}>`,
    )
    .join('');

describe('scanXml', () => {
  test('tells tags, attributes and text with both kinds of quotes', async () => {
    const heard = await scan(`<?xml version='1.0'?><a x="1" y='two "2"'>hi<b/>there</a>`);
    expect(sketch(heard)).toBe('<a x="1" y="two \\"2\\"">hi<b></b>there</a>');
  });

  test('says where each tag begins', async () => {
    const text = '<smses count="2">\n  <sms body="é"/>\n  <sms body="b"/>\n</smses>';
    const bytes = encode(text);
    for (const chunkSize of [1, 1000]) {
      const {events} = await scan(text, {}, chunkSize);
      const starts = events.flatMap((event) => (event.type === 'open' ? [event] : []));
      for (const {byte, name} of starts) {
        expect(new TextDecoder().decode(bytes.subarray(byte)).startsWith(`<${name}`)).toBe(true);
      }
      expect(starts).toHaveLength(3);
    }
  });

  test('joins an emoji written as two halves, keeps line ends, drops &#0;', async () => {
    const text =
      '<sms body="a&#55357;&#56832;b&#10;c&#0;&#x1F600; &amp;lt; &unknown; &#55357;"/>x&#55357;&#56832;y';
    for (const chunkSize of [1, 3, 1000]) {
      const {events} = await scan(text, {}, chunkSize);
      expect(events[0]).toMatchObject({attributes: {body: 'a😀b\nc😀 &lt; &unknown; \ufffd'}});
      expect(events.at(-1)).toEqual({type: 'text', text: 'x😀y'});
    }
  });

  test('passes over comments, instructions and a document type, and takes CDATA as text', async () => {
    const text =
      '<!DOCTYPE a [<!ENTITY x "<boom>">]><a><!-- <b> -- > --><![CDATA[1 < 2 &amp; <c>]]><?php <d> ?></a>';
    for (const chunkSize of [1, 5, 1000]) {
      expect(sketch(await scan(text, {}, chunkSize))).toBe('<a>1 < 2 &amp; <c></a>');
    }
  });

  test('never expands entities that the file declares', async () => {
    const text = '<!DOCTYPE a [<!ENTITY lol "ha"><!ENTITY b "&lol;&lol;">]><a>&b;</a>';
    expect(sketch(await scan(text))).toBe('<a>&b;</a>');
  });

  test('bears a < inside an attribute and a bare < in text', async () => {
    const text = '<a x="1 <2> 3">5 < 6 <7</a>';
    for (const chunkSize of [1, 1000]) {
      expect(sketch(await scan(text, {}, chunkSize))).toBe('<a x="1 <2> 3">5 < 6 <7</a>');
    }
  });

  test('gives a huge attribute as a place in the file and does not hold it', async () => {
    const data = 'QUJD'.repeat(5000);
    const text = `<parts>\n<part seq="0" data="${data}" name='p.jpg' />\n<part data="QUI="/></parts>`;
    for (const chunkSize of [16, 300, 100_000]) {
      const {events, faults} = await scan(text, {maxAttribute: 100}, chunkSize);
      const [, , part] = events;
      expect(part).toMatchObject({
        type: 'open',
        attributes: {seq: '0', data: '', name: 'p.jpg'},
        large: [{name: 'data', byte: text.indexOf(data), length: data.length}],
      });
      expect(events.at(-3)).toMatchObject({attributes: {data: 'QUI='}, large: []});
      expect(faults).toEqual([]);
    }
  });

  test('loses only the tag in which a quote is missing', async () => {
    const text =
      '<smses>\n  <sms id="1" body="ok" />\n  <sms id="2" body="bad />\n  <sms id="3" body="ok" />\n  <sms id="4" body="ok" />\n</smses>';
    for (const chunkSize of [1, 1000]) {
      const {events, faults} = await scan(text, {}, chunkSize);
      const ids = events.flatMap((event) =>
        event.type === 'open' ? [event.attributes['id']] : [],
      );
      expect(ids).toEqual([undefined, '1', '2', '3', '4']);
      expect(faults).toHaveLength(1);
      expect(events.at(-1)).toEqual({type: 'close', name: 'smses'});
    }
  });

  test('gives what stands before a cut and reports it', async () => {
    const {events, faults} = await scan('<a><b x="1"/><c y="unfini');
    expect(sketch({events, faults})).toBe('<a><b x="1"></b>');
    expect(faults).toEqual([{byte: 13, message: 'The file ends inside a tag.'}]);
  });

  test('reads UTF-16 and declared legacy encodings', async () => {
    const text = '<?xml version="1.0" encoding="UTF-16"?><a x="你好"/>';
    expect(sketch(await scan(Buffer.from(`\ufeff${text}`, 'utf16le'), {}, 3))).toBe(
      '<a x="你好"></a>',
    );
    const russian = Uint8Array.from([
      ...encode('<?xml version="1.0" encoding="windows-1251"?><a>'),
      0xc4,
      0xe0,
      ...encode('</a>'),
    ]);
    expect(sketch(await scan(russian))).toBe('<a>Да</a>');
  });

  test('keeps odd attribute names harmless', async () => {
    const [event] = (await scan('<a __proto__="x" constructor="y"/>')).events;
    expect(event?.type === 'open' && {...event.attributes}).toEqual(
      Object.fromEntries([
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ]),
    );
    expect(event?.type === 'open' && event.attributes['toString']).toBeUndefined();
  });

  test('where chunks end never matters', async () => {
    const piece = fc.constantFrom(
      '<a x="1">',
      '</a>',
      '<b/>',
      'text',
      '&amp;',
      '&#55357;&#56832;',
      '&#55357;',
      '<!-- c -->',
      '<![CDATA[ ]] <]]>',
      '你好',
      "<c y='<\"' z>",
      ' ',
      '\n',
      '<',
      '&',
      ';',
      '<d long="0123456789012345678901234567890123456789">',
      '>',
      '"',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece),
        fc.integer({min: 1, max: 11}),
        async (pieces, chunkSize) => {
          const text = pieces.join('');
          const options = {maxAttribute: 30};
          expect(await scan(text, options, chunkSize)).toEqual(await scan(text, options));
        },
      ),
      {numRuns: 400},
    );
  });

  test('never throws on rubbish', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({unit: fc.constantFrom(...'<>/="\'! -[]?a&;#x\n')}),
        fc.integer({min: 1, max: 5}),
        async (text, chunkSize) => {
          const {events} = await scan(text, {maxTag: 50, maxAttribute: 10}, chunkSize);
          expect(Array.isArray(events)).toBe(true);
        },
      ),
      {numRuns: 400},
    );
  });
});

test('decodeEntities leaves text without references alone', () => {
  expect(decodeEntities('plain text')).toBe('plain text');
  expect(decodeEntities('&apos;&quot;&lt;&gt;')).toBe('\'"<>');
  expect(decodeEntities('&#1114112;')).toBe('&#1114112;');
});
