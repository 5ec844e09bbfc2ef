import {EventEmitter} from 'node:events';
import {expect, test} from 'vitest';
import {createInputReader} from '../../../src/app/terminal/input-reader.ts';
import {fakeTimers} from './fake-timers.ts';

class FakeStream extends EventEmitter {
  isFlowing = false;
  resume(): void {
    this.isFlowing = true;
  }

  pause(): void {
    this.isFlowing = false;
  }
}

const listen = () => {
  const stream = new FakeStream();
  const timers = fakeTimers();
  const keys: string[] = [];
  const reader = createInputReader(
    stream,
    (events) => {
      for (const event of events) keys.push(event.type === 'key' ? event.key : event.type);
    },
    timers,
  );
  reader.start();
  return {
    stream,
    timers,
    keys,
    reader,
    send: (text: string) => stream.emit('data', Buffer.from(text)),
  };
};

test('Esc alone is there after 40 ms', () => {
  const {send, timers, keys, reader} = listen();
  send('\u001B');
  expect(reader.isWaiting()).toBe(true);
  timers.pass(39);
  expect(keys).toEqual([]);
  timers.pass(1);
  expect(keys).toEqual(['escape']);
  expect(reader.isWaiting()).toBe(false);
});

test('an arrow that a slow link cut in two is an arrow', () => {
  const {send, timers, keys} = listen();
  send('\u001B');
  timers.pass(10);
  send('[A');
  timers.pass(1000);
  expect(keys).toEqual(['up']);
});

test('a longer piece of a sequence may take longer', () => {
  const {send, timers, keys} = listen();
  send('\u001B[1;');
  timers.pass(150);
  send('5C');
  expect(keys).toEqual(['ctrl+right']);
});

test('Esc does not eat the key that comes after it', () => {
  const {send, timers, keys} = listen();
  send('\u001B');
  timers.pass(45);
  send('j');
  expect(keys).toEqual(['escape', 'j']);
});

test('a character cut in the middle of its bytes is one character', () => {
  const {stream, keys} = listen();
  const bytes = Buffer.from('聊');
  stream.emit('data', bytes.subarray(0, 1));
  stream.emit('data', bytes.subarray(1));
  expect(keys).toEqual(['聊']);
});

test('a paste that never ends is given up after two seconds', () => {
  const {send, timers, keys} = listen();
  send('\u001B[200~text');
  timers.pass(2000);
  expect(keys).toEqual(['paste']);
});

test('a stopped reader reads nothing and leaves no timer', () => {
  const {send, timers, keys, reader, stream} = listen();
  send('\u001B');
  reader.stop();
  expect(stream.isFlowing).toBe(false);
  expect(timers.waiting()).toBe(0);
  send('j');
  expect(keys).toEqual([]);
});
