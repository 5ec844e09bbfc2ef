// Makes texts comparable: NFKC (full width, compatibility forms), lower case, accents kept. Not stemming, not ranking.

const simple = /^[\u0000-\u007f]*$/;

/** `ＡＢＣ`, `abc` and `ABC` become `abc`. CJK is unchanged. */
export const fold = (text: string): string =>
  simple.test(text) ? text.toLowerCase() : text.normalize('NFKC').toLowerCase();
