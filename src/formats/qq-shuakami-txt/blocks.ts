// Cuts QCE's text into its heading, its messages and its footer. `Name:` counts only above a line with the time.

import type {Line} from '../../engine/io/lines.ts';

export type TextMessage = {
  readonly name: string;
  readonly title?: string;
  /** As printed. */
  readonly time: string;
  readonly text: string;
  readonly resources: readonly {readonly type: string; readonly name: string}[];
  readonly mentions: readonly string[];
  /** `MM-DD HH:MM name - content`, as printed. */
  readonly reply?: string;
  readonly line: number;
};

export type Heading = ReadonlyMap<string, string>;

const timeLine = /^时间[:：]\s?(\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T]\d{1,2}:\d{2}(?::\d{2})?.{0,12})$/;
const footer = /^总计导出\s?(\d+)\s?条消息/;

/** Notes under the content, read from the end: mentions, reply, the list of files. */
const takeNotes = (lines: string[]): Pick<TextMessage, 'resources' | 'mentions' | 'reply'> => {
  const resources: {type: string; name: string}[] = [];
  let mentions: string[] = [];
  let reply: string | undefined;
  for (let last = lines.at(-1); last !== undefined; last = lines.at(-1)) {
    const file = /^ {2}- ([a-z_]{1,20}): (.{0,300})$/i.exec(last);
    const said = /^(提及|回复|资源)[:：]\s?(.{0,4000})$/s.exec(last);
    if (file) resources.unshift({type: file[1] ?? '', name: file[2] ?? ''});
    else if (said?.[1] === '提及')
      mentions = (said[2] ?? '').split(/[,，、]\s?/).filter((name) => name !== '');
    else if (said?.[1] === '回复') reply = said[2] ?? '';
    else if (said?.[1] === '资源' && /^\d+ 个文件/.test(said[2] ?? '')) {
      lines.pop();
      continue;
    } else if (last.trim() !== '') break;
    lines.pop();
  }
  return {resources, mentions, ...(reply === undefined ? {} : {reply})};
};

type Open = {readonly head: string; readonly time: string; readonly line: number};

export class TextBlocks {
  readonly heading = new Map<string, string>();
  #lines: string[] = [];
  #open: Open | undefined;
  #isOver = false;
  total: number | undefined;

  push(line: Line): TextMessage | undefined {
    if (this.#isOver) {
      const count = footer.exec(line.text)?.[1];
      if (count !== undefined) this.total = Number(count);
      return undefined;
    }
    const time = timeLine.exec(line.text)?.[1];
    const above = this.#lines.at(-1);
    if (time !== undefined && above !== undefined && /[:：]$/.test(above)) {
      this.#lines.pop();
      const done = this.#close();
      this.#open = {head: above.slice(0, -1), time, line: line.number - 1};
      return done;
    }
    if (!this.#open) this.#head(line.text);
    if (this.#open && /^\s*导出完成\s*$/.test(line.text) && /^={10,}$/.test(above ?? '')) {
      this.#lines.pop();
      this.#isOver = true;
      return this.#close();
    }
    this.#lines.push(line.text);
    return undefined;
  }

  #head(text: string): void {
    if (this.#lines.length > 200) this.#lines = this.#lines.slice(-2);
    const match = /^([^:：\s]{2,8})[:：]\s?(.{0,500})$/.exec(text);
    if (match) this.heading.set(match[1] ?? '', match[2] ?? '');
  }

  finish(): TextMessage | undefined {
    return this.#isOver ? undefined : this.#close();
  }

  #close(): TextMessage | undefined {
    const open = this.#open;
    const lines = this.#lines;
    this.#lines = [];
    this.#open = undefined;
    if (!open) return undefined;
    const notes = takeNotes(lines);
    const text = lines.join('\n').replace(/^内容[:：]\s?/, '');
    const titled = /^\[([^\]]{1,40})\]\s(.{1,300})$/s.exec(open.head);
    return {
      name: titled?.[2] ?? open.head,
      ...(titled?.[1] === undefined ? {} : {title: titled[1]}),
      time: open.time,
      text,
      ...notes,
      line: open.line,
    };
  }
}
