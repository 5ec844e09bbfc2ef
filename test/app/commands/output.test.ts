import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {createOutput} from '../../../src/app/commands/output.ts';

test('--json keeps control characters of names away from the terminal, and their values whole', async () => {
  const stdout = new PassThrough();
  const output = createOutput({stdout, stderr: new PassThrough(), isJson: true, isQuiet: false});
  const name = 'a\u001b[2J\u007f\u009b31m é 你';
  await output.json({type: 'item', name});
  await output.problem({kind: 'file-unreadable', place: {path: name}});
  const sent = String(stdout.read());
  // eslint-disable-next-line no-control-regex -- they are what must not be there
  expect(sent).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  const records = sent
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records).toMatchObject([{name}, {place: {path: name}}]);
});
