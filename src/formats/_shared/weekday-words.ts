// Days of the week by their printed names, long and short, in the languages of the chat apps of Asia and a few more. Words come from Intl.

const languages = 'en ja zh-TW zh-CN ko th id vi ms es pt fr de it ru tr'.split(' ');

const fold = (word: string): string => word.toLowerCase().replace(/[\s.,()（）]+/g, '');

const dayMs = 86_400_000;
/** A Sunday. */
const sunday = Date.UTC(2023, 0, 1);

let words: Map<string, Set<number>> | undefined;

const readWords = (): Map<string, Set<number>> => {
  const found = new Map<string, Set<number>>();
  for (const language of languages) {
    const hasLetters = /^(?:ja|zh|ko)/.test(language);
    for (const weekday of ['long', 'short', ...(hasLetters ? ['narrow' as const] : [])] as const) {
      const format = new Intl.DateTimeFormat(language, {weekday, timeZone: 'UTC'});
      for (let day = 0; day < 7; day++) {
        const word = fold(format.format(sunday + day * dayMs));
        found.set(word, (found.get(word) ?? new Set()).add(day));
      }
    }
  }
  // Intl has the long names only.
  for (const [day, word] of ['อา', 'จ', 'อ', 'พ', 'พฤ', 'ศ', 'ส'].entries())
    found.set(word, (found.get(word) ?? new Set()).add(day));
  return found;
};

/** Days that the word names (Sunday is 0); a short name may be one of several. Undefined: no such word. */
export const weekdaysOf = (word: string): ReadonlySet<number> | undefined => {
  words ??= readWords();
  return words.get(fold(word));
};

export const weekdayOf = (year: number, month: number, day: number): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay();
