// The beginning of a JSON file as a value, as far as it goes: what a recogniser may know of a document that is cut after 64 KiB.

import type {Sample} from '../../engine/convert/format.ts';
import {isLoose, valueAt} from './loose.ts';
import type {Loose} from './loose.ts';

const maxDepth = 12;

/** Thrown where the text ends (or stops being JSON); what was read before it stays. */
class Cut extends Error {}

const literals = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

/** Recursive descent over a text that may end anywhere. */
class HeadParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Fills containers through `keep`, so that a cut leaves what was read. */
  value(keep: (value: unknown) => void, depth = 0): void {
    if (depth > maxDepth) throw new Cut();
    const char = this.#next();
    if (char === '{') this.#object(keep, depth);
    else if (char === '[') this.#array(keep, depth);
    else if (char === '"') keep(this.#string());
    else keep(this.#scalar());
  }

  #next(): string {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at++;
    if (this.#at >= this.#text.length) throw new Cut();
    return this.#text.charAt(this.#at);
  }

  #expect(char: string): void {
    if (this.#next() !== char) throw new Cut();
    this.#at++;
  }

  #object(keep: (value: unknown) => void, depth: number): void {
    const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    keep(object);
    this.#at++;
    if (this.#next() === '}') return void this.#at++;
    for (;;) {
      if (this.#next() !== '"') throw new Cut();
      const key = this.#string();
      this.#expect(':');
      this.value((value) => {
        object[key] = value;
      }, depth + 1);
      if (this.#next() === '}') return void this.#at++;
      this.#expect(',');
    }
  }

  #array(keep: (value: unknown) => void, depth: number): void {
    const array: unknown[] = [];
    keep(array);
    this.#at++;
    if (this.#next() === ']') return void this.#at++;
    for (;;) {
      this.value((value) => array.push(value), depth + 1);
      if (this.#next() === ']') return void this.#at++;
      this.#expect(',');
    }
  }

  #string(): string {
    const start = this.#at++;
    for (;;) {
      const end = this.#text.indexOf('"', this.#at);
      if (end < 0) throw new Cut();
      let slashes = 0;
      while (this.#text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++;
      this.#at = end + 1;
      if (slashes % 2 === 0) break;
    }
    try {
      return JSON.parse(this.#text.slice(start, this.#at)) as string;
    } catch {
      return this.#text.slice(start + 1, this.#at - 1); // A raw control character: good enough to recognise by.
    }
  }

  #scalar(): unknown {
    for (const [word, value] of literals) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    const number = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/.exec(
      this.#text.slice(this.#at, this.#at + 40),
    );
    if (!number || this.#at + number[0].length >= this.#text.length) throw new Cut();
    this.#at += number[0].length;
    return Number(number[0]);
  }
}

/** What the beginning of a JSON text says; undefined when it does not begin as an object or array. */
export const parseJsonHead = (text: string): unknown => {
  const start = /^\s*[[{]/.test(text.slice(0, 200));
  if (!start) return undefined;
  let root: unknown;
  try {
    new HeadParser(text).value((value) => {
      root ??= value;
    });
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
  }
  return root;
};

const heads = new WeakMap<Sample, unknown>();

/** `parseJsonHead` of a sample, worked out once however many recognisers ask. */
export const jsonHead = (sample: Sample): unknown => {
  if (!heads.has(sample)) heads.set(sample, parseJsonHead(sample.text));
  return heads.get(sample);
};

/** The root object of a JSON file. */
export const headObject = (sample: Sample): Loose | undefined => {
  const root = jsonHead(sample);
  return isLoose(root) ? root : undefined;
};

/** The first object of a JSON array file, or of the array `key` in the root object. */
export const headItem = (sample: Sample, key?: string): Loose | undefined => {
  const root = jsonHead(sample);
  const list = key === undefined ? root : isLoose(root) ? valueAt(root, key) : undefined;
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return isLoose(first) ? first : undefined;
};

const linesSeen = new WeakMap<Sample, Loose | undefined>();

/** The first line of a JSON Lines file as an object, also when the line is cut; lines that are blank or begin with `#` are passed over. */
export const headLine = (sample: Sample): Loose | undefined => {
  if (linesSeen.has(sample)) return linesSeen.get(sample);
  const line = /^(?:[ \t]*(?:#[^\n]*)?\r?\n){0,50}[ \t]*(\{[^\n]*)/.exec(sample.text)?.[1];
  const value = line === undefined ? undefined : parseJsonHead(line);
  const record = isLoose(value) ? value : undefined;
  linesSeen.set(sample, record);
  return record;
};
