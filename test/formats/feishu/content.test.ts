import {describe, expect, test} from 'vitest';
import type {Asset} from '../../../src/engine/model/archive.ts';
import {partText} from '../../../src/engine/model/text.ts';
import {
  mentionInlines,
  renderedParts,
  structuredParts,
  systemText,
} from '../../../src/formats/feishu/content.ts';
import type {ContentWords} from '../../../src/formats/feishu/content.ts';

const unknown: string[] = [];
const words: ContentWords = {
  mentions: [
    {key: '@_user_1', name: 'Bo', person: 'ou_1', everyone: false},
    {key: '@_user_10', name: 'Bob', person: 'ou_10', everyone: false},
  ],
  asset: (id, name): Asset => ({id, ...(name === undefined ? {} : {name}), presence: 'absent'}),
  unknown: (type) => unknown.push(type),
};

describe('Feishu content', () => {
  test('the longer of two mentions wins', () => {
    expect(mentionInlines('@Bob @_user_1 @_user_10', words.mentions)).toMatchObject([
      {person: 'ou_10'},
      {text: ' '},
      {person: 'ou_1', text: '@Bo'},
      {text: ' '},
      {person: 'ou_10'},
    ]);
  });

  test('markers of lark-cli become media', () => {
    const parts = renderedParts('a [Image: img_1] b <file key="f" name="x (1).pdf"/> c', words);
    expect(parts.map(partText)).toEqual(['a ', '[image]', ' b ', '[file] x (1).pdf', ' c']);
  });

  test('a post in several languages is read in the first', () => {
    const content = JSON.stringify({zh_cn: {title: 'T', content: [[{tag: 'text', text: 'x'}]]}});
    expect(structuredParts('post', content, words).map(partText)).toEqual(['T\nx']);
  });

  test('content that is no JSON is kept as words, and unknown types are told', () => {
    expect(structuredParts('text', 'recalled', words).map(partText)).toEqual(['recalled']);
    structuredParts('hologram', '{"text":"?"}', words);
    expect(unknown).toEqual(['hologram']);
  });

  test('names go into the template of a system message', () => {
    const source =
      '{"template":"{from_user} invited {to_chatters}.","from_user":["A"],"to_chatters":["B","C"]}';
    expect(systemText(source)).toBe('A invited B、C.');
    expect(systemText('plain words')).toBe('plain words');
  });
});
