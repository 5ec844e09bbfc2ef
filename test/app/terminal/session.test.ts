import {EventEmitter} from 'node:events';
import {describe, expect, test} from 'vitest';
import type {EndReason} from '../../../src/app/terminal/session.ts';
import {TerminalSession} from '../../../src/app/terminal/session.ts';
import {fakeTimers} from './fake-timers.ts';

class FakeInput extends EventEmitter {
  readonly isTTY = true;
  readonly raw: boolean[] = [];
  isBroken = false;
  setRawMode(isRaw: boolean): void {
    if (this.isBroken) throw Object.assign(new Error('setRawMode EIO'), {code: 'EIO'});
    this.raw.push(isRaw);
  }
}

class FakeOutput extends EventEmitter {
  text = '';
  isBroken = false;
  write(text: string): boolean {
    if (this.isBroken) throw Object.assign(new Error('write EIO'), {code: 'EIO'});
    this.text += text;
    return true;
  }
}

const start = () => {
  const input = new FakeInput();
  const output = new FakeOutput();
  const errors = new FakeOutput();
  const signals = new EventEmitter();
  const timers = fakeTimers();
  const log: string[] = [];
  const abandoned: boolean[] = [];
  const session = new TerminalSession({
    input,
    output,
    errors,
    signals,
    exit: (code) => log.push(`exit ${code}`),
    stop: () => log.push('stop'),
    abandon: () => abandoned.push(true),
    writeCrashLog: () => '/home/ana/.local/state/chatark/crash.log',
    after: timers.after,
  });
  session.attach({pause: () => log.push('pause'), resume: () => log.push('resume')});
  session.enter();
  return {input, output, errors, signals, timers, log, abandoned, session};
};

/** Until promises that are already resolved have been heard. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

describe('entering and leaving', () => {
  test('takes the alternate screen, paste marks and raw mode, and gives everything back', () => {
    const {output, input, session} = start();
    for (const mode of ['1049h', '7l', '2004h', '1007h', '25l'])
      expect(output.text).toContain(`?${mode}`);
    expect(input.raw).toEqual([true]);
    output.text = '';
    session.leave();
    for (const mode of ['1049l', '7h', '2004l', '1007r', '25h', '1000l', '1006l', '2026l']) {
      expect(output.text).toContain(`?${mode}`);
    }
    expect(output.text).toContain('\u001B[r\u001B[m');
    expect(input.raw).toEqual([true, false]);
  });

  test('leaves once, however often it is told', () => {
    const {output, session, signals} = start();
    session.leave();
    output.text = '';
    session.leave();
    signals.emit('exit');
    expect(output.text).toBe('');
  });

  test('leaves when the process exits by some other way', () => {
    const {output, signals} = start();
    signals.emit('exit');
    expect(output.text).toContain('?1049l');
  });

  test('turns the mouse on and off', () => {
    const {output, session} = start();
    expect(output.text).not.toContain('?1000h');
    session.setMouse(true);
    expect(output.text).toContain('?1000h');
    session.setMouse(false);
    expect(output.text).toContain('?1000l');
  });
});

describe('the end', () => {
  const ends: readonly (readonly [string, number, (started: ReturnType<typeof start>) => void])[] =
    [
      ['quitting', 0, ({session}) => void session.end({kind: 'quit', code: 0})],
      ['SIGINT', 130, ({signals}) => signals.emit('SIGINT')],
      ['SIGTERM', 143, ({signals}) => signals.emit('SIGTERM')],
      ['SIGHUP', 129, ({signals}) => signals.emit('SIGHUP')],
      ['the end of stdin', 129, ({input}) => input.emit('end')],
      [
        'EIO on stdin',
        129,
        ({input}) => input.emit('error', Object.assign(new Error('read EIO'), {code: 'EIO'})),
      ],
      [
        'EPIPE on stdout',
        129,
        ({output}) => output.emit('error', Object.assign(new Error('write'), {code: 'EPIPE'})),
      ],
      ['a thrown error', 1, ({signals}) => signals.emit('uncaughtException', new Error('boom'))],
      [
        'a rejection that nobody handles',
        1,
        ({signals}) => signals.emit('unhandledRejection', new Error('boom')),
      ],
    ];

  test.each(ends)('by %s exits with %i, once, after the hooks', async (_how, code, happen) => {
    const started = start();
    const {session, log, signals, input} = started;
    session.beforeEnd(async () => {
      await turn();
      log.push('checkpoint');
    });
    happen(started);
    // A dying terminal says so in many ways.
    signals.emit('SIGHUP');
    input.emit('end');
    input.emit('close');
    await turn();
    await turn();
    await turn();
    expect(log).toEqual(['pause', 'checkpoint', `exit ${code}`]);
  });

  test('waits no longer than 0.8 s for a hook that hangs', async () => {
    const {session, log, signals, timers} = start();
    session.beforeEnd(() => new Promise(() => {}));
    signals.emit('SIGHUP');
    await turn();
    timers.pass(799);
    await turn();
    expect(log).toEqual(['pause']);
    timers.pass(1);
    await turn();
    expect(log).toEqual(['pause', 'exit 129']);
  });

  test('comes although a hook fails, and the other hooks run', async () => {
    const {session, log} = start();
    session.beforeEnd(() => {
      throw new Error('the lock is gone');
    });
    session.beforeEnd(() => {
      log.push('other hook');
    });
    await session.end({kind: 'quit', code: 3});
    expect(log).toEqual(['pause', 'other hook', 'exit 3']);
  });

  test('tells the hooks why', async () => {
    const {session} = start();
    const reasons: EndReason[] = [];
    session.beforeEnd((reason) => {
      reasons.push(reason);
    });
    await session.end({kind: 'hang-up'});
    expect(reasons).toEqual([{kind: 'hang-up'}]);
  });

  test('does not wait for the hooks when Ctrl-C comes again', async () => {
    const {session, log, signals} = start();
    session.beforeEnd(() => new Promise(() => {}));
    signals.emit('SIGINT');
    signals.emit('SIGINT');
    await turn();
    expect(log).toEqual(['pause', 'exit 130']);
  });

  test('by a hang-up writes nothing to a terminal that is gone', async () => {
    const {output, input, signals, log} = start();
    output.isBroken = true;
    input.isBroken = true;
    output.text = '';
    signals.emit('SIGHUP');
    await turn();
    expect(output.text).toBe('');
    expect(log).toEqual(['pause', 'exit 129']);
  });

  test('lets go of the terminal before exiting only when it is gone', async () => {
    const lost = start();
    lost.signals.emit('SIGHUP');
    const quit = start();
    await quit.session.end({kind: 'quit', code: 0});
    await turn();
    expect(lost.abandoned).toEqual([true]);
    expect(quit.abandoned).toEqual([]);
  });

  test('comes when the terminal is found gone while writing', async () => {
    const {output, session, log} = start();
    output.isBroken = true;
    session.setMouse(true);
    await turn();
    expect(log).toEqual(['pause', 'exit 129']);
  });

  test('by a crash restores the screen first, then says where the details are', async () => {
    const {signals, errors, output} = start();
    output.text = '';
    signals.emit('uncaughtException', new Error('boom'));
    expect(output.text).toContain('?1049l');
    expect(errors.text).toContain('boom');
    expect(errors.text).toContain('/home/ana/.local/state/chatark/crash.log');
    await turn();
  });

  test('does not come because stderr is gone', async () => {
    const {errors, log} = start();
    errors.emit('error', Object.assign(new Error('write'), {code: 'EPIPE'}));
    await turn();
    expect(log).toEqual([]);
  });
});

describe('Ctrl-Z', () => {
  test('gives the terminal back, stops, and takes it again on SIGCONT, once', () => {
    const {session, output, input, signals, log, timers} = start();
    output.text = '';
    session.suspend();
    expect(output.text).toContain('?1049l');
    expect(input.raw).toEqual([true, false]);
    expect(log).toEqual(['pause', 'stop']);
    output.text = '';
    signals.emit('SIGCONT');
    timers.pass(1000);
    expect(output.text.match(/\?1049h/g)).toHaveLength(1);
    expect(input.raw).toEqual([true, false, true]);
    expect(log).toEqual(['pause', 'stop', 'resume']);
  });

  test('brings the screen back where nothing above us stops a process', () => {
    const {session, log, timers} = start();
    session.suspend();
    timers.pass(100);
    expect(log).toEqual(['pause', 'stop', 'resume']);
  });

  test('has no listener of its own in the way while it stops', () => {
    const {session, signals} = start();
    expect(signals.listenerCount('SIGTSTP')).toBe(1);
    session.suspend();
    expect(signals.listenerCount('SIGTSTP')).toBe(0);
    signals.emit('SIGCONT');
    expect(signals.listenerCount('SIGTSTP')).toBe(1);
  });

  test('works a second time, also when it comes as a signal', () => {
    const {session, signals, log} = start();
    session.suspend();
    signals.emit('SIGCONT');
    signals.emit('SIGTSTP');
    signals.emit('SIGCONT');
    expect(log).toEqual(['pause', 'stop', 'resume', 'pause', 'stop', 'resume']);
  });

  test('during the end does nothing', async () => {
    const {session, log} = start();
    const end = session.end({kind: 'quit', code: 0});
    session.suspend();
    await end;
    expect(log).toEqual(['pause', 'exit 0']);
  });

  test('of someone else (SIGSTOP) is repaired on SIGCONT', () => {
    const {signals, output, log} = start();
    output.text = '';
    signals.emit('SIGCONT');
    // Entering the alternate screen twice would lose where the cursor was on the first.
    expect(output.text).not.toContain('?1049h');
    expect(output.text).toContain('?7l');
    expect(log).toEqual(['resume']);
  });
});
