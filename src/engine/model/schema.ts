// A tiny schema language: one table per type gives both the fixed key order of encoding and the checks of decoding.

import type {Json} from './archive.ts';

/** Checks a parsed JSON value and gives it back with known keys only; throws SchemaError. */
type Decode = (value: unknown, path: string) => unknown;
/** JSON text with keys in the order of the schema. */
type Encode = (value: unknown) => string;

export type Type = {readonly decode: Decode; readonly encode: Encode};

/** The value does not fit the schema; `path` says where. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

const wrong = (path: string, expected: string): never => {
  throw new SchemaError(`${path === '' ? 'value' : path} should be ${expected}`);
};

const json = (value: unknown): string => JSON.stringify(value);

export const string: Type = {
  decode: (value, path) => (typeof value === 'string' ? value : wrong(path, 'a string')),
  encode: json,
};

export const boolean: Type = {
  decode: (value, path) => (typeof value === 'boolean' ? value : wrong(path, 'true or false')),
  encode: (value) => (value ? 'true' : 'false'),
};

export const number: Type = {
  decode: (value, path) =>
    typeof value === 'number' && Number.isFinite(value) ? value : wrong(path, 'a number'),
  encode: json,
};

export const integer: Type = {
  decode: (value, path) => (Number.isSafeInteger(value) ? value : wrong(path, 'a whole number')),
  encode: json,
};

/** Milliseconds since 1970 that a calendar can show: years -271821 to 275760. */
export const instant: Type = {
  decode: (value, path) =>
    Number.isInteger(value) && Math.abs(Number(value)) <= 8.64e15
      ? value
      : wrong(path, 'a time in whole milliseconds'),
  encode: json,
};

export const anyJson: Type = {
  decode: (value) => value as Json,
  encode: json,
};

export const jsonObject: Type = {
  decode: (value, path) => (isRecord(value) ? value : wrong(path, 'an object')),
  encode: json,
};

/** An object with free keys whose values are objects (extras). Keys keep their order: readers give it. */
export const recordOfObjects: Type = {
  decode: (value, path) => {
    if (!isRecord(value)) return wrong(path, 'an object');
    for (const [key, inner] of Object.entries(value)) jsonObject.decode(inner, `${path}.${key}`);
    return value;
  },
  encode: json,
};

export const oneOf = (...words: readonly string[]): Type => {
  const set = new Set<unknown>(words);
  return {
    decode: (value, path) => (set.has(value) ? value : wrong(path, `one of ${words.join(', ')}`)),
    encode: json,
  };
};

export const list = (type: Type, minimum = 0): Type => ({
  decode: (value, path) => {
    if (!Array.isArray(value) || value.length < minimum)
      return wrong(path, minimum > 0 ? 'a list that is not empty' : 'a list');
    return value.map((item: unknown, index) => type.decode(item, `${path}[${index}]`));
  },
  encode: (value) => {
    const items = value as readonly unknown[];
    let text = '[';
    for (let index = 0; index < items.length; index++)
      text += (index === 0 ? '' : ',') + type.encode(items[index]);
    return `${text}]`;
  },
});

/** Ties a knot between types that hold each other. */
export const lazy = (get: () => Type): Type => ({
  decode: (value, path) => get().decode(value, path),
  encode: (value) => get().encode(value),
});

export type Field = readonly [name: string, type: Type, presence?: 'optional'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with these keys, in this order. Keys that are not in the table are left out when decoding: a newer version wrote them. */
export const object = (...fields: readonly Field[]): Type => {
  const keys = fields.map(([name]) => `${JSON.stringify(name)}:`);
  return {
    decode: (value, path) => {
      if (!isRecord(value)) return wrong(path, 'an object');
      const result: Record<string, unknown> = {};
      for (const [name, type, presence] of fields) {
        const inner = Object.hasOwn(value, name) ? value[name] : undefined;
        if (inner !== undefined)
          result[name] = type.decode(inner, path === '' ? name : `${path}.${name}`);
        else if (presence !== 'optional') wrong(path === '' ? name : `${path}.${name}`, 'present');
      }
      return result;
    },
    encode: (value) => {
      const record = value as Record<string, unknown>;
      let text = '{';
      for (let index = 0; index < fields.length; index++) {
        const field = fields[index];
        const inner = field && record[field[0]];
        if (field && inner !== undefined)
          text += (text.length === 1 ? '' : ',') + keys[index] + field[1].encode(inner);
      }
      return `${text}}`;
    },
  };
};

/** A union told apart by the word in `tag`, which comes first. */
export const union = (tag: string, members: Readonly<Record<string, readonly Field[]>>): Type => {
  const types = new Map(
    Object.entries(members).map(
      ([word, fields]) => [word, object([tag, oneOf(word)], ...fields)] as const,
    ),
  );
  return {
    decode: (value, path) => {
      const word = isRecord(value) ? value[tag] : undefined;
      const type = typeof word === 'string' ? types.get(word) : undefined;
      return type
        ? type.decode(value, path)
        : wrong(`${path}.${tag}`, `one of ${[...types.keys()].join(', ')}`);
    },
    encode: (value) => {
      const word = (value as Record<string, unknown>)[tag];
      const type = typeof word === 'string' ? types.get(word) : undefined;
      if (!type) throw new Error(`No ${tag} ${String(word)} in the schema.`);
      return type.encode(value);
    },
  };
};
