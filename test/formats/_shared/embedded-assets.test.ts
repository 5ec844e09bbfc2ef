import {describe, expect, test} from 'vitest';
import type {Format} from '../../../src/engine/convert/format.ts';
import {collect} from '../../../src/engine/io/bytes.ts';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import type {Asset} from '../../../src/engine/model/archive.ts';
import {chatlabJsonFormat} from '../../../src/formats/chatlab-json/index.ts';
import {chatlabJsonlFormat} from '../../../src/formats/chatlab-jsonl/index.ts';
import {qqMhtFormat} from '../../../src/formats/qq-mht/index.ts';
import {qqShuakamiJsonFormat} from '../../../src/formats/qq-shuakami-json/index.ts';
import {wechatEchotraceFormat} from '../../../src/formats/wechat-echotrace/index.ts';
import {wechatWeflowFormat} from '../../../src/formats/wechat-weflow/index.ts';
import {fixtureCases, openFixture} from '../../helpers/fixtures.ts';
import {find, makeContext, readExport} from '../../helpers/read-all.ts';

const gif = 'GIF89a';
const png = '\x89PNG';

const formats: readonly Format[] = [
  chatlabJsonFormat,
  chatlabJsonlFormat,
  qqMhtFormat,
  qqShuakamiJsonFormat,
  wechatEchotraceFormat,
  wechatWeflowFormat,
];

const assetsOf = (value: unknown, found: Asset[] = []): Asset[] => {
  if (Array.isArray(value)) for (const item of value) assetsOf(item, found);
  else if (typeof value === 'object' && value !== null) {
    if ('presence' in value && 'id' in value) found.push(value as Asset);
    for (const inner of Object.values(value)) assetsOf(inner, found);
  }
  return found;
};

describe('pictures that stand inside an export', () => {
  test.each(formats.map((format) => [format.id, format] as const))(
    '%s gives the bytes that it lists',
    async (_, format) => {
      let count = 0;
      for (const fixture of fixtureCases(format.id)) {
        const source = await openFixture(fixture);
        for (const found of (await find([format], source)).exports) {
          const {events} = await readExport(found, fixture.options);
          const inside = assetsOf(events).filter(
            ({id, presence}) => presence === 'included' && id.startsWith('#'),
          );
          for (const asset of inside) {
            const {ctx} = makeContext();
            const chunks = format.reader?.openAsset?.({source, path: found.path}, asset, ctx);
            const bytes = chunks && (await collect(chunks, 10_000));
            expect(bytes?.length, asset.id).toBe(asset.bytes);
            const head = Buffer.from(bytes ?? []).toString('latin1');
            expect(head.startsWith(asset.mime === 'image/png' ? png : gif), asset.id).toBe(true);
            count++;
          }
        }
      }
      expect(count).toBeGreaterThan(0);
    },
  );

  test('a picture of an MHT file whose base64 is broken into short lines comes out whole', async () => {
    const body = Buffer.from('hello, picture')
      .toString('base64')
      .replace(/(.{3})/g, '$1\r\n');
    const mark = '------=_NextPart_X';
    const mht = `Subject: Tencent IM Message\r\n\r\n${mark}\r\nContent-Type: text/html\r\n\r\n<table></table>\r\n${mark}\r\nContent-Type:image/png\r\nContent-Location:{A}.dat\r\n\r\n${body}\r\n${mark}--\r\n`;
    const source = memorySource({'a.mht': mht}, {chunkSize: 5});
    const {ctx} = makeContext();
    const asset: Asset = {id: '#part/{a}.dat', presence: 'included'};
    const chunks = qqMhtFormat.reader?.openAsset?.({source, path: 'a.mht'}, asset, ctx);
    const bytes = chunks && (await collect(chunks, 1000));
    expect(Buffer.from(bytes ?? []).toString()).toBe('hello, picture');
  });
});
