// What a system line says: which event, who did it, whom it concerns. Knows sentences, not people (those come from the caller).

import {foldMarks} from '../_shared/invisible-marks.ts';
import {isAboutEncryption, phraseOf} from './lexicon.ts';
import {noticeLanguages} from './notices.table.ts';
import type {NoticeKind} from './notices.table.ts';

/** The exporting person, where the sentence says `you`. */
export const you = Symbol('you');
export type Named = string | typeof you;

export type Sentence = {
  readonly kind: NoticeKind | 'encryption';
  readonly language?: string;
  readonly actor?: Named;
  readonly members: readonly Named[];
  readonly title?: string;
  /** `24 hours`, `7 days` of a timer. */
  readonly seconds?: number;
};

type Rule = {
  readonly kind: NoticeKind;
  readonly language: string;
  readonly isMine: boolean;
  /** The fixed words, longest run: a cheap test before the pattern. */
  readonly anchor: string;
  readonly pattern: RegExp;
};

const quote = '["“”„«»‹›「」『』‟〝〞]';
/** What may stand for each placeholder; titles may hold anything, names no quotation marks. */
const places: Readonly<Record<string, string>> = {
  a: '(?<a>[^"“”„«»]{1,120}?)',
  m: '(?<m>[^"“”„«»]{1,600}?)',
  t: '(?<t>.{1,200}?)',
  o: '.{1,200}?',
  x: '.{0,600}?',
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const compile = (sentence: string): RegExp => {
  const source = sentence
    .split(/(\{[amtox]\}|["'’])/)
    .map((piece) => {
      if (piece === '"') return ` ?${quote} ?`;
      if (piece === "'" || piece === '’') return "['’]";
      return /^\{[amtox]\}$/.test(piece) ? (places[piece.charAt(1)] ?? '') : escaped(piece);
    })
    .join('');
  return new RegExp(`^${source}[.。]?$`, 'iu');
};

const anchorOf = (sentence: string): string =>
  sentence
    .split(/\{[amtox]\}|["'’]/)
    .reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '')
    .toLowerCase();

const ruleOf = (kind: string, language: string, shown: string): Rule => {
  const isMine = shown.startsWith('*');
  const sentence = isMine ? shown.slice(1) : shown;
  return {
    kind: kind as NoticeKind,
    language,
    isMine,
    anchor: anchorOf(sentence),
    pattern: compile(sentence),
  };
};

const rulesOf = (language: string): readonly Rule[] => {
  const {sentences, mine} = noticeLanguages[language] ?? {sentences: {}};
  return Object.entries(sentences).flatMap(([kind, list]) =>
    list.flatMap((shown) => {
      const isTheirs = mine !== undefined && shown.startsWith(mine[0]);
      const both = isTheirs ? [shown, `*${mine[1]}${shown.slice(mine[0].length)}`] : [shown];
      return both.map((sentence) => ruleOf(kind, language, sentence));
    }),
  );
};

const rules = new Map<string, readonly Rule[]>();

const cachedRules = (language: string): readonly Rule[] => {
  let list = rules.get(language);
  if (!list) {
    list = rulesOf(language);
    rules.set(language, list);
  }
  return list;
};

/** Notices are one line and short; anything longer is a text that only looks like one. */
const longestNotice = 700;

const nameOf = (text: string, language: string): Named => {
  const name = text.trim();
  return noticeLanguages[language]?.you.includes(name.toLowerCase()) === true ? you : name;
};

/** Words that show that no person is meant: `Ana added this group to the community`. */
const noPerson =
  /\b(?:this group|community|comunidad|comunidade|communauté|diese gruppe|este grupo)\b/i;

/** `Ana, Ben and Carla`, unless that is somebody's name. */
const membersOf = (text: string, language: string, isKnown: (name: string) => boolean): Named[] => {
  if (isKnown(text.trim())) return [text.trim()];
  const pieces = text.split(/, |، |，|、/);
  const last = pieces.pop() ?? '';
  const conjunction = isKnown(last.trim())
    ? undefined
    : noticeLanguages[language]?.and.find((word) => last.includes(word));
  const names = conjunction === undefined ? [last] : last.split(conjunction);
  return [...pieces, ...names]
    .filter((name) => name.trim() !== '')
    .map((name) => nameOf(name, language));
};

const units: readonly (readonly [RegExp, number])[] = [
  [/(\d+) (?:hours?|stunden?|horas?|heures?|ore|ora|uur|час)/iu, 3600],
  [/(\d+) (?:days?|tagen?|días?|dias?|jours?|giorn[io]|dagen|дн|ден|hari)/iu, 86_400],
  [/(\d+) (?:weeks?|wochen?|semanas?|semaines?|settiman[ae])/iu, 604_800],
];

const timerSeconds = (text: string): number | undefined => {
  for (const [pattern, seconds] of units) {
    const match = pattern.exec(text);
    if (match) return Number(match[1]) * seconds;
  }
  return /turned off|deaktiviert|desactiv|desativ|désactiv|disattivat|uitgeschakeld|отключ/i.test(
    text,
  )
    ? 0
    : undefined;
};

const understood = (
  rule: Rule,
  match: RegExpExecArray,
  isKnown: (name: string) => boolean,
): Sentence | undefined => {
  const {a, m, t} = match.groups ?? {};
  const isAboutPeople = rule.kind === 'members-added' || rule.kind === 'members-removed';
  if (isAboutPeople && m !== undefined && noPerson.test(m)) return undefined;
  if (a?.includes(': ') === true) return undefined;
  const members = m === undefined ? [] : membersOf(m, rule.language, isKnown);
  const actor = rule.isMine ? you : a === undefined ? undefined : nameOf(a, rule.language);
  // `Ana te añadió`: the one who was added is in the verb.
  const isMe = isAboutPeople && m === undefined;
  const seconds = rule.kind === 'timer-changed' ? timerSeconds(match[0]) : undefined;
  return {
    kind: rule.kind,
    language: rule.language,
    members: isMe || (rule.kind === 'role-changed' && rule.isMine) ? [you] : members,
    ...(actor === undefined ? {} : {actor}),
    ...(t === undefined ? {} : {title: t}),
    ...(seconds === undefined ? {} : {seconds}),
  };
};

type Found = {readonly sentence: Sentence; readonly isSure: boolean};

/** Reads the system lines of one file: its language, once found, is tried first. */
export class SentenceReader {
  readonly #isKnown: (name: string) => boolean;
  #language: string | undefined;

  /** `isKnown`: is this the name of an author of the file? */
  constructor(isKnown: (name: string) => boolean) {
    this.#isKnown = isKnown;
  }

  /** The meaning; undefined where no sentence fits. */
  read(text: string): Sentence | undefined {
    const line = foldMarks(text).trim();
    if (line.length > longestNotice || line.includes('\n') || phraseOf(line)) return undefined;
    const found = this.#search(line);
    if (found?.isSure) return found.sentence;
    if (isAboutEncryption(line) && found?.sentence.title === undefined) {
      return {kind: 'encryption', members: []};
    }
    return found?.sentence;
  }

  #search(line: string): Found | undefined {
    const usual = this.#language;
    let best = usual === undefined ? undefined : this.#searchIn(usual, line);
    if (best) return best;
    for (const language of Object.keys(noticeLanguages)) {
      if (language === usual) continue;
      const found = this.#searchIn(language, line);
      if (found?.isSure) best = found;
      else best ??= found;
      if (found?.isSure) break;
    }
    this.#language = best?.sentence.language ?? usual;
    return best;
  }

  /** The first sentence that fits, but rather one whose actor is known. */
  #searchIn(language: string, line: string): Found | undefined {
    const lower = line.toLowerCase();
    let best: Found | undefined;
    for (const rule of cachedRules(language)) {
      if (!lower.includes(rule.anchor)) continue;
      const match = rule.pattern.exec(line);
      const sentence = match ? understood(rule, match, this.#isKnown) : undefined;
      if (!sentence) continue;
      const {actor} = sentence;
      if (actor === you || (actor !== undefined && this.#isKnown(actor))) {
        return {sentence, isSure: true};
      }
      best ??= {sentence, isSure: false};
    }
    return best;
  }
}
