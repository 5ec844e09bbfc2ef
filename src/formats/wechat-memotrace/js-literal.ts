// Object literals of JavaScript as data: bare keys, three kinds of quotes, escapes, trailing commas. Nothing is ever run.

const maxLiteral = 16 * 1024 * 1024;

/** Cuts the objects out of `name = [ {…}, {…} ]` in a growing text. */
export class LiteralCutter {
  readonly #start: RegExp;
  #text = '';
  #isInside = false;
  isDone = false;
  /** Scanner state, so that no character is looked at twice. */
  #at = 0;
  #depth = 0;
  #quote = '';
  #from = 0;

  constructor(start: RegExp) {
    this.#start = start;
  }

  push(text: string): string[] {
    if (this.isDone) return [];
    this.#text += text;
    if (!this.#isInside && !this.#enter()) return [];
    const found: string[] = [];
    for (; this.#at < this.#text.length && !this.isDone; this.#at++) this.#look(found);
    this.#forget();
    return found;
  }

  #enter(): boolean {
    const match = this.#start.exec(this.#text);
    if (!match) {
      this.#text = this.#text.slice(-200);
      return false;
    }
    this.#text = this.#text.slice(match.index + match[0].length);
    this.#isInside = true;
    return true;
  }

  #look(found: string[]): void {
    const char = this.#text.charAt(this.#at);
    if (this.#quote !== '') {
      if (char === '\\') this.#at++;
      else if (char === this.#quote) this.#quote = '';
    } else if (char === "'" || char === '"' || char === '`') this.#quote = char;
    else if (char === '{' || char === '[') {
      if (this.#depth++ === 0) this.#from = this.#at;
    } else if (char === '}' || char === ']') {
      if (this.#depth === 0) this.isDone = true;
      else if (--this.#depth === 0) {
        found.push(this.#text.slice(this.#from, this.#at + 1));
        this.#from = this.#at + 1;
      }
    }
  }

  #forget(): void {
    const keep = this.#depth > 0 && this.#at - this.#from < maxLiteral ? this.#from : this.#at;
    this.#text = this.#text.slice(keep);
    this.#at -= keep;
    this.#from = Math.max(0, this.#from - keep);
  }
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
  '\n': '',
};

const quoted = (mark: string): string =>
  `${mark}([^${mark}\\\\]*(?:\\\\[^][^${mark}\\\\]*)*)${mark}`;

const token = new RegExp(
  `\\s*(?:([{}[\\],:])|(?:${quoted('"')}|${quoted("'")}|${quoted('`')})|([-+]?\\d[\\d.eE+-]{0,40})|([A-Za-z_$][\\w$]{0,100}))`,
  'y',
);

const unescape = (body: string): string =>
  body.replace(
    /\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|(\r\n|[^]))/g,
    (_, hex?: string, point?: string, unit?: string, other?: string) => {
      const code = hex ?? point ?? unit;
      if (code !== undefined) {
        const value = Number.parseInt(code, 16);
        return value > 0x10ffff ? '\ufffd' : String.fromCodePoint(value);
      }
      if (other === undefined || other === '\r\n') return '';
      return Object.hasOwn(escapes, other) ? (escapes[other] ?? '') : other;
    },
  );

class Broken extends Error {}

type Token = {readonly mark?: string; readonly value?: unknown; readonly word?: string};

class LiteralParser {
  readonly #text: string;
  #at = 0;
  #next: Token;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#read();
  }

  #read(): Token {
    token.lastIndex = this.#at;
    const match = token.exec(this.#text);
    if (!match) return {mark: 'end'};
    this.#at = token.lastIndex;
    const [, mark, double, single, back, number, word] = match;
    if (mark !== undefined) return {mark};
    const quoted = double ?? single ?? back;
    if (quoted !== undefined) return {value: unescape(quoted)};
    // Long digits are ids: they stay text.
    if (number !== undefined)
      return {value: /^[-+]?\d{16,}$/.test(number) ? number : Number(number)};
    return {word: word ?? ''};
  }

  #take(): Token {
    const now = this.#next;
    this.#next = this.#read();
    return now;
  }

  value(depth = 0): unknown {
    if (depth > 30) throw new Broken();
    const {mark, word, value} = this.#take();
    if (mark === '{') return this.#object(depth);
    if (mark === '[') return this.#array(depth);
    if (mark !== undefined) throw new Broken();
    if (word === undefined) return value;
    return word === 'true' ? true : word === 'false' ? false : null;
  }

  #object(depth: number): Record<string, unknown> {
    const object = Object.create(null) as Record<string, unknown>;
    while (this.#next.mark !== '}') {
      const key = this.#take();
      if (key.mark !== undefined || this.#take().mark !== ':') throw new Broken();
      object[key.word ?? String(key.value)] = this.value(depth + 1);
      if (this.#next.mark === ',') this.#take();
      else if (this.#next.mark !== '}') throw new Broken();
    }
    this.#take();
    return object;
  }

  #array(depth: number): unknown[] {
    const array: unknown[] = [];
    while (this.#next.mark !== ']') {
      array.push(this.value(depth + 1));
      if (this.#next.mark === ',') this.#take();
      else if (this.#next.mark !== ']') throw new Broken();
    }
    this.#take();
    return array;
  }
}

/** The value of a literal; undefined when it is broken. */
export const parseLiteral = (text: string): unknown => {
  try {
    return new LiteralParser(text).value();
  } catch (error) {
    if (error instanceof Broken) return undefined;
    throw error;
  }
};
