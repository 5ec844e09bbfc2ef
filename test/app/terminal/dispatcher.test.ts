import {describe, expect, test} from 'vitest';
import type {Command} from '../../../src/app/keymap.ts';
import type {Layer} from '../../../src/app/terminal/dispatcher.ts';
import {Dispatcher} from '../../../src/app/terminal/dispatcher.ts';
import type {InputEvent} from '../../../src/app/terminal/keys.ts';
import {keyEvent} from '../../../src/app/terminal/keys.ts';
import {fakeTimers} from './fake-timers.ts';

const layer = (commands: readonly Command[], rest: Partial<Layer> = {}): Layer => ({
  scopes: [],
  commands,
  isModal: false,
  isGlobal: false,
  ...rest,
});

const start = () => {
  const log: string[] = [];
  const timers = fakeTimers();
  const dispatcher = new Dispatcher({
    flush: () => log.push('render'),
    onDisabled: ({disabledReason}) => log.push(`no: ${disabledReason}`),
    now: timers.now,
    timers,
  });
  const command = (id: string, keys: readonly string[], rest: Partial<Command> = {}): Command => ({
    id,
    keys,
    title: id,
    run: () => log.push(id),
    ...rest,
  });
  const press = (...keys: readonly string[]): void =>
    dispatcher.push(keys.map((key): InputEvent => keyEvent(key, key.length === 1 ? key : '')));
  return {log, timers, dispatcher, command, press};
};

describe('a key', () => {
  test('runs the command of the nearest layer that has one', () => {
    const {dispatcher, command, press, log, timers} = start();
    dispatcher.register(layer([command('outer', ['x']), command('quit', ['q'])]));
    dispatcher.register(layer([command('inner', ['x'])], {scopes: ['inner']}));
    press('x');
    timers.pass(20);
    press('q');
    expect(log).toEqual(['inner', 'quit']);
  });

  test('of a command that does not exist now goes on to the layers below', () => {
    const {dispatcher, command, press, log} = start();
    dispatcher.register(layer([command('below', ['x'])]));
    dispatcher.register(layer([command('above', ['x'], {when: false})], {scopes: ['inner']}));
    press('x');
    expect(log).toEqual(['below']);
  });

  test('of a disabled command says why instead', () => {
    const {dispatcher, command, press, log} = start();
    dispatcher.register(layer([command('start', ['s'], {disabledReason: 'no vault'})]));
    press('s');
    expect(log).toEqual(['no: no vault']);
  });

  test('under a modal layer reaches only what is global', () => {
    const {dispatcher, command, press, log, timers} = start();
    dispatcher.register(layer([command('screen', ['x']), command('quit', ['q'])]));
    dispatcher.register(layer([command('cancel', ['ctrl+c'])], {isGlobal: true}));
    dispatcher.register(layer([command('overlay', ['x'])], {scopes: ['inner'], isModal: true}));
    press('q');
    timers.pass(20);
    press('x');
    timers.pass(20);
    press('ctrl+c');
    expect(log).toEqual(['overlay', 'cancel']);
  });

  test('under the later of two modal layers reaches only that one', () => {
    const {dispatcher, command, press, log, timers} = start();
    const question = layer([command('yes', ['y'])], {
      scopes: ['screen', 'question'],
      isModal: true,
    });
    const help = layer([command('close', ['escape'])], {scopes: ['help'], isModal: true});
    dispatcher.register(question);
    dispatcher.register(help);
    press('y');
    timers.pass(20);
    press('escape');
    dispatcher.unregister(help);
    timers.pass(20);
    press('y');
    expect(log).toEqual(['close', 'yes']);
  });

  test('in full width means its ASCII key', () => {
    const {dispatcher, command, press, log} = start();
    dispatcher.register(
      layer([command('help', ['?']), command('search', ['/']), command('first', ['1'])]),
    );
    press('？', '、', '１');
    expect(log).toEqual(['help', 'render', 'search', 'render', 'first']);
  });

  test('that came as Alt without being bound is Esc and then the key', () => {
    const {dispatcher, command, press, log} = start();
    dispatcher.register(
      layer([command('back', ['escape']), command('down', ['j'], {isMotion: true})]),
    );
    dispatcher.push([{...keyEvent('alt+j'), escaped: keyEvent('j', 'j')}]);
    expect(log).toEqual(['back', 'render', 'down']);
    dispatcher.register(layer([command('word', ['alt+j'])]));
    dispatcher.push([{...keyEvent('alt+j'), escaped: keyEvent('j', 'j')}]);
    press();
    expect(log).toHaveLength(3);
  });
});

describe('a batch of keys', () => {
  test('of motions is applied whole and in order, without a render in between', () => {
    const {dispatcher, command, press, log} = start();
    dispatcher.register(
      layer([command('down', ['j'], {isMotion: true}), command('up', ['k'], {isMotion: true})]),
    );
    press('j', 'j', 'k', 'j');
    expect(log).toEqual(['down', 'down', 'up', 'down']);
  });

  test('is rendered before a command that must see what the motions did', () => {
    const {dispatcher, command, press, log} = start();
    dispatcher.register(
      layer([command('down', ['j'], {isMotion: true}), command('open', ['enter'])]),
    );
    press('j', 'enter', 'j');
    expect(log).toEqual(['down', 'render', 'open', 'render', 'down']);
  });

  test('gives a key to the screen that the key before it opened', () => {
    const {log, timers} = start();
    const open: Command = {id: 'open', keys: ['enter'], title: 'open', run: () => log.push('open')};
    const first = layer([open, {...open, id: 'old', keys: ['x'], run: () => log.push('old x')}]);
    const second = layer([{...open, id: 'new', keys: ['x'], run: () => log.push('new x')}]);
    const dispatcher = new Dispatcher({
      flush: () => dispatcher.replace(first, second),
      now: timers.now,
      timers,
    });
    dispatcher.register(first);
    dispatcher.push([keyEvent('enter'), keyEvent('x', 'x')]);
    expect(log).toEqual(['open', 'new x']);
  });

  test('comes at most once per frame, and nothing is lost', () => {
    const {dispatcher, command, press, log, timers} = start();
    dispatcher.register(layer([command('down', ['j'], {isMotion: true})]));
    press('j');
    press('j');
    press('j');
    expect(log).toEqual(['down']);
    expect(dispatcher.isWaiting()).toBe(true);
    timers.pass(16);
    expect(log).toEqual(['down', 'down', 'down']);
    expect(dispatcher.isWaiting()).toBe(false);
  });

  test('waits longer where a frame takes long, so that held keys stop when released', () => {
    const {dispatcher, command, press, log, timers} = start();
    dispatcher.register(layer([command('down', ['j'], {isMotion: true})]));
    dispatcher.noteFrame(30);
    press('j');
    press('j');
    timers.pass(59);
    expect(log).toHaveLength(1);
    timers.pass(1);
    expect(log).toHaveLength(2);
  });
});

describe('a text field in focus', () => {
  const withField = () => {
    const started = start();
    const field = layer([], {
      text: {
        wants: (key, text) => text !== '' || key === 'left',
        receive: (event) =>
          started.log.push(
            event.type === 'key' ? `typed ${event.text || event.key}` : `pasted ${event.text}`,
          ),
      },
    });
    return {...started, field};
  };

  test('takes what types, also where a nearer layer has a command for it', () => {
    const {dispatcher, command, press, log, field} = withField();
    dispatcher.register(field);
    dispatcher.register(
      layer([command('quit', ['q']), command('down', ['down'], {isMotion: true})]),
    );
    press('q', '？', 'left', 'down');
    expect(log).toEqual(['typed q', 'typed ？', 'typed left', 'down']);
  });

  test('gets a paste as one event, and nobody else does', () => {
    const {dispatcher, command, log, field} = withField();
    dispatcher.register(field);
    dispatcher.register(layer([command('quit', ['q'])]));
    dispatcher.push([{type: 'paste', text: 'q\nq'}]);
    expect(log).toEqual(['pasted q\nq']);
  });

  test('under a modal layer gets nothing', () => {
    const {dispatcher, press, log, field} = withField();
    dispatcher.register(field);
    dispatcher.register(layer([], {scopes: ['inner'], isModal: true}));
    press('a');
    dispatcher.push([{type: 'paste', text: 'text'}]);
    expect(log).toEqual([]);
  });
});

test('a paste without a text field does nothing', () => {
  const {dispatcher, command, log} = start();
  dispatcher.register(layer([command('quit', ['q'])]));
  dispatcher.push([{type: 'paste', text: 'q'}]);
  expect(log).toEqual([]);
});

test('the wheel moves three rows where nothing else wants it', () => {
  const {dispatcher, command, log} = start();
  dispatcher.register(layer([command('down', ['down'], {isMotion: true})]));
  dispatcher.push([{type: 'mouse', action: 'wheel-down', button: 'none', column: 0, row: 0}]);
  expect(log).toEqual(['down', 'down', 'down']);
});

describe('the commands that can be reached', () => {
  test('have only the keys that nothing nearer takes', () => {
    const {dispatcher, command} = start();
    dispatcher.register(layer([command('back', ['escape', 'h']), command('quit', ['q'])]));
    dispatcher.register(
      layer([command('left', ['h']), command('none', ['z'], {when: false})], {scopes: ['inner']}),
    );
    expect(dispatcher.activeCommands().map(({id, keys}) => [id, ...keys])).toEqual([
      ['left', 'h'],
      ['back', 'escape'],
      ['quit', 'q'],
    ]);
  });

  test('leave out what a text field would type', () => {
    const {dispatcher, command} = start();
    dispatcher.register(
      layer([command('help', ['?', 'f1']), command('quit', ['q']), command('palette only', [])]),
    );
    dispatcher.register(layer([], {text: {wants: (_key, text) => text !== '', receive: () => {}}}));
    expect(dispatcher.activeCommands().map(({id, keys}) => [id, ...keys])).toEqual([
      ['help', 'f1'],
      ['palette only'],
    ]);
  });

  test('are the same array until something in them changes', () => {
    const {dispatcher, command} = start();
    const before = layer([command('a', ['a'])]);
    dispatcher.register(before);
    const first = dispatcher.activeCommands();
    const same = layer([command('a', ['a'])]);
    dispatcher.replace(before, same);
    expect(dispatcher.activeCommands()).toBe(first);
    dispatcher.replace(same, layer([command('a', ['a'], {disabledReason: 'later'})]));
    expect(dispatcher.activeCommands()).not.toBe(first);
  });

  test('can be run by id, unless a modal layer hides them', () => {
    const {dispatcher, command, log} = start();
    dispatcher.register(layer([command('copy', [])]));
    expect(dispatcher.runById('copy')).toBe(true);
    expect(dispatcher.runById('paste')).toBe(false);
    dispatcher.register(layer([], {scopes: ['inner'], isModal: true}));
    expect(dispatcher.runById('copy')).toBe(false);
    expect(log).toEqual(['copy']);
  });
});
