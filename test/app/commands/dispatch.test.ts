import {describe, expect, test} from 'vitest';
import {parseCall} from '../../../src/app/commands/dispatch.ts';
import {ChatError} from '../../../src/engine/errors.ts';

const call = (line: string) => {
  const {command, args} = parseCall(line.split(' ').filter((word) => word !== ''));
  return {name: command?.name, ...args};
};

const refusal = (line: string): ChatError => {
  try {
    call(line);
  } catch (error) {
    if (error instanceof ChatError) return error;
  }
  throw new Error(`"${line}" was not refused`);
};

describe('a command line', () => {
  test('names a verb of one or two words, and its paths', () => {
    expect(call('inspect a b')).toMatchObject({name: 'inspect', positionals: ['a', 'b']});
    expect(call('vault init V')).toMatchObject({name: 'vault init', positionals: ['V']});
    expect(call('snapshots --vault V')).toMatchObject({name: 'vault snapshots', positionals: []});
  });

  test('may have flags for every command before the verb, also those with a value', () => {
    expect(call('--json inspect a')).toMatchObject({name: 'inspect', positionals: ['a']});
    expect(call('--lang zh inspect a')).toMatchObject({
      name: 'inspect',
      positionals: ['a'],
      values: {lang: 'zh'},
    });
    expect(call('--lang zh')).toMatchObject({name: undefined, values: {lang: 'zh'}});
    expect(call('--lang=zh inspect a')).toMatchObject({name: 'inspect'});
    expect(call('--key-file vault vault init V')).toMatchObject({name: 'vault init'});
  });

  test('without a verb starts the screens', () => {
    expect(call('')).toMatchObject({name: undefined, positionals: []});
    expect(call('--plain')).toMatchObject({name: undefined, values: {plain: true}});
  });

  test('with an unknown verb is refused, with a guess', () => {
    expect(refusal('inspct x')).toMatchObject({code: 'usage', hint: 'Did you mean "inspect"?'});
    expect(refusal('xyzzy').hint).toContain('--help');
  });

  test('with an unknown option is refused, and says where the options are listed', () => {
    const error = refusal('inspect x --frobnicate');
    expect(error.message).toContain('--frobnicate');
    expect(error.hint).toBe('chatark inspect --help lists the options.');
  });
});
