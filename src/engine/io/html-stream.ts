// HTML of any size as events, through htmlparser2. Knows no page; the readers do.

import {Parser} from 'htmlparser2';
import type {Chunks} from './bytes.ts';
import {decodeStream} from './decode.ts';
import type {Encoding, EncodingName} from './decode.ts';
import {newAttributes, noLarge} from './markup.ts';
import type {MarkupBatch, MarkupEvent} from './markup.ts';

export type HtmlOptions = {
  /** Without it the mark, the bytes or the page's own `charset` decide. */
  readonly encoding?: Encoding | EncodingName;
  /** Text longer than this is given out in pieces. Default 1 MiB of characters. */
  readonly maxText?: number;
  onProgress?(bytes: number): void;
};

/** Collects what htmlparser2 calls out; neighbouring texts become one. */
class Collector {
  events: MarkupEvent[] = [];
  #text = '';
  readonly parser: Parser;

  constructor(maxText: number) {
    this.parser = new Parser(
      {
        onopentag: (name, raw) => {
          this.flush();
          const attributes = newAttributes();
          for (const key of Object.keys(raw)) attributes[key] = raw[key] ?? '';
          this.events.push({type: 'open', name, attributes, byte: -1, large: noLarge});
        },
        onclosetag: (name) => {
          this.flush();
          this.events.push({type: 'close', name});
        },
        ontext: (text) => {
          this.#text += text;
          if (this.#text.length > maxText) this.flush();
        },
      },
      {decodeEntities: true},
    );
  }

  flush(): void {
    if (this.#text !== '') this.events.push({type: 'text', text: this.#text});
    this.#text = '';
  }

  take(): MarkupEvent[] {
    const {events} = this;
    this.events = [];
    return events;
  }
}

/**
 * Events in page order, in batches; elements that HTML closes by itself are closed, comments and scripts' contents are passed on
 * as htmlparser2 sees them (comments not at all). Never throws for bad markup.
 */
export async function* scanHtml(
  chunks: Chunks,
  options: HtmlOptions = {},
): AsyncGenerator<MarkupBatch> {
  const collector = new Collector(options.maxText ?? 1024 * 1024);
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      options.onProgress?.(chunk.length);
      yield chunk;
    }
  };
  for await (const text of decodeStream(counted(), options.encoding)) {
    collector.parser.write(text);
    const events = collector.take();
    if (events.length > 0) yield events;
  }
  collector.parser.end();
  collector.flush();
  const rest = collector.take();
  if (rest.length > 0) yield rest;
}
