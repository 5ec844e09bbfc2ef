// The lines of `chat.md`: `[time] sender: text` and what signal-export writes into the text. Not markdown in general.

import {parseIso} from '../../engine/model/time.ts';
import type {ExportRecord, FileRef} from './shapes.ts';

const head = /^\[(\d{4}-\d{2}-\d{2},? \d{2}:\d{2}(?::\d{2})?)\] ([^:\n]{1,200}): ?/;

export const isHead = (line: string): boolean => head.test(line);

const reactionsLine = /\n\(- (.*) -\)/;
const stickerLine = /\n\(\( (.*) \)\)/;
const stickerLink = /\[([^\]\n]{0,200})\]\(\.\.\/(exported_stickers\/[^)\n]{1,500})\)/;
const fileLink = /!?\[((?:(?!\]\()[^\n]){0,300})\]\(\.\/(media\/[^\n]{1,600}?)\)(?= {2}|\s*$)/gm;
const missingFile = /\((media|attachment) not exported\)(?= {2}|\s*$)/gm;
const quoteBlock = /^\s*\n((?:>[^\n]*\n)+)\n/;

const reactionsOf = (list: string): [string, string][] =>
  list.split(', ').flatMap((one) => {
    const at = one.lastIndexOf(': ');
    return at < 1 ? [] : [[one.slice(0, at), one.slice(at + 2)]];
  });

/** `lines`: the head line and those that follow it. Undefined where the time is none. */
export const recordOf = (lines: readonly string[], zone: string): ExportRecord | undefined => {
  const match = head.exec(lines[0] ?? '');
  const [all = '', date = '', sender = ''] = match ?? [];
  const at = parseIso(date.replace(/,? /, 'T'), zone);
  if (!at) return undefined;
  let text = [(lines[0] ?? '').slice(all.length), ...lines.slice(1)].join('\n');
  const isDeleted = text.trim() === '(This message was deleted)';
  const cut = (pattern: RegExp): readonly string[] | undefined => {
    const found = pattern.exec(text);
    if (found) text = text.slice(0, found.index) + text.slice(found.index + found[0].length);
    return found ?? undefined;
  };
  const quote = cut(quoteBlock)?.[1] ?? '';
  const reactions = cut(reactionsLine)?.[1] ?? '';
  const link = cut(stickerLink);
  const sticker = link ?? cut(stickerLine);
  const files: FileRef[] = [];
  text = text.replace(fileLink, (_, name: string, path: string) => {
    files.push({name, path});
    return '';
  });
  text = text.replace(missingFile, (_, missing: string) => {
    files.push({name: '', path: '', missing});
    return '';
  });
  return {
    date,
    at,
    sender,
    text: isDeleted ? '' : text.trimEnd(),
    quote: quote.replace(/^> ?/gm, '').trimEnd(),
    ...(sticker
      ? {sticker: {emoji: sticker[1] ?? '', ...(link?.[2] === undefined ? {} : {path: link[2]})}}
      : {}),
    reactions: reactionsOf(reactions),
    files,
    isDeleted,
    isCall: /^(?:Incoming|Outgoing|Missed) (?:voice |video )?call(?: \([^)\n]*\))?$/.test(
      text.trim(),
    ),
  };
};
