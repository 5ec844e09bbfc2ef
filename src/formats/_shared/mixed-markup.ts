// A short piece of markup in which text and elements mix (message bodies of Skype), as a tree. Tolerant, bounded; files go to io/xml-scan.

import {decodeEntities} from '../../engine/io/entities.ts';

export type MixedText = {readonly kind: 'text'; readonly text: string};
export type MixedElement = {
  readonly kind: 'element';
  /** Lower case. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly MixedNode[];
};
export type MixedNode = MixedText | MixedElement;

const maxLength = 1024 * 1024;
const maxDepth = 40;

/** A tag whose quotes hide `>`; anything else that begins with `<` is text. */
const tagPattern = /<(\/?)([A-Za-z_][\w:.-]{0,60})((?:[^<>"']|"[^"]*"|'[^']*')*)>/g;
const attributePattern = /([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

const attributesOf = (text: string): ReadonlyMap<string, string> => {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(attributePattern))
    attributes.set(name.toLowerCase(), decodeEntities(double ?? single ?? ''));
  return attributes;
};

type Open = {readonly name: string; readonly children: MixedNode[]};

const addText = (open: Open | undefined, text: string): void => {
  if (text !== '') open?.children.push({kind: 'text', text: decodeEntities(text)});
};

/** Elements that are never closed end with their parent; a close without an open is passed over. */
export const parseMixed = (markup: string): readonly MixedNode[] => {
  const root: Open = {name: '', children: []};
  if (markup.length > maxLength) return [{kind: 'text', text: markup}];
  const stack: Open[] = [root];
  let at = 0;
  for (const match of markup.matchAll(tagPattern)) {
    const [all, slash, rawName = '', rest = ''] = match;
    addText(stack.at(-1), markup.slice(at, match.index));
    at = match.index + all.length;
    const name = rawName.toLowerCase();
    if (slash === '/') {
      const index = stack.findLastIndex((open) => open.name === name);
      if (index > 0) stack.length = index;
      continue;
    }
    const children: MixedNode[] = [];
    stack.at(-1)?.children.push({kind: 'element', name, attributes: attributesOf(rest), children});
    if (!rest.endsWith('/') && name !== 'br' && stack.length < maxDepth)
      stack.push({name, children});
  }
  addText(stack.at(-1), markup.slice(at));
  return root.children;
};

export const isElement = (node: MixedNode): node is MixedElement => node.kind === 'element';

/** The first element of that name, at any depth. */
export const findElement = (
  nodes: readonly MixedNode[],
  name: string,
): MixedElement | undefined => {
  for (const node of nodes) {
    if (!isElement(node)) continue;
    const found = node.name === name ? node : findElement(node.children, name);
    if (found) return found;
  }
  return undefined;
};

export const elementsNamed = (nodes: readonly MixedNode[], name: string): readonly MixedElement[] =>
  nodes.filter(isElement).filter((node) => node.name === name);

export const mixedText = (nodes: readonly MixedNode[]): string =>
  nodes
    .map((node) =>
      isElement(node) ? (node.name === 'br' ? '\n' : mixedText(node.children)) : node.text,
    )
    .join('');
