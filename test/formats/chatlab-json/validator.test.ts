import {expect, test} from 'vitest';
import {faultsOfJson} from './validator.ts';

type Message = Record<string, unknown>;

const document = (
  change: (root: {
    chatlab: Message;
    meta: Message;
    members: Message[];
    messages: Message[];
  }) => void,
): string => {
  const root = {
    chatlab: {version: '0.0.2', exportedAt: 1} as Message,
    meta: {name: 'n', platform: 'qq', type: 'group'} as Message,
    members: [{platformId: 'a', accountName: 'A'}] as Message[],
    messages: [
      {sender: 'a', accountName: 'A', timestamp: 5, type: 0, content: 'x', platformMessageId: '1'},
    ] as Message[],
  };
  change(root);
  return JSON.stringify(root);
};

const first = (messages: Message[]): Message => messages[0] ?? {};

test.each([
  ['nothing', () => undefined, []],
  [
    'milliseconds',
    ({messages}) => (first(messages)['timestamp'] = 1.7e12),
    ['INVALID_UNIX_SECONDS'],
  ],
  [
    'a time as text',
    ({messages}) => (first(messages)['timestamp'] = '5'),
    ['INVALID_UNIX_SECONDS'],
  ],
  [
    'an unknown sender',
    ({messages}) => (first(messages)['sender'] = 'b'),
    ['UNKNOWN_MESSAGE_SENDER'],
  ],
  [
    'an empty name',
    ({messages}) => (first(messages)['accountName'] = ''),
    ['INVALID_REQUIRED_STRING'],
  ],
  ['no content', ({messages}) => delete first(messages)['content'], ['INVALID_MESSAGE_CONTENT']],
  ['the type 6', ({messages}) => (first(messages)['type'] = 6), ['INVALID_MESSAGE_TYPE']],
  ['no messages', ({messages}) => (messages.length = 0), ['MISSING_MESSAGES']],
  ['an id twice', ({messages}) => messages.push({...first(messages)}), ['DUPLICATE_MESSAGE_ID']],
  ['a foreign owner', ({meta}) => (meta['ownerId'] = 'z'), ['UNKNOWN_OWNER']],
  ['a newer version', ({chatlab}) => (chatlab['version'] = '0.0.3'), ['UNSUPPORTED_VERSION']],
] as [string, Parameters<typeof document>[0], string[]][])(
  'the checker finds %s',
  (_, change, faults) => {
    expect(faultsOfJson(document(change))).toEqual(faults);
  },
);

test('a byte order mark is no JSON', () => {
  expect(faultsOfJson(`\ufeff${document(() => undefined)}`)).toEqual(['INVALID_JSON']);
});
