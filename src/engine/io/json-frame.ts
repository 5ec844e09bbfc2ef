// One open bracket on the way from the root of a document to the items: what is known of it so far.

import type {PatternNode} from './json-pattern.ts';
import type {JsonObject, JsonPath} from './json-stream.ts';

export type Frame = {
  readonly isArray: boolean;
  /** Are its values items, or is it only walked through? */
  readonly collects: boolean;
  readonly node: PatternNode | undefined;
  readonly pattern: string;
  readonly path: JsonPath;
  readonly byte: number;
  /** Of an object that is walked. No prototype: `__proto__` is a key like any other. */
  readonly members: {[key: string]: unknown};
  readonly around: readonly JsonObject[];
  /** Bytes of the members. */
  size: number;
  /** Values so far. */
  count: number;
  /** Items given out. */
  given: number;
  /** Key of the member under way. */
  key: string;
  /** How good items of this collection begin. */
  opening: Buffer | undefined;
};

type NewFrame = Pick<Frame, 'isArray' | 'collects' | 'node' | 'byte'>;

const patternOf = ({node, isArray, collects}: NewFrame): string =>
  (collects ? (isArray ? node?.arrayItems : node?.objectItems) : node?.path) ?? '';

const aroundOf = (parent: Frame | undefined): readonly JsonObject[] =>
  !parent ? [] : parent.isArray ? parent.around : [...parent.around, parent.members];

export const newFrame = (parent: Frame | undefined, facts: NewFrame): Frame => {
  const step = parent ? [parent.isArray ? parent.count : parent.key] : [];
  return {
    ...facts,
    pattern: patternOf(facts),
    path: [...(parent?.path ?? []), ...step],
    members: Object.create(null) as Frame['members'],
    around: aroundOf(parent),
    size: 0,
    count: 0,
    given: 0,
    key: '',
    opening: undefined,
  };
};

/** `['chats', 3, 'name']` → `chats[3].name`. */
export const pathText = (path: JsonPath): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
