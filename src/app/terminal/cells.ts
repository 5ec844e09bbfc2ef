// One line of a frame → cells. Only printable clusters, SGR colours and OSC 8 links survive; whatever else a screen let
// through is drawn as `?`, so nothing that reaches the terminal was written by a stranger.
import {forEachCluster} from './width.ts';

/**
 * The cells of one screen row, `columns` of them. A wide cluster has its text in its first cell and '' in the rest.
 * A style is SGR parameters in a fixed order (`1;31`), then `\n` and the link if there is one; '' is the default.
 */
export type Row = {
  readonly clusters: readonly string[];
  readonly styles: readonly string[];
  /** The column after the last cell that is not an unstyled blank. */
  readonly end: number;
};

export const blankRow = (columns: number): Row => ({
  clusters: Array.from<string>({length: columns}).fill(' '),
  styles: Array.from<string>({length: columns}).fill(''),
  end: 0,
});

// SGR attributes that are on or off: the code that sets each, in the order of output.
const attributes = [1, 2, 3, 4, 5, 7, 8, 9, 53] as const;
// The code that ends it: [code, attributes ended].
const attributeEnds: Readonly<Record<number, readonly number[]>> = {
  22: [1, 2],
  23: [3],
  24: [4],
  25: [5],
  27: [7],
  28: [8],
  29: [9],
  55: [53],
};

class Pen {
  private readonly on = new Set<number>();
  private foreground = '';
  private background = '';
  private link = '';
  /** The style of what is written now. */
  style = '';

  sgr(parameters: string): void {
    const codes = parameters === '' ? [0] : parameters.split(/[;:]/).map(Number);
    for (let at = 0; at < codes.length; at += 1) {
      const code = codes[at] ?? 0;
      if (code === 38 || code === 48) at = this.extendedColor(codes, at);
      else this.simple(code);
    }
    this.refresh();
  }

  setLink(url: string): void {
    this.link = url;
    this.refresh();
  }

  /** `38;5;n` or `38;2;r;g;b`; returns the index of its last number. */
  private extendedColor(codes: readonly number[], at: number): number {
    const last = at + (codes[at + 1] === 5 ? 2 : 4);
    const color = codes.slice(at, last + 1).join(';');
    if (codes[at] === 38) this.foreground = color;
    else this.background = color;
    return last;
  }

  private simple(code: number): void {
    if (code === 0) {
      this.on.clear();
      this.foreground = '';
      this.background = '';
    } else if (code === 39) this.foreground = '';
    else if (code === 49) this.background = '';
    else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97))
      this.foreground = String(code);
    else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107))
      this.background = String(code);
    else if ((attributes as readonly number[]).includes(code)) this.on.add(code);
    else for (const ended of attributeEnds[code] ?? []) this.on.delete(ended);
  }

  private refresh(): void {
    const codes: (string | number)[] = attributes.filter((code) => this.on.has(code));
    if (this.foreground !== '') codes.push(this.foreground);
    if (this.background !== '') codes.push(this.background);
    this.style = codes.join(';') + (this.link === '' ? '' : `\n${this.link}`);
  }
}

export const sgrOf = (style: string): string => {
  const end = style.indexOf('\n');
  return end < 0 ? style : style.slice(0, end);
};

export const linkOf = (style: string): string => {
  const end = style.indexOf('\n');
  return end < 0 ? '' : style.slice(end + 1);
};

/** What erasing leaves behind: blanks in the background colour. Underlined or inverse blanks must be written. */
export const isErasable = (style: string, hasColorErase: boolean): boolean =>
  style === '' ||
  (hasColorErase && /^(?:1;|2;|3;|22;|(?:3|9)\d;|38;5;\d+;)*(?:(?:4|10)\d|48;[\d;]+)$/.test(style));

const sgrOrLink =
  /^\u001B(?:\[([\d;:]*)m|\]8;[^;\u0007\u001B]*;([^\u0007\u001B]*)(?:\u0007|\u001B\\))/;
const printableUrl = /^[\u0021-\u007E]{1,2000}$/;

const isControl = (cluster: string): boolean => {
  const code = cluster.charCodeAt(0);
  return code < 0x20 || (code >= 0x7f && code <= 0x9f);
};

/** Parses one line of a frame. What does not fit into `columns` is cut; half a wide cluster becomes blanks. */
export const parseRow = (line: string, columns: number): Row => {
  const clusters: string[] = [];
  const styles: string[] = [];
  const pen = new Pen();
  let end = 0;
  const put = (cluster: string, width: number): boolean => {
    const room = columns - clusters.length;
    const isCut = width > room;
    clusters.push(isCut ? ' ' : isControl(cluster) ? '?' : cluster);
    styles.push(pen.style);
    for (let cell = 1; cell < Math.min(width, room); cell += 1) {
      clusters.push(isCut ? ' ' : '');
      styles.push(pen.style);
    }
    if (cluster !== ' ' || pen.style !== '') end = clusters.length;
    return clusters.length < columns;
  };
  let at = 0;
  while (at < line.length && clusters.length < columns) {
    const escape = line.indexOf('\u001B', at);
    const textEnd = escape < 0 ? line.length : escape;
    if (textEnd > at) forEachCluster(line.slice(at, textEnd), put);
    if (escape < 0) break;
    const code = sgrOrLink.exec(line.slice(escape, escape + 2100));
    if (code?.[1] !== undefined) pen.sgr(code[1]);
    else if (code?.[2] !== undefined) pen.setLink(printableUrl.test(code[2]) ? code[2] : '');
    else if (clusters.length < columns) put('?', 1);
    at = escape + (code?.[0].length ?? 1);
  }
  while (clusters.length < columns) {
    clusters.push(' ');
    styles.push('');
  }
  return {clusters, styles, end};
};
