// The entries of libpurple logs, text and HTML: who said what at which printed time. An entry may go on over several lines.

export type LogEntry = {
  readonly time: string;
  readonly kind: 'said' | 'action' | 'system';
  readonly name?: string;
  /** HTML in HTML logs. */
  readonly text: string;
  /** HTML logs colour what was sent, received, and so on. */
  readonly colour?: string;
  readonly line: number;
};

/** What the program or the server says; English wording, others are told by their form. */
const systemWords =
  /(?: entered the room\.| left the room(?: \(.*\)\.|\.)| is now known as \S+| has (?:signed (?:on|off)|gone away|become idle|come back|changed the (?:topic|subject) to: .*|been disconnected\.?|closed the conversation.*)\.?)$|^(?:mode \(|The topic for |Topic for |List of \d+ users|The account has |You (?:have|are) |This conversation |Unable to |Offering to send |Starting transfer |Transfer of |Attempting |Buzz|\S+ (?:logged (?:in|out)|is no longer (?:away|idle)|has (?:signed on|signed off))\.)/;

const textLine = /^\(([^()]{4,40})\) (.*)$/s;
const nameAndText = /^([^:\n][^\n]{0,200}?): (.*)$/s;

/** `(19:01:26) alice: hello`; undefined: the line goes on from the one before. */
export const parseTextLine = (
  line: string,
  number: number,
  room: string | undefined,
): LogEntry | undefined => {
  const match = textLine.exec(line);
  const time = match?.[1] ?? '';
  if (!match || !/\d{1,2}[:.]\d\d/.test(time)) return undefined;
  const rest = match[2] ?? '';
  const action = /^\*\*\*(\S[^\n]{0,100}?) (.*)$/s.exec(rest);
  if (action)
    return {time, kind: 'action', name: action[1] ?? '', text: action[2] ?? '', line: number};
  const said = nameAndText.exec(rest) ?? /^([^:\n]{1,200}):()$/.exec(rest);
  const [, name = '', text = ''] = said ?? [];
  if (said && isServerName(name, room)) return {time, kind: 'system', text, line: number};
  return said && !systemWords.test(rest)
    ? {time, kind: 'said', name, text, line: number}
    : {time, kind: 'system', text: rest, line: number};
};

/** In a room's log the room itself (`#test: mode (+o bob)`) and full addresses (`alice!al@host: …`) are the server speaking. */
const isServerName = (name: string, room: string | undefined): boolean =>
  name === room || /^\S+!\S+@\S+$/.test(name);

const smaller = '(?:span style=[\'"]font-size: ?smaller;?[\'"]|font size=[\'"]?\\d[\'"]?)';
const closing = '</(?:span|font)>';
const saidPattern = new RegExp(
  `^(?:<p>)?<(?:span style=['"]color: ?([^'";]{1,30});?['"]|font color=['"]([^'"]{1,30})['"])>\\s*<${smaller}>\\(([^()]{4,40})\\)${closing}\\s*<b>(.*?)</b>\\s*${closing} ?(.*)$`,
  's',
);
const systemPattern = new RegExp(
  `^(?:<p>)?<${smaller}>\\(([^()]{4,40})\\)${closing}\\s*<b> ?(.*)$`,
  's',
);

/** Undefined: the line goes on from the one before. */
export const parseHtmlLine = (line: string, number: number): LogEntry | undefined => {
  const said = saidPattern.exec(line);
  if (said) {
    const [, styled, coloured, time = '', label = '', text = ''] = said;
    const colour = (styled ?? coloured ?? '').toLowerCase();
    const action = /^\*\*\*(.*)$/s.exec(label);
    if (action) return {time, kind: 'action', name: action[1] ?? '', text, colour, line: number};
    return {time, kind: 'said', name: label.replace(/:$/, ''), text, colour, line: number};
  }
  const system = systemPattern.exec(line);
  return system
    ? {time: system[1] ?? '', kind: 'system', text: system[2] ?? '', line: number}
    : undefined;
};

/** Entries of HTML logs end with a break of their own, system lines with their bold. */
export const withoutHtmlEnd = (text: string): string =>
  text
    .replace(/(?:<\/p>)?\s*<\/body>\s*<\/html>\s*$/i, '')
    .replace(/<br ?\/?>\s*$/i, '')
    .replace(/<\/b>\s*$/i, (end) => (/<b>/i.test(text) ? end : ''));

/** `---- bob signed on @ Mon Nov 23 19:00:58 2026 ----` in system logs. */
export const parseSystemLogLine = (
  line: string,
): {readonly text: string; readonly date: string} | undefined => {
  const match = /^-{3,4} (.{1,2000}) @ (.{8,60}) -{3,4}(?:<br ?\/?>)?$/.exec(line.trim());
  return match ? {text: match[1] ?? '', date: match[2] ?? ''} : undefined;
};
