// Words that depend on a number. Numbers themselves are formatted by format.ts.

const rules = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

/** `plural(1, 'chat')` → `1 chat`, `plural(1200, 'chat')` → `1,200 chats`. English needs it, Chinese does not. */
export const plural = (count: number, one: string, other = `${one}s`): string =>
  `${numbers.format(count)} ${rules.select(count) === 'one' ? one : other}`;

/** For a number that is text already: `counted('1', 'chat')` → `1 chat`. */
export const counted = (count: string, one: string, other = `${one}s`): string =>
  `${count} ${count === '1' ? one : other}`;
