import {expect, test} from 'vitest';
import {scanHtml} from '../../../src/engine/io/html-stream.ts';
import type {MarkupEvent} from '../../../src/engine/io/markup.ts';
import {chunksOf} from '../../../src/engine/io/memory-source.ts';

const scan = async (bytes: Uint8Array, chunkSize?: number): Promise<MarkupEvent[]> => {
  const events: MarkupEvent[] = [];
  for await (const batch of scanHtml(chunksOf(bytes, chunkSize))) events.push(...batch);
  return events;
};

const page =
  '<!DOCTYPE html><div CLASS="Message" data-id=7>a &amp; b &hearts;<br><img src="x.jpg"><p>one<p>two</div>';

test('a page comes as open, text and close events, whatever the chunks', async () => {
  const bytes = new TextEncoder().encode(page);
  const whole = await scan(bytes);
  expect(
    whole.map((event) => (event.type === 'text' ? event.text : `${event.type} ${event.name}`)),
  ).toEqual([
    'open div',
    'a & b ♥',
    'open br',
    'close br',
    'open img',
    'close img',
    'open p',
    'one',
    'close p',
    'open p',
    'two',
    'close p',
    'close div',
  ]);
  expect(whole[0]).toMatchObject({attributes: {class: 'Message', 'data-id': '7'}});
  expect(await scan(bytes, 1)).toEqual(whole);
});

test('the encoding that a page declares is believed', async () => {
  const bytes = Uint8Array.from([
    ...new TextEncoder().encode('<meta charset="windows-1251"><b>'),
    0xc4,
    0xe0,
  ]);
  expect((await scan(bytes)).find(({type}) => type === 'text')).toEqual({type: 'text', text: 'Да'});
});

test('broken markup never throws', async () => {
  const events = await scan(new TextEncoder().encode('</p><div <b>x</i></div></span'));
  expect(events.length).toBeGreaterThan(0);
});
