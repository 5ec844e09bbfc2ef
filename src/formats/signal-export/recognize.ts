// Tells a chat of signal-export by the keys of `data.json` or the lines of `chat.md`.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {isLoose} from '../_shared/loose.ts';
import {isRecord} from './json.ts';
import {isHead} from './markdown.ts';

const ownFile = /^(?:data\.json|chat\.md|index\.html|media\/.*)$/i;

/** The chat's folder, when all that lies in it is the chat's. */
const coveredFolder = (sample: Sample): {readonly covers?: string} => {
  const folder = sample.path.slice(0, sample.path.lastIndexOf('/') + 1);
  const inside = sample.paths.filter((path) => path.startsWith(folder));
  return inside.every((path) => ownFile.test(path.slice(folder.length))) ? {covers: folder} : {};
};

const isJsonLine = (line: string): boolean => {
  try {
    const value: unknown = JSON.parse(line);
    return isLoose(value) && isRecord(value);
  } catch {
    return false; // Cut, or no JSON.
  }
};

const recognizeMarkdown = (sample: Sample, first: string): Recognition => {
  if (!/\.(?:md|txt)$/i.test(sample.path) || !isHead(first)) return no;
  const beside = sample.path.replace(/[^/]*$/, 'data.json');
  if (sample.has(beside)) return no; // Says the same, and more.
  const because = 'lines of [time] sender: text, as in chat.md';
  // WhatsApp can print such lines, but not into a file of markdown.
  return /\.md$/i.test(sample.path)
    ? {match: 'certain', because, ...coveredFolder(sample)}
    : {match: 'possible', because};
};

export const recognize = (sample: Sample): Recognition => {
  const first = sample.text.trimStart().split('\n', 1)[0] ?? '';
  if (!first.startsWith('{')) return recognizeMarkdown(sample, first);
  if (!/\.jsonl?$/i.test(sample.path) || !isJsonLine(first)) return no;
  const because = 'lines with date, sender, body, quote, sticker and reactions';
  return {match: 'certain', because, ...coveredFolder(sample)};
};
