// Short names of standard emoji to the emoji itself and back, skin tones included. Knows no custom emoji.

import {emojiShortcodes} from './emoji-shortcodes.table.ts';

const variation = /\ufe0f/g;
const firstTone = 0x1f3fb;

/** Mattermost's words for the Fitzpatrick modifiers U+1F3FB to U+1F3FF, which Slack counts from 2 to 6. */
const toneWords = ['light', 'medium_light', 'medium', 'medium_dark', 'dark'] as const;

type Tables = {
  readonly emojiByName: ReadonlyMap<string, string>;
  readonly nameByEmoji: ReadonlyMap<string, string>;
};

const build = (): Tables => {
  const emojiByName = new Map<string, string>();
  const nameByEmoji = new Map<string, string>();
  for (const item of emojiShortcodes.trim().split(/\s+/)) {
    const at = item.indexOf('=');
    const emoji = item.slice(0, at);
    const names = item.slice(at + 1).split(',');
    for (const name of names) emojiByName.set(name, emoji);
    nameByEmoji.set(emoji.replace(variation, ''), names[0] ?? '');
  }
  return {emojiByName, nameByEmoji};
};

let built: Tables | undefined;
const tables = (): Tables => (built ??= build());

/** The modifier stands after the first code point, in place of a variation selector. */
const withTone = (emoji: string, tone: number): string => {
  const [first = '', ...rest] = emoji;
  if (rest[0] === '\ufe0f') rest.shift();
  return first + String.fromCodePoint(firstTone + tone) + rest.join('');
};

/** `+1`, `+1::skin-tone-3`, `+1_medium_light_skin_tone`; undefined for a custom emoji. */
export const emojiOfShortcode = (shortcode: string): string | undefined => {
  const {emojiByName} = tables();
  const exact = emojiByName.get(shortcode);
  if (exact !== undefined) return exact;
  const slack = /^(.+?)::skin-tone-([2-6])(?:-[2-6])?$/.exec(shortcode);
  if (slack) {
    const emoji = emojiByName.get(slack[1] ?? '');
    return emoji === undefined ? undefined : withTone(emoji, Number(slack[2]) - 2);
  }
  const words = /^(.+?)_(light|medium_light|medium|medium_dark|dark)_skin_tone$/.exec(shortcode);
  if (!words) return undefined;
  const emoji = emojiByName.get(words[1] ?? '');
  const tone = toneWords.findIndex((word) => word === words[2]);
  return emoji === undefined ? undefined : withTone(emoji, tone);
};

export type Shortcode = {
  readonly name: string;
  /** 0 to 4: from U+1F3FB to U+1F3FF. */
  readonly tone?: number;
};

/** The usual short name of one emoji; undefined when it is none, or newer than the table. */
export const shortcodeOf = (emoji: string): Shortcode | undefined => {
  const {nameByEmoji} = tables();
  const bare = emoji.replace(variation, '');
  const exact = nameByEmoji.get(bare);
  if (exact !== undefined) return {name: exact};
  const tones = [...bare.matchAll(/[\u{1f3fb}-\u{1f3ff}]/gu)];
  const [tone] = tones;
  if (!tone) return undefined;
  const name = nameByEmoji.get(bare.replace(/[\u{1f3fb}-\u{1f3ff}]/gu, ''));
  return name === undefined
    ? undefined
    : {name, tone: (tone[0].codePointAt(0) ?? firstTone) - firstTone};
};

/** `+1::skin-tone-3`. */
export const slackShortcode = (emoji: string): string | undefined => {
  const found = shortcodeOf(emoji);
  if (!found) return undefined;
  return found.tone === undefined ? found.name : `${found.name}::skin-tone-${found.tone + 2}`;
};

/** `+1_medium_light_skin_tone`. */
export const mattermostShortcode = (emoji: string): string | undefined => {
  const found = shortcodeOf(emoji);
  if (!found) return undefined;
  return found.tone === undefined
    ? found.name
    : `${found.name}_${toneWords[found.tone] ?? 'medium'}_skin_tone`;
};
