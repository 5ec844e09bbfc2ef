// CSV as programs really write it, streaming, and cells written back safely. Not typed: every cell is text.

import type {Chunks} from './bytes.ts';
import {decodeStream} from './decode.ts';
import type {Encoding, EncodingName} from './decode.ts';

export type CsvRow = {
  readonly cells: readonly string[];
  /** Of the row's first character, 1-based; a row may span several. */
  readonly line: number;
};

export type CsvFault = {readonly line: number; readonly message: string};

export type CsvOptions = {
  readonly encoding?: Encoding | EncodingName;
  /** One character. Without it the first lines decide between comma, semicolon and tab. */
  readonly delimiter?: string;
  /** Largest quoted cell, in characters. Default 8 Mi. */
  readonly maxCell?: number;
  onProgress?(bytes: number): void;
  /** An unterminated quote: its line is read as if the quote were a letter. */
  onError?(fault: CsvFault): void;
};

const defaultMaxCell = 8 * 1024 * 1024;

/** The delimiter that the first lines have in common; comma when nothing speaks for another. */
export const detectDelimiter = (text: string): string => {
  const bare = text.slice(0, 32_768).replace(/"[^"]*"?/g, '');
  const lines = bare
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  let best = ',';
  let bestScore = 0;
  for (const delimiter of [',', ';', '\t']) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const header = counts[0] ?? 0;
    const score = header === 0 ? 0 : header * counts.filter((count) => count === header).length;
    if (score > bestScore) {
      bestScore = score;
      best = delimiter;
    }
  }
  return best;
};

type Cell = {readonly text: string; readonly next: number};

/** Cuts rows out of a growing text. */
class CsvSplitter {
  readonly #delimiter: string;
  readonly #options: CsvOptions;
  readonly #maxCell: number;
  #text = '';
  #line = 1;
  #reported = 0;
  /** How far an unfinished row was looked at, so that short chunks do not make it slow. */
  #wanted = 0;

  constructor(delimiter: string, options: CsvOptions) {
    this.#delimiter = delimiter;
    this.#options = options;
    this.#maxCell = options.maxCell ?? defaultMaxCell;
  }

  push(text: string, rows: CsvRow[]): void {
    this.#text += text;
    if (this.#text.length >= this.#wanted) this.#split(rows, false);
  }

  finish(rows: CsvRow[]): void {
    this.#split(rows, true);
  }

  #split(rows: CsvRow[], isLast: boolean): void {
    const text = this.#text;
    let at = 0;
    let quote = text.indexOf('"');
    while (at < text.length) {
      const lineEnd = text.indexOf('\n', at);
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      const isPlain = quote < 0 || (lineEnd >= 0 && quote > lineEnd);
      if (lineEnd < 0 && !isLast && isPlain) break;
      const next = isPlain
        ? this.#plainRow(at, lineEnd, rows)
        : this.#quotedRow({at, isLast}, rows);
      if (next < 0) break;
      at = next;
    }
    this.#text = text.slice(at);
    // Doubling keeps the work linear when a long row comes in small pieces.
    this.#wanted = this.#text.length < 4096 ? 0 : this.#text.length * 2;
  }

  #plainRow(at: number, lineEnd: number, rows: CsvRow[]): number {
    const end = lineEnd < 0 ? this.#text.length : lineEnd;
    const trimmed = this.#text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end;
    const row = this.#text.slice(at, trimmed);
    if (row !== '') rows.push({cells: row.split(this.#delimiter), line: this.#line});
    this.#line++;
    return end + 1;
  }

  /** A row with a quote in it. -1: its end is not there yet. */
  #quotedRow({at, isLast}: {at: number; isLast: boolean}, rows: CsvRow[]): number {
    const text = this.#text;
    const cells: string[] = [];
    let position = at;
    for (;;) {
      const cell =
        text.charCodeAt(position) === 0x22
          ? this.#quotedCell(position, isLast)
          : this.#bareCell(position, isLast);
      if (!cell) return -1;
      cells.push(cell.text);
      position = cell.next;
      if (position >= text.length || text.charCodeAt(position) === 10) break;
      position++;
    }
    rows.push({cells, line: this.#line});
    for (let from = at; ; this.#line++) {
      const end = text.indexOf('\n', from);
      if (end < 0 || end > position) break;
      from = end + 1;
    }
    if (position >= text.length) this.#line++;
    return position + 1;
  }

  /** `next`: the delimiter, the line feed or the end of the text. */
  #bareCell(at: number, isLast: boolean, before = ''): Cell | undefined {
    const text = this.#text;
    const delimiter = this.#delimiter.charCodeAt(0);
    let end = at;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === delimiter) return {text: before + text.slice(at, end), next: end};
      if (code === 10) break;
    }
    if (end === text.length && !isLast) return undefined;
    const trimmed = end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    return {text: before + text.slice(at, trimmed), next: end};
  }

  #quotedCell(at: number, isLast: boolean): Cell | undefined {
    const text = this.#text;
    let position = at + 1;
    let hasPairs = false;
    for (;;) {
      const end = text.indexOf('"', position);
      const isTooLong = (end < 0 ? text.length : end) - at > this.#maxCell;
      if (isTooLong || (end < 0 && isLast)) {
        const cell = this.#bareCell(at, isLast);
        if (cell) this.#report();
        return cell;
      }
      if (end < 0 || (end === text.length - 1 && !isLast)) return undefined;
      if (text.charCodeAt(end + 1) !== 0x22) {
        const inner = text.slice(at + 1, end);
        const value = hasPairs ? inner.replaceAll('""', '"') : inner;
        return this.#afterQuote(end + 1, value, isLast);
      }
      hasPairs = true;
      position = end + 2;
    }
  }

  /** Once per row, also when the row is looked at again with more text. */
  #report(): void {
    if (this.#reported === this.#line) return;
    this.#reported = this.#line;
    this.#options.onError?.({line: this.#line, message: 'A quote is never closed.'});
  }

  /** `"a"bc,`: what follows the closing quote belongs to the cell. */
  #afterQuote(at: number, value: string, isLast: boolean): Cell | undefined {
    const text = this.#text;
    if (text.charAt(at) === this.#delimiter || text.charCodeAt(at) === 10) {
      return {text: value, next: at};
    }
    return this.#bareCell(at, isLast, value);
  }
}

/**
 * Rows in batches; empty lines are passed over, rows may be ragged, cells may hold line ends (kept as they are). A byte order mark
 * is removed. Memory: one row.
 */
export async function* readCsv(
  chunks: Chunks,
  options: CsvOptions = {},
): AsyncGenerator<readonly CsvRow[]> {
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      options.onProgress?.(chunk.length);
      yield chunk;
    }
  };
  let splitter: CsvSplitter | undefined;
  let head = '';
  let rows: CsvRow[] = [];
  for await (const text of decodeStream(counted(), options.encoding)) {
    if (splitter) splitter.push(text, rows);
    else {
      head += text;
      if (options.delimiter === undefined && head.length < 32_768) continue;
      splitter = new CsvSplitter(options.delimiter ?? detectDelimiter(head), options);
      splitter.push(head, rows);
    }
    if (rows.length > 0) {
      yield rows;
      rows = [];
    }
  }
  if (!splitter) {
    splitter = new CsvSplitter(options.delimiter ?? detectDelimiter(head), options);
    splitter.push(head, rows);
  }
  splitter.finish(rows);
  if (rows.length > 0) yield rows;
}

/**
 * One cell for a CSV file. A text that a spreadsheet would run as a formula (it begins with `= + - @`, tab or CR) gets an
 * apostrophe in front; numbers given as numbers stay numbers.
 */
export const csvCell = (value: string | number | undefined, delimiter = ','): string => {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return safe.includes('"') || safe.includes(delimiter) || /[\r\n]|^\s|\s$/.test(safe)
    ? `"${safe.replaceAll('"', '""')}"`
    : safe;
};

/** A row with its line end (CRLF, as RFC 4180 has it). */
export const csvRow = (values: readonly (string | number | undefined)[], delimiter = ','): string =>
  `${values.map((value) => csvCell(value, delimiter)).join(delimiter)}\r\n`;
