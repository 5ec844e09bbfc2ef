// What the XML and the HTML scanner tell: one kind of event for both.

/** Names as written (HTML: lower case). Values are decoded. No prototype, so any name is just a name. */
export type Attributes = {readonly [name: string]: string};

/** An attribute too large to hand out, such as base64 of a picture: where its raw bytes stand in the file. */
export type LargeAttribute = {
  readonly name: string;
  /** For `Source.open(path, {start: byte, length})`; entities are not decoded there. */
  readonly byte: number;
  readonly length: number;
};

export type MarkupEvent =
  | {
      readonly type: 'open';
      readonly name: string;
      readonly attributes: Attributes;
      /** Of the `<`; -1 for HTML. */
      readonly byte: number;
      /** Attributes that are too large; `attributes` has `''` in their place. */
      readonly large: readonly LargeAttribute[];
    }
  /** Also follows at once for `<a/>`. */
  | {readonly type: 'close'; readonly name: string}
  /** Decoded, in pieces of any size: one text may come as several events. */
  | {readonly type: 'text'; readonly text: string};

export type MarkupBatch = readonly MarkupEvent[];

export type MarkupFault = {readonly byte: number; readonly message: string};

/** A bag whose objects have no inherited keys and are as fast as literals. */
const Bag = function () {} as unknown as new () => Record<string, string>;
Object.defineProperty(Bag, 'prototype', {value: Object.create(null)});

export const newAttributes = (): Record<string, string> => new Bag();

export const noLarge: readonly LargeAttribute[] = [];
