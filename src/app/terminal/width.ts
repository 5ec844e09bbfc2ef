// How many columns text takes, cluster by cluster, exactly as Ink counts it. Not layout: see wrap.ts.
import stringWidth from 'string-width';

// Code units whose width no terminal disputes and which never join a neighbour into one cluster.
const narrowRanges: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa1, 0xac],
  [0xae, 0x2ff],
  [0x370, 0x377],
  [0x37a, 0x37f],
  [0x384, 0x38a],
  [0x38e, 0x3a1],
  [0x3a3, 0x482],
  [0x48a, 0x52f],
  [0x5d0, 0x5ea],
  [0x620, 0x64a],
  [0x660, 0x66f],
  [0x671, 0x6d5],
  [0x6f0, 0x6ff],
  [0x1e00, 0x1eff],
  [0x2010, 0x2015],
  [0x2018, 0x2026],
  [0x2030, 0x203b],
  [0x203e, 0x2046],
  [0x20a0, 0x20bf],
  [0x2100, 0x2121],
  [0x2123, 0x2138],
  [0x2150, 0x2193],
  [0x219a, 0x21a8],
  [0x2200, 0x22ff],
  [0x2400, 0x2426],
  [0x2460, 0x24c1],
  [0x24c3, 0x25a9],
  [0x25ac, 0x25b5],
  [0x25b7, 0x25bf],
  [0x25c1, 0x25fa],
  [0x2713, 0x2713],
  [0x2717, 0x2717],
  [0x276f, 0x276f],
  [0xff61, 0xff9d],
];
const wideRanges: readonly (readonly [number, number])[] = [
  [0x2e80, 0x2e99],
  [0x2e9b, 0x2ef3],
  [0x2f00, 0x2fd5],
  [0x3000, 0x3029],
  [0x3031, 0x303c],
  [0x3041, 0x3096],
  [0x309b, 0x30ff],
  [0x3105, 0x312f],
  [0x31a0, 0x31bf],
  [0x31f0, 0x321e],
  [0x3220, 0x3247],
  [0x3250, 0x3296],
  [0x3298, 0x3298],
  [0x329a, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa48c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfa6d],
  [0xfa70, 0xfad9],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
];

const simpleWidths = ((): Uint8Array => {
  const table = new Uint8Array(0x1_0000);
  for (const [first, last] of narrowRanges) table.fill(1, first, last + 1);
  for (const [first, last] of wideRanges) table.fill(2, first, last + 1);
  return table;
})();

const simpleWidthOf = (code: number): number => simpleWidths[code] ?? 0;

const segmenter = new Intl.Segmenter('und', {granularity: 'grapheme'});

const cacheLimit = 4096;
let recent = new Map<string, number>();
let older = new Map<string, number>();

// Two generations make a bounded cache that never walks its entries: what was used lately survives the swap.
const cachedWidth = (cluster: string): number => {
  const known = recent.get(cluster) ?? older.get(cluster);
  // Ink gives every cluster at least one cell, so that is the truth on its screen.
  const width = known ?? Math.max(1, stringWidth(cluster));
  if (recent.size >= cacheLimit / 2) {
    older = recent;
    recent = new Map();
  }
  if (cluster.length <= 64) recent.set(cluster, width);
  return width;
};

/** Columns of one grapheme cluster; at least 1. */
export const clusterWidth = (cluster: string): number => {
  if (cluster.length === 1) {
    const simple = simpleWidthOf(cluster.charCodeAt(0));
    if (simple > 0) return simple;
  }
  return cachedWidth(cluster);
};

/**
 * Terminals disagree about the width of this cluster, or about where it ends: emoji, joined sequences, Indic and
 * Thai clusters, whatever Unicode added lately. Its neighbours need an absolute column.
 */
export const isDisputed = (cluster: string): boolean =>
  cluster.length !== 1 || simpleWidthOf(cluster.charCodeAt(0)) === 0;

/** Printable one-unit clusters only: nothing to segment, nothing to sanitise. */
export const isSimpleText = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) {
    if (simpleWidthOf(text.charCodeAt(at)) === 0) return false;
  }
  return true;
};

type Visit = (cluster: string, width: number) => boolean;

// Each step of Intl.Segmenter copies the whole string (V8 11.3), so a long text is cut into windows or takes minutes.
const windowUnits = 64;

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;

/** Visits at least one cluster at `from`; returns where it stopped, or -1 when `visit` had enough. */
const visitWindow = (text: string, from: number, visit: Visit): number => {
  for (let units = windowUnits; ; units *= 4) {
    let end = Math.min(text.length, from + units);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end += 1;
    const clusters = Array.from(segmenter.segment(text.slice(from, end)), ({segment}) => segment);
    // The last one may go on behind the window. A cut at a boundary changes nothing to its right.
    if (end < text.length) clusters.pop();
    if (clusters.length === 0) continue;
    let at = from;
    for (const cluster of clusters) {
      if (!visit(cluster, clusterWidth(cluster))) return -1;
      at += cluster.length;
    }
    return at;
  }
};

/** Calls `visit` for each grapheme cluster in order until it returns false. Reads little further than that. */
export const forEachCluster = (text: string, visit: Visit): void => {
  const {length} = text;
  let at = 0;
  while (at >= 0 && at < length) {
    const width = simpleWidthOf(text.charCodeAt(at));
    const next = at + 1 < length ? simpleWidthOf(text.charCodeAt(at + 1)) : 1;
    if (width === 0 || next === 0) at = visitWindow(text, at, visit);
    else if (visit(text.charAt(at), width)) at += 1;
    else return;
  }
};

export const graphemes = (text: string): string[] => {
  const clusters: string[] = [];
  forEachCluster(text, (cluster) => {
    clusters.push(cluster);
    return true;
  });
  return clusters;
};

/** Start of the cluster that ends at or covers the position before `at`: where Backspace and ← go. */
export const clusterStartBefore = (text: string, at: number): number =>
  at <= 0 ? 0 : (segmenter.segment(text).containing(at - 1)?.index ?? 0);

/** End of the cluster at `at`: where Delete and → go. */
export const clusterEndAfter = (text: string, at: number): number => {
  const cluster = at >= text.length ? undefined : segmenter.segment(text).containing(at);
  return cluster === undefined ? text.length : cluster.index + cluster.segment.length;
};

const styleCodes = /\u001B\[[\d:;]*m|\u001B\]8;[^\u0007\u001B]*(?:\u0007|\u001B\\)/g;

/** Without SGR codes and OSC 8 links: what is left to measure of a string that the theme painted. */
export const withoutStyles = (text: string): string =>
  text.includes('\u001B') ? text.replace(styleCodes, '') : text;

/** Columns of one line, colours and links not counted. */
export const textWidth = (text: string): number => {
  const plain = withoutStyles(text);
  let width = 0;
  for (let at = 0; at < plain.length; at += 1) {
    const simple = simpleWidthOf(plain.charCodeAt(at));
    if (simple === 0) return measured(plain);
    width += simple;
  }
  return width;
};

const measured = (text: string): number => {
  let total = 0;
  forEachCluster(text, (_cluster, width) => {
    total += width;
    return true;
  });
  return total;
};
