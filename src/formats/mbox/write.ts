// Writes each conversation as a mailbox (mbox), a mail per entry, with media attached. Reads nothing.

import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {WriteContext, WriteOptions} from '../../engine/convert/format.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {Sink, SinkFile} from '../../engine/io/sink.ts';
import type {Asset, Conversation, Entry, EventBatch} from '../../engine/model/archive.ts';
import {Page, PrintedNames} from '../_shared/chat-pages.ts';
import {MediaShelf, fileNameOf} from '../_shared/media-shelf.ts';
import {base64Lines, extendedValue} from '../_shared/mime-text.ts';
import {outputName, uniqueNames} from '../_shared/output-name.ts';
import {boundaryOf, fromLine, includedAssets, mailHeaders, textPart} from './mail.ts';

type Context = {
  readonly sink: Sink;
  readonly options: WriteOptions;
  readonly ctx: WriteContext;
};

const mimePattern = /^[A-Za-z0-9.+-]{1,60}\/[A-Za-z0-9.+-]{1,60}$/;

const typeOf = (asset: Asset, name: string): string => {
  const type = asset.mime ?? mimeFromName(name) ?? '';
  return mimePattern.test(type) ? type : 'application/octet-stream';
};

/** Bytes that turn out to be unreadable leave a short attachment; trouble with the target is thrown. */
const attach = async (
  file: SinkFile,
  asset: Asset,
  {boundary, ctx}: {readonly boundary: string; readonly ctx: WriteContext},
): Promise<void> => {
  const chunks = ctx.asset(asset);
  if (!chunks) return;
  const name = fileNameOf(asset);
  await file.write(
    [
      `--${boundary}`,
      `Content-Type: ${typeOf(asset, name)}`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment;\n filename*=UTF-8''${extendedValue(name)}`,
      '',
      '',
    ].join('\n'),
  );
  try {
    for await (const lines of base64Lines(chunks)) await file.write(lines);
  } catch (error) {
    const isInput = error instanceof ChatError && /^(?:input-|not-found)/.test(error.code);
    if (!isInput) throw error;
    ctx.report({kind: 'media-missing', place: {path: asset.id}, detail: error.message});
  }
  await file.write('\n');
};

class Mailbox {
  readonly file: SinkFile;
  readonly #page: Page;
  readonly #ctx: WriteContext;
  #waiting = '';

  constructor(file: SinkFile, page: Page, ctx: WriteContext) {
    this.file = file;
    this.#page = page;
    this.#ctx = ctx;
  }

  async entry(entry: Entry): Promise<void> {
    const page = this.#page;
    const assets = includedAssets(entry);
    const head = `${fromLine(entry.at)}\n${mailHeaders(entry, page)}`;
    const text = await textPart(entry, page);
    page.saw(entry);
    if (assets.length === 0) {
      this.#waiting += `${head}${text}\n`;
      return;
    }
    const boundary = boundaryOf(entry);
    this.#waiting += `${head}Content-Type: multipart/mixed; boundary="${boundary}"\n\n--${boundary}\n${text}`;
    await this.flush();
    for (const asset of assets) await attach(this.file, asset, {boundary, ctx: this.#ctx});
    this.#waiting = `--${boundary}--\n\n`;
  }

  async flush(): Promise<void> {
    if (this.#waiting !== '') await this.file.write(this.#waiting);
    this.#waiting = '';
  }

  async close(): Promise<void> {
    await this.flush();
    await this.file.close();
  }
}

/** Memory: names, 20,000 short quotes, the mails of one batch; attachments go through in pieces. */
export const writeMailboxes = async (
  batches: AsyncIterable<EventBatch>,
  {sink, options, ctx}: Context,
): Promise<void> => {
  const names = new PrintedNames();
  const unique = uniqueNames();
  let current: Mailbox | undefined;
  const open = async (conversation: Conversation): Promise<Mailbox> => {
    // Nothing is laid beside a mailbox.
    const media = new MediaShelf(undefined, {sink, ctx});
    const page = new Page(conversation, {names, media, options, generator: ctx.generator});
    const name = unique(outputName(page.title === '' ? options.label : page.title, 'mbox'));
    return new Mailbox(await sink.create(name), page, ctx);
  };
  try {
    for await (const batch of batches) {
      throwIfCancelled(ctx.signal);
      for (const event of batch) {
        if (event.type === 'person') names.add(event.person);
        else if (event.type === 'conversation') {
          await current?.close();
          current = await open(event.conversation);
        } else await current?.entry(event.entry);
      }
      await current?.flush();
    }
    await current?.close();
  } catch (error) {
    await current?.file.abort();
    throw error;
  }
};
