import {describe, expect, it} from 'vitest';
import {
  emojiOfShortcode,
  mattermostShortcode,
  shortcodeOf,
  slackShortcode,
} from '../../../src/formats/_shared/emoji-shortcodes.ts';
import {emojiShortcodes} from '../../../src/formats/_shared/emoji-shortcodes.table.ts';

describe('emoji short names', () => {
  it('gives the emoji of a usual and of another name', () => {
    expect(emojiOfShortcode('tada')).toBe('🎉');
    expect(emojiOfShortcode('+1')).toBe('👍');
    expect(emojiOfShortcode('thumbsup')).toBe('👍');
    expect(emojiOfShortcode('party_parrot')).toBeUndefined();
    expect(emojiOfShortcode('__proto__')).toBeUndefined();
  });

  it('reads and writes skin tones in the words of Slack and of Mattermost', () => {
    expect(emojiOfShortcode('+1::skin-tone-2')).toBe('👍🏻');
    expect(emojiOfShortcode('+1_medium_dark_skin_tone')).toBe('👍🏾');
    expect(slackShortcode('👍🏿')).toBe('+1::skin-tone-6');
    expect(mattermostShortcode('👍🏼')).toBe('+1_medium_light_skin_tone');
  });

  it('puts the tone of a joined emoji after the person', () => {
    expect(emojiOfShortcode('male-detective::skin-tone-4')).toBe('🕵🏽‍♂️');
    expect(slackShortcode('🕵🏽‍♂️')).toBe('male-detective::skin-tone-4');
  });

  it('finds an emoji with or without its variation selector', () => {
    expect(shortcodeOf('❤')).toEqual({name: 'heart'});
    expect(shortcodeOf('❤️')).toEqual({name: 'heart'});
    expect(shortcodeOf('hello')).toBeUndefined();
  });

  it('finds every emoji of the table again by its name', () => {
    for (const item of emojiShortcodes.trim().split(/\s+/)) {
      const emoji = item.slice(0, item.indexOf('='));
      expect(emojiOfShortcode(shortcodeOf(emoji)?.name ?? '')).toBe(emoji);
    }
  });
});
