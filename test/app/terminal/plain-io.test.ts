import {EventEmitter} from 'node:events';
import {expect, test} from 'vitest';
import {createPlainIo} from '../../../src/app/terminal/plain-io.ts';

class FakeInput extends EventEmitter {
  readonly raw: boolean[] = [];
  constructor(readonly isTTY: boolean) {
    super();
  }

  resume(): void {}
  pause(): void {}
  setRawMode(isRaw: boolean): void {
    this.raw.push(isRaw);
  }

  send(text: string): void {
    this.emit('data', Buffer.from(text));
  }
}

const start = (isTty = false) => {
  const input = new FakeInput(isTty);
  let written = '';
  let interrupts = 0;
  const io = createPlainIo(
    input,
    {
      write: (text) => {
        written += text;
      },
    },
    () => {
      interrupts += 1;
    },
  );
  return {input, io, written: () => written, interrupts: () => interrupts};
};

test('each question gets its line, also when all came at once', async () => {
  const {input, io, written} = start();
  input.send('1\nyes\r\n备份\n');
  expect(await io.ask('a? ')).toBe('1');
  expect(await io.ask('b? ')).toBe('yes');
  expect(await io.ask('c? ')).toBe('备份');
  expect(written()).toBe('a? b? c? ');
});

test('a line that comes in pieces is one line', async () => {
  const {input, io} = start();
  const answer = io.ask('name: ');
  const bytes = Buffer.from('聊天\n');
  input.emit('data', bytes.subarray(0, 2));
  input.emit('data', bytes.subarray(2));
  expect(await answer).toBe('聊天');
});

test('the end of the input ends the questions, after a last line without newline', async () => {
  const {input, io} = start();
  input.send('last');
  input.emit('end');
  expect(await io.ask('a? ')).toBe('last');
  expect(await io.ask('b? ')).toBeUndefined();
});

test('a secret is read in raw mode, and the echo comes back', async () => {
  const {input, io, written} = start(true);
  const answer = io.askSecret('passphrase: ');
  input.send('wrong\u0015se');
  input.send('x\u007Fcret\r');
  expect(await answer).toBe('secret');
  expect(input.raw).toEqual([true, false]);
  expect(written()).toBe('passphrase: \n');
});

test('Ctrl-C in a secret restores the terminal and is passed on', () => {
  const {input, io, interrupts} = start(true);
  void io.askSecret('passphrase: ');
  input.send('ab\u0003');
  expect(input.raw).toEqual([true, false]);
  expect(interrupts()).toBe(1);
});

test('a secret from a pipe is a line like any other', async () => {
  const {input, io} = start(false);
  input.send('sec ret \n');
  expect(await io.askSecret('passphrase: ')).toBe('sec ret ');
  expect(input.raw).toEqual([]);
});
