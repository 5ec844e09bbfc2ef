// Words and class names of Telegram Desktop's HTML export that several files need.

export const formatId = 'telegram-html';

/** A service line without a message behind it. */
export const emptyChat = 'No exported messages';

export const unsupported = /^This message is not supported by this version of Telegram/;
