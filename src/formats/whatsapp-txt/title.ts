// The chat's name, which the export holds in the names of its files only.

/** What the app calls its files, by language; the name of the chat is captured. Spaces may be underscores. */
const patterns: readonly RegExp[] = [
  /^WhatsApp Chat (?:with|mit|-) (.+)$/i,
  /^(?:Chat|Conversa|Conversación) (?:de |do |no )?WhatsApp (?:con|com) (.+)$/i,
  /^Conversa (?:do|no|de) WhatsApp com (.+)$/i,
  /^(?:Discussion|Conversation) WhatsApp avec (.+)$/i,
  /^Chat WhatsApp (?:con|s uživatelem|s používateľom|cu|med|met) (.+)$/iu,
  /^WhatsApp[- ]?(?:chat|gesprek|samtal|chatt|samtale|keskustelu) (?:met|med|dengan|con|with) (.+)$/iu,
  /^(?:Чат|Бесіда) WhatsApp (?:с контактом|с|з контактом|з|із) (.+)$/iu,
  /^Czat WhatsApp z (.+)$/iu,
  /^Chat WhatsApp dengan (.+)$/iu,
  /^(.+) ile WhatsApp (?:Sohbeti|sohbeti)$/u,
  /^(?:与|與|和)(.+?)的 ?WhatsApp ?(?:聊天|聊天记录|聊天記錄|對話|对话)$/u,
  /^WhatsApp(?:聊天|对话|對話)? ?[-–] ?(.+)$/u,
  /^(.+?)(?:さん)?との ?WhatsApp ?(?:チャット|トーク)$/u,
  /^WhatsApp ?(?:チャット|トーク) ?[-–] ?(.+)$/u,
  /^(.+?)님?(?:과의|와의|과|와) ?WhatsApp ?(?:대화|채팅)$/u,
  /^(?:דו-שיח|צ'אט) WhatsApp עם (.+)$/u,
  /^(?:محادثة|دردشة) (?:واتساب|WhatsApp) مع (.+)$/u,
  /^(.+) के साथ WhatsApp (?:चैट|बातचीत)$/u,
];

const foldName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\.(?:txt|zip)$/i, '')
    // Browsers number the copies of a download.
    .replace(/ ?\((\d{1,2})\)$/, '')
    .trim();

/** The chat's name in a file's or folder's name; undefined when it is not one that the app gives. */
export const titleFromName = (name: string): string | undefined => {
  const plainName = foldName(name);
  const spaced =
    /[^_]_[^_]/.test(plainName) && !plainName.includes(' ')
      ? plainName.replaceAll('_', ' ')
      : plainName;
  for (const pattern of patterns) {
    const title = pattern.exec(spaced)?.[1]?.trim();
    if (title !== undefined && title !== '') return title;
  }
  return undefined;
};

/** The transcript's own name, then its folder's, then that of what was opened. */
export const titleOf = (path: string, label: string): string | undefined => {
  const parts = path.split('/');
  return [parts.at(-1), parts.at(-2), label.split(/[/\\]/).at(-1)]
    .filter((name) => name !== undefined)
    .map(titleFromName)
    .find((title) => title !== undefined);
};
