// Which parts of a JSON document a reader wants item by item, written as paths. Not JSONPath: no filters, no slices.

export type PatternNode = {
  /** The path as written, up to here. */
  readonly path: string;
  readonly keys: Map<string, PatternNode>;
  /** `*`, or the members of a `{}` that goes on. */
  any?: PatternNode;
  /** The elements of a `[]` that goes on. */
  elements?: PatternNode;
  /** The elements of an array here are items. */
  arrayItems?: string;
  /** The members of an object here are items. */
  objectItems?: string;
  isIgnored?: boolean;
};

const newNode = (path: string): PatternNode => ({path, keys: new Map()});

const stepKey = (node: PatternNode, key: string): PatternNode => {
  const path = node.path === '' ? key : `${node.path}.${key}`;
  if (key === '*') return (node.any ??= newNode(path));
  const known = node.keys.get(key) ?? newNode(path);
  node.keys.set(key, known);
  return known;
};

type Token = {readonly key: string} | {readonly brackets: '[]' | '{}'};

const tokens = (pattern: string): Token[] => {
  const list: Token[] = [];
  for (const part of pattern.split('.')) {
    const match = /^([^[\]{}]*)((?:\[\]|\{\})*)$/.exec(part);
    if (!match) throw new Error(`Not a path: "${pattern}"`);
    const [, key = '', brackets = ''] = match;
    if (key !== '') list.push({key});
    for (let at = 0; at < brackets.length; at += 2) {
      list.push({brackets: brackets.slice(at, at + 2) === '[]' ? '[]' : '{}'});
    }
  }
  return list;
};

const stepBrackets = (node: PatternNode, brackets: '[]' | '{}'): PatternNode => {
  const path = node.path + brackets;
  return brackets === '[]' ? (node.elements ??= newNode(path)) : (node.any ??= newNode(path));
};

const addItems = (root: PatternNode, pattern: string): void => {
  const list = tokens(pattern);
  const last = list.pop();
  if (!last || !('brackets' in last)) throw new Error(`Must end with [] or {}: "${pattern}"`);
  let node = root;
  for (const token of list) {
    node = 'key' in token ? stepKey(node, token.key) : stepBrackets(node, token.brackets);
  }
  if (last.brackets === '[]') node.arrayItems = pattern;
  else node.objectItems = pattern;
};

/** `messages[]`, `chats.list[].messages[]`, `[]`, `*[]`, `*.messages{}`; to pass over: `avatars`, `chats.list[].avatar`. */
export const compilePatterns = (
  items: readonly string[],
  ignore: readonly string[] = [],
): PatternNode => {
  const root = newNode('');
  for (const pattern of items) addItems(root, pattern);
  for (const pattern of ignore) {
    let node = root;
    for (const token of tokens(pattern)) {
      node = 'key' in token ? stepKey(node, token.key) : stepBrackets(node, token.brackets);
    }
    node.isIgnored = true;
  }
  return root;
};

export const childByKey = (node: PatternNode | undefined, key: string): PatternNode | undefined =>
  node?.keys.get(key) ?? node?.any;

export type Plan = 'pass' | 'walk' | 'collect' | 'ignore';

/** What to do with a value that begins with this byte at this place of the document. */
export const planFor = (node: PatternNode | undefined, isArray: boolean): Plan => {
  if (!node) return 'pass';
  if (node.isIgnored) return 'ignore';
  if (isArray) return node.elements ? 'walk' : node.arrayItems === undefined ? 'pass' : 'collect';
  if (node.keys.size > 0 || node.any) return 'walk';
  return node.objectItems === undefined ? 'pass' : 'collect';
};
