import {describe, expect, test} from 'vitest';
import {parseQqSender, qqTextParts} from '../../../src/formats/_shared/qq-sections.ts';

describe('QQ senders as printed', () => {
  test.each([
    ['【管理员】Alice(10001)', {name: 'Alice', id: '10001', title: '管理员', isSystem: false}],
    ['Bob(括号)(10002)', {name: 'Bob(括号)', id: '10002', isSystem: false}],
    ['carol<carol@example.com>', {name: 'carol', id: 'carol@example.com', isEmail: true}],
    ['a<b><c@d.e>', {name: 'a<b>', id: 'c@d.e', isEmail: true}],
    ['(10003)', {name: '', id: '10003'}],
    ['just a name', {name: 'just a name', isEmail: false, isSystem: false}],
    ['【不是头衔】名', {name: '【不是头衔】名'}],
    ['系统消息(10000)', {isSystem: true, id: '10000'}],
    ['系统消息', {isSystem: true}],
    ['Zed(12)', {name: 'Zed(12)'}],
  ])('%s', (printed, expected) => {
    expect(parseQqSender(printed)).toMatchObject(expected);
  });
});

describe('QQ bodies', () => {
  test('pictures break the text, faces stand in it', () => {
    expect(qqTextParts('看[图片]\n好[表情]')).toEqual([
      {kind: 'text', inlines: [{kind: 'plain', text: '看'}]},
      {kind: 'media', role: 'image', asset: {id: '[图片]', presence: 'absent'}},
      {
        kind: 'text',
        inlines: [
          {kind: 'plain', text: '好'},
          {kind: 'emoji', text: '[表情]'},
        ],
      },
    ]);
    expect(qqTextParts('[别的]')).toEqual([
      {kind: 'text', inlines: [{kind: 'plain', text: '[别的]'}]},
    ]);
  });
});
