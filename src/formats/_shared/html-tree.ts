// Pieces of an HTML page as small trees: a reader names the elements at which a piece begins. The page itself is never held.

import type {Attributes, MarkupEvent} from '../../engine/io/markup.ts';

export type HtmlNode = {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: readonly (HtmlNode | string)[];
};

type Growing = {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: (Growing | string)[];
};

const maxDepth = 100;
const maxNodes = 50_000;

/** Memory: one piece, at most 50,000 elements; what lies deeper than 100 levels is joined to its parent. */
export class HtmlPieces {
  readonly #begins: (name: string, attributes: Attributes) => boolean;
  readonly #open: Growing[] = [];
  /** Elements that are open and not in the tree, inside the deepest one that is. */
  #beyond = 0;
  #count = 0;

  constructor(begins: (name: string, attributes: Attributes) => boolean) {
    this.#begins = begins;
  }

  /** The piece that this event completes. */
  push(event: MarkupEvent): HtmlNode | undefined {
    if (event.type === 'text') this.#open.at(-1)?.children.push(event.text);
    else if (event.type === 'open') this.#enter(event.name, event.attributes);
    else return this.#leave();
    return undefined;
  }

  /** The piece under way, when the page ends inside it. */
  finish(): HtmlNode | undefined {
    const [root] = this.#open;
    this.#open.length = 0;
    return root;
  }

  #enter(name: string, attributes: Attributes): void {
    const parent = this.#open.at(-1);
    if (!parent && !this.#begins(name, attributes)) return;
    if (!parent) this.#count = 0;
    if (this.#beyond > 0 || this.#open.length >= maxDepth || this.#count >= maxNodes) {
      this.#beyond++;
      return;
    }
    const node: Growing = {name, attributes, children: []};
    parent?.children.push(node);
    this.#open.push(node);
    this.#count++;
  }

  #leave(): HtmlNode | undefined {
    if (this.#beyond > 0) {
      this.#beyond--;
      return undefined;
    }
    const node = this.#open.pop();
    return this.#open.length === 0 ? node : undefined;
  }
}

export const hasClass = (node: HtmlNode, name: string): boolean =>
  ` ${node.attributes['class'] ?? ''} `.includes(` ${name} `);

export const isElement = (child: HtmlNode | string): child is HtmlNode => typeof child === 'object';

/** The first element inside, in page order, that fits. */
export const findNode = (
  node: HtmlNode,
  fits: (node: HtmlNode) => boolean,
): HtmlNode | undefined => {
  for (const child of node.children) {
    if (!isElement(child)) continue;
    if (fits(child)) return child;
    const found = findNode(child, fits);
    if (found) return found;
  }
  return undefined;
};

export const byClass = (node: HtmlNode, name: string): HtmlNode | undefined =>
  findNode(node, (inner) => hasClass(inner, name));

export const allByClass = (node: HtmlNode, name: string): HtmlNode[] => {
  const found: HtmlNode[] = [];
  for (const child of node.children) {
    if (!isElement(child)) continue;
    if (hasClass(child, name)) found.push(child);
    else found.push(...allByClass(child, name));
  }
  return found;
};

/** All text inside; `<br>` is a line feed. */
export const nodeText = (node: HtmlNode): string => {
  let text = '';
  for (const child of node.children) {
    if (!isElement(child)) text += child;
    else if (child.name === 'br') text += '\n';
    else text += nodeText(child);
  }
  return text;
};

/** The text of a short element without the layout's spaces; undefined when empty. */
export const lineOf = (node: HtmlNode | undefined): string | undefined => {
  const text = node && nodeText(node).trim();
  return text === '' ? undefined : text;
};
