// Hostile text made safe to show: nothing in it can move the cursor, colour, reorder, hide or flood. Not redaction:
// what a person would read stays, and control characters become visible.
import {clusterEndAfter, forEachCluster, isSimpleText} from './width.ts';

const tabStop = 4;
const replacement = '\uFFFD';
const marksPerCluster = 6;
const charactersPerCluster = 32;

const newline = /\r\n|[\n\u0085\u2028\u2029]/;
const bidiControl = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
const loneSurrogate = /\p{Surrogate}/gu;
const invisible = /^[\p{Default_Ignorable_Code_Point}\p{Format}\p{Control}]+$/u;
const leadingInvisible = /^\p{Default_Ignorable_Code_Point}+/u;
const blank = /^[\u00A0\u1680\u2000-\u200A\u202F\u205F]$/;
const mark = /^\p{Mark}/u;
const joiner = /^(?:\u200C|\u200D|\uFE0E|\uFE0F)/;
// Scripts from Hebrew to Mongolian shape letters with joiners; anywhere else one at the end joins nothing.
const danglingJoiner = /^([^\u0590-\u1FFF].*?)(?:\u200C|\u200D)+$/su;

/** U+2400 and on: a picture for each C0 control, so a hidden escape is seen instead of obeyed. */
const controlPicture = (code: number): string => {
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : replacement;
};

/** Keeps the base and a few marks: a cluster of thousands would flood its cell and its neighbours. */
const withoutFlood = (cluster: string): string => {
  if (cluster.length <= marksPerCluster) return cluster;
  let kept = '';
  let marks = 0;
  let characters = 0;
  for (const character of cluster) {
    if (mark.test(character) && !joiner.test(character)) marks += 1;
    if (marks > marksPerCluster || characters >= charactersPerCluster) break;
    characters += 1;
    kept += character;
  }
  return kept;
};

const safeCluster = (cluster: string): string => {
  const code = cluster.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return controlPicture(code);
  if (blank.test(cluster)) return ' ';
  if (invisible.test(cluster)) return '';
  const visible = withoutFlood(cluster.replace(leadingInvisible, '')).replace(danglingJoiner, '$1');
  if (!mark.test(visible)) return visible;
  // A mark without a base would sit on whatever stands to its left on the screen. Some marks stand alone.
  const held = `\u25CC${visible}`;
  return clusterEndAfter(held, 0) === held.length ? held : visible;
};

const safeLine = (line: string): string => {
  if (isSimpleText(line)) return line;
  let safe = '';
  let column = 0;
  forEachCluster(line, (cluster, width) => {
    const shown =
      cluster === '\t' ? ' '.repeat(tabStop - (column % tabStop)) : safeCluster(cluster);
    safe += shown;
    if (cluster === '\t') column += shown.length;
    else if (shown !== '') column += width;
    return true;
  });
  return safe;
};

// Thai and Lao "sara am" counts as one column in some terminals and two in others; its two halves are undisputed.
const withoutSaraAm = (text: string): string =>
  text.replaceAll('\u0E33', '\u0E4D\u0E32').replaceAll('\u0EB3', '\u0ECD\u0EB2');

const sanitizeInto = (text: string, separator: string): string => {
  if (isSimpleText(text)) return text;
  const whole = withoutSaraAm(text.replace(loneSurrogate, replacement).replace(bidiControl, ''));
  return whole.split(newline).map(safeLine).join(separator);
};

/**
 * What of `text` may be shown, as one line. Escape and control characters become visible pictures (␛ ␇), bidirectional
 * controls go (the order on screen is the order in the file), invisible characters go unless an emoji or a script needs
 * them, tabs become spaces, lone surrogates U+FFFD, marks are limited per character. Applying it twice changes nothing.
 */
export const sanitizeLine = (text: string): string => sanitizeInto(text, ' ');

/** The same, keeping the line breaks, all of them as `\n`. */
export const sanitizeText = (text: string): string => sanitizeInto(text, '\n');
