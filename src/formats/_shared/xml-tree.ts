// A short XML text as a tree, for message bodies that arrive as strings. Tolerant, bounded, no entity declarations; files go to io/xml-scan.

import {decodeEntities} from '../../engine/io/entities.ts';

export type XmlNode = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  /** The text directly inside, CDATA included, trimmed. */
  readonly text: string;
};

type Building = {
  name: string;
  attributes: Map<string, string>;
  children: Building[];
  text: string;
};

const maxText = 4 * 1024 * 1024;
const maxDepth = 40;
const maxNodes = 50_000;

const attributePattern = /([^\s=/<>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

const newNode = (name: string): Building => ({
  name,
  attributes: new Map(),
  children: [],
  text: '',
});

const readAttributes = (tag: string, node: Building): void => {
  for (const [, key = '', double, single] of tag.matchAll(attributePattern))
    node.attributes.set(key, decodeEntities(double ?? single ?? ''));
};

/** Position after the `>` that ends a tag; quotes hide it. */
const tagEnd = (xml: string, from: number): number => {
  let quote = '';
  for (let at = from; at < xml.length; at++) {
    const char = xml.charAt(at);
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at + 1;
  }
  return -1;
};

class TreeBuilder {
  readonly root = newNode('');
  readonly #open: Building[] = [this.root];
  #count = 0;

  text(value: string): void {
    const top = this.#open.at(-1);
    if (top) top.text += value;
  }

  /** False when the limits are reached. */
  tag(body: string): boolean {
    if (body.startsWith('/')) {
      const name = body.slice(1).trim();
      const at = this.#open.findLastIndex((node) => node.name === name);
      if (at > 0) this.#open.length = at;
      return true;
    }
    const isEmpty = body.endsWith('/');
    const name = /^[^\s/]+/.exec(body)?.[0] ?? '';
    const node = newNode(name);
    readAttributes(body.slice(name.length), node);
    this.#open.at(-1)?.children.push(node);
    if (!isEmpty) this.#open.push(node);
    return ++this.#count < maxNodes && this.#open.length < maxDepth;
  }
}

const trimmed = (node: Building): XmlNode => ({
  name: node.name,
  attributes: node.attributes,
  children: node.children.map(trimmed),
  text: node.text.trim(),
});

/** Skips comments and declarations, takes CDATA as text. The next position, or -1 at an unfinished one. */
const special = (xml: string, at: number, builder: TreeBuilder): number => {
  const isCdata = xml.startsWith('<![CDATA[', at);
  const close = isCdata ? ']]>' : xml.startsWith('<!--', at) ? '-->' : '>';
  const end = xml.indexOf(close, at);
  if (isCdata) builder.text(xml.slice(at + 9, end < 0 ? undefined : end));
  return end < 0 ? -1 : end + close.length;
};

/** The first element; undefined when the text holds none or is too large. What is cut or unclosed ends where the text ends. */
export const parseXml = (xml: string): XmlNode | undefined => {
  if (xml.length > maxText) return undefined;
  const builder = new TreeBuilder();
  let at = 0;
  while (at >= 0 && at < xml.length) {
    const open = xml.indexOf('<', at);
    if (open < 0) {
      builder.text(decodeEntities(xml.slice(at)));
      break;
    }
    if (open > at) builder.text(decodeEntities(xml.slice(at, open)));
    const next = xml.charAt(open + 1);
    if (next === '!' || next === '?') at = special(xml, open, builder);
    else if (/[A-Za-z_/]/.test(next)) {
      const end = tagEnd(xml, open + 1);
      if (end < 0 || !builder.tag(xml.slice(open + 1, end - 1))) break;
      at = end;
    } else {
      builder.text('<');
      at = open + 1;
    }
  }
  const [first] = builder.root.children;
  return first && trimmed(first);
};

/** The first child of that name, at the end of a path of names. */
export const childAt = (
  node: XmlNode | undefined,
  ...path: readonly string[]
): XmlNode | undefined => {
  let found = node;
  for (const name of path) found = found?.children.find((child) => child.name === name);
  return found;
};

/** The text at the end of a path; undefined when empty. */
export const textAt = (
  node: XmlNode | undefined,
  ...path: readonly string[]
): string | undefined => {
  const text = childAt(node, ...path)?.text;
  return text === '' ? undefined : text;
};

export const attributeAt = (node: XmlNode | undefined, name: string): string | undefined => {
  const value = node?.attributes.get(name);
  return value === '' ? undefined : value;
};

/** A number above zero. */
export const sizeFrom = (text: string | undefined): number | undefined => {
  if (text === undefined || !/^\d{1,15}(?:\.\d{1,10})?$/.test(text)) return undefined;
  const value = Number(text);
  return value > 0 ? value : undefined;
};
