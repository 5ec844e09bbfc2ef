// Lines from a stream and prompts on another: what plain mode needs of stdin and stdout. Reads ahead no further than it
// must, so that what follows an answer is still there for the next question.
import type {InputStream} from './input-reader.ts';
import type {PlainIo} from './plain.ts';

export type PlainInput = InputStream & {
  readonly isTTY?: boolean | undefined;
  setRawMode?(isRaw: boolean): unknown;
  on(event: 'end', listener: () => void): unknown;
};

export type PlainOutput = {write(text: string): unknown};

const interrupt = '\u0003';
const endOfTransmission = '\u0004';

type Waiting = {readonly isSecret: boolean; readonly resolve: (line: string | undefined) => void};

class LineReader {
  private readonly utf8 = new TextDecoder('utf-8');
  private buffer = '';
  private isEnded = false;
  private waiting: Waiting | undefined;

  constructor(
    private readonly input: PlainInput,
    private readonly output: PlainOutput,
    private readonly onInterrupt: () => void,
  ) {
    input.on('data', (chunk) => this.take(this.utf8.decode(chunk, {stream: true})));
    input.on('end', () => {
      this.isEnded = true;
      this.deliver();
    });
    input.pause();
  }

  async read(prompt: string, isSecret: boolean): Promise<string | undefined> {
    this.output.write(prompt);
    const isHidden = isSecret && this.input.isTTY === true;
    // Raw mode is the only way to keep a terminal from showing what is typed.
    if (isHidden) this.input.setRawMode?.(true);
    const line = await new Promise<string | undefined>((resolve) => {
      this.waiting = {isSecret: isHidden, resolve};
      this.input.resume();
      this.deliver();
    });
    this.input.pause();
    if (isHidden) {
      this.input.setRawMode?.(false);
      this.output.write('\n');
    }
    return line;
  }

  private take(text: string): void {
    this.buffer += text;
    if (this.waiting?.isSecret === true) {
      if (this.buffer.includes(interrupt)) {
        this.input.setRawMode?.(false);
        this.onInterrupt();
        return;
      }
      // In raw mode nobody edits the line for us.
      if (this.buffer.endsWith(endOfTransmission)) this.isEnded = true;
    }
    this.deliver();
  }

  private deliver(): void {
    const {waiting} = this;
    if (waiting === undefined) return;
    const end = /\r\n|\r|\n/.exec(this.buffer);
    if (end === null && !this.isEnded) return;
    this.waiting = undefined;
    if (end === null) {
      const rest = this.buffer;
      this.buffer = '';
      waiting.resolve(rest === '' || rest === endOfTransmission ? undefined : rest);
      return;
    }
    const line = this.buffer.slice(0, end.index);
    this.buffer = this.buffer.slice(end.index + end[0].length);
    waiting.resolve(waiting.isSecret ? edited(line) : line);
  }
}

/** What is left after the Backspaces and Ctrl-Us that were typed along. */
const edited = (line: string): string => {
  let kept: string[] = [];
  for (const character of line) {
    if (character === '\u007F' || character === '\b') kept.pop();
    else if (character === '\u0015') kept = [];
    else if (character >= ' ') kept.push(character);
  }
  return kept.join('');
};

export const createPlainIo = (
  input: PlainInput,
  output: PlainOutput,
  onInterrupt: () => void = () => {},
): PlainIo => {
  const reader = new LineReader(input, output, onInterrupt);
  return {
    print: (line) => void output.write(`${line}\n`),
    ask: (prompt) => reader.read(prompt, false),
    askSecret: (prompt) => reader.read(prompt, true),
  };
};
