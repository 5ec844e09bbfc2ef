// Polls as exports print them: a word in capitals, the question, and a line with its votes for each option. Both ways.

import type {Part, PollOption} from '../../engine/model/archive.ts';
import {pollWords} from './words.table.ts';

type Poll = Extract<Part, {kind: 'poll'}>;

const optionWords = new Set(pollWords.map(([, option]) => option));
const names = new Set(pollWords.map(([poll]) => poll));

const headLine = /^([\p{Lu}\p{Lo}\p{M} ]{2,20}): ?$/u;
const optionLine =
  /^([\p{Lu}\p{Lo}\p{M} ]{2,20}): ?(.{0,400}?) ?[(（]\s?(\d{1,9})[^()（）\d]{0,24}[)）]$/u;
const maxLines = 200;

/** Undefined when the lines are no poll. `lines`: a body without direction marks. */
export const readPoll = (lines: readonly string[]): Poll | undefined => {
  if (lines.length < 2 || lines.length > maxLines) return undefined;
  const name = headLine.exec(lines[0] ?? '')?.[1]?.trim();
  if (name === undefined) return undefined;
  const options: PollOption[] = [];
  const question: string[] = [];
  let word: string | undefined;
  for (const line of lines.slice(1)) {
    const match = optionLine.exec(line);
    if (match && (word === undefined || word === match[1])) {
      word = match[1];
      options.push({text: match[2] ?? '', votes: Number(match[3])});
    } else if (options.length === 0) question.push(line);
    else if (line.trim() !== '') return undefined;
  }
  if (word === undefined || question.length === 0) return undefined;
  if (!names.has(name) && !optionWords.has(word) && options.length < 2) return undefined;
  return {kind: 'poll', question: question.join('\n').trim(), options};
};

/** A poll in English words; an option without votes counts none. */
export const pollLines = ({question, options}: Poll): string =>
  [
    'POLL:',
    question,
    ...options.map(
      ({text, votes = 0}) => `OPTION: ${text} (${votes} ${votes === 1 ? 'vote' : 'votes'})`,
    ),
  ].join('\n');
