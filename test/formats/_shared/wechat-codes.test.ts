import {describe, expect, test} from 'vitest';
import {
  isVagueWord,
  kindOfCodes,
  kindOfLocalType,
  kindOfWord,
  splitLocalType,
} from '../../../src/formats/_shared/wechat-codes.table.ts';

describe('WeChat type codes', () => {
  test.each([
    [244813135921, 57, 'quote'],
    [21474836529, 5, 'link'],
    [25769803825, 6, 'file'],
    [12884901937, 3, 'music'],
    [81604378673, 19, 'forward'],
    [103079215153, 24, 'note'],
    [141733920817, 33, 'mini-program'],
    [154618822705, 36, 'mini-program'],
    [219043332145, 51, 'video-channel'],
    [266287972401, 62, 'pat'],
    [270582939697, 63, 'live'],
    [8589934592049, 2000, 'transfer'],
    [8594229559345, 2001, 'red-packet'],
  ])('the composite %d is an app message of subtype %d', (code, subtype, kind) => {
    expect(splitLocalType(code)).toEqual({type: 49, subtype});
    expect(kindOfLocalType(code)).toBe(kind);
    expect(kindOfLocalType(String(code))).toBe(kind);
  });

  test('digits beyond the safe integers are split exactly, and what is no number is refused', () => {
    expect(splitLocalType('9223372036854775807')).toEqual({type: 4294967295, subtype: 2147483647});
    expect(splitLocalType('244813135921.5')).toBeUndefined();
    expect(splitLocalType(2 ** 60)).toBeUndefined();
    expect(kindOfLocalType('text')).toBe('unknown');
  });

  test('Android keeps app messages under numbers whose low half is 49', () => {
    expect(kindOfCodes(436207665)).toBe('red-packet');
    expect(kindOfCodes(822083633)).toBe('quote');
    expect(kindOfCodes(0x7777_0031)).toBe('app');
  });

  test('PC 3.x tells pats from system lines by the subtype', () => {
    expect(kindOfCodes(10000, 4)).toBe('pat');
    expect(kindOfCodes(10000, 8000)).toBe('system');
    expect(kindOfCodes(49, 2000)).toBe('transfer');
  });

  test('the words of all exporters mean the same kinds, and vague words mean none', () => {
    expect(['文本', '文本消息', 'text'].map(kindOfWord)).toEqual(['text', 'text', 'text']);
    expect(['引用消息', '引用回复'].map(kindOfWord)).toEqual(['quote', 'quote']);
    expect(kindOfWord('toString')).toBeUndefined();
    expect(isVagueWord('未知类型(99)')).toBe(true);
    expect(isVagueWord('投票')).toBe(false);
  });
});
