// What the first pass decides for the second: dates, people, owner, kind and name of the chat, each with its reason said aloud.

import type {ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {ConversationKind} from '../../engine/model/archive.ts';
import type {CalendarName} from '../_shared/calendars.ts';
import {authorsOf, isStranger} from './authors.ts';
import {decideCalendar, decideDateOrder} from './date-order.ts';
import type {DateOrder} from './date-order.ts';
import {isAboutEncryption} from './lexicon.ts';
import {foldName} from './people.ts';
import type {Survey} from './survey.ts';

export type Plan = {
  readonly survey: Survey;
  readonly order: DateOrder;
  readonly calendar: CalendarName;
  readonly isIos: boolean;
  /** A direction mark in front of a body means that the app wrote it. */
  readonly areMarksReliable: boolean;
  /** Names, as they stand in the lines, that are people. */
  readonly authors: ReadonlySet<string>;
  /** iPhones put the group's name before system lines: it is nobody. */
  readonly groupAsAuthor: string | undefined;
  readonly title: string | undefined;
  readonly kind: ConversationKind;
  readonly owner: string | undefined;
};

type Facts = {
  readonly survey: Survey;
  readonly authors: ReadonlySet<string>;
  readonly fileTitle: string | undefined;
};

const isSame = (a: string, b: string): boolean =>
  foldName(a).toLowerCase() === foldName(b).toLowerCase();

/** Somebody who never wrote a word, and before whose first line the app speaks of encryption. */
const findGroupAsAuthor = (
  {survey, authors, fileTitle}: Facts,
  isReliable: boolean,
): string | undefined => {
  if (!isReliable) return undefined;
  const silent = [...authors].filter((name) => {
    const stats = survey.authors.byName.get(name);
    return stats !== undefined && stats.spokenFor === stats.count && !isStranger(name);
  });
  const isGroup = survey.hasGroupLines || authors.size > 3;
  if (!isGroup) return undefined;
  return (
    silent.find((name) => fileTitle !== undefined && isSame(name, fileTitle)) ??
    silent.find((name) =>
      isAboutEncryption((survey.authors.byName.get(name)?.sample ?? '').slice(name.length)),
    )
  );
};

const kindOf = (
  names: readonly string[],
  {survey, fileTitle}: Facts,
  hasGroupAuthor: boolean,
): ConversationKind => {
  if (survey.hasGroupLines || hasGroupAuthor || names.length > 2) return 'group';
  if (fileTitle !== undefined)
    return names.some((name) => isSame(name, fileTitle)) ? 'direct' : 'unknown';
  return names.length === 2 ? 'direct' : 'unknown';
};

type Owner = {readonly name: string; readonly because: string};

const youWords: ReadonlySet<string> = new Set([
  'you',
  'du',
  'tú',
  'você',
  'vous',
  'вы',
  '您',
  '你',
  'あなた',
  'me',
]);

const findOwner = (
  names: readonly string[],
  kind: ConversationKind,
  {survey, fileTitle}: Facts,
): Owner | undefined => {
  const deleters = names
    .map((name) => ({name, count: survey.authors.byName.get(name)?.deletedAsYou ?? 0}))
    .filter(({count}) => count > 0);
  const [deleter, another] = deleters;
  if (deleter && !another) {
    return {
      name: deleter.name,
      because: 'the app says "you deleted this message" in lines of this name',
    };
  }
  const literal = names.find((name) => youWords.has(foldName(name).toLowerCase()));
  if (literal !== undefined) return {name: literal, because: 'the name is the word for oneself'};
  const others = names.filter((name) => fileTitle === undefined || !isSame(name, fileTitle));
  const [other] = others;
  if (kind === 'direct' && names.length === 2 && others.length === 1 && other !== undefined) {
    return {name: other, because: 'the file is named after the other one'};
  }
  return undefined;
};

const chosenOwner = (names: readonly string[], wanted: string | undefined): string | undefined => {
  if (wanted === undefined) return undefined;
  const digits = wanted.replace(/\D/g, '');
  return (
    names.find((name) => isSame(name, wanted)) ??
    (digits.length > 5 ? names.find((name) => name.replace(/\D/g, '') === digits) : undefined)
  );
};

/** What is known besides the lines. */
export type Circumstances = {
  readonly options: ReadOptions;
  readonly path: string;
  /** The chat's name in the file's. */
  readonly fileTitle: string | undefined;
  readonly modifiedMs: number | undefined;
};

const sayDates = (
  survey: Survey,
  {options, modifiedMs, path}: Circumstances,
  ctx: ReadContext,
): Pick<Plan, 'order' | 'calendar'> => {
  const decision = decideDateOrder(survey.evidence, {chosen: options.dateOrder, modifiedMs});
  ctx.infer({what: 'date-order', value: decision.order, because: decision.because});
  if (decision.isGuess) {
    ctx.report({
      kind: 'ambiguous-date-order',
      place: {path},
      detail: `Every date can be read in two ways; taken as ${decision.order}.`,
    });
  }
  const {calendar, because} = decideCalendar(survey.evidence);
  if (calendar !== 'gregory') ctx.infer({what: 'calendar', value: calendar, because});
  ctx.infer({
    what: 'zone',
    value: options.zone,
    because: 'the export prints local time without a zone',
  });
  return {order: decision.order, calendar};
};

const sayLayout = (survey: Survey, isIos: boolean, ctx: ReadContext): void => {
  const lines = `${survey.count} lines begin with a date in this layout`;
  const strange = survey.foreign > 0 ? `; ${survey.foreign} in another are taken as text` : '';
  ctx.infer({
    what: 'dialect',
    value: isIos ? 'iOS' : survey.frame === 'dash' ? 'Android' : 'old iOS',
    because: lines + strange,
  });
};

export const makePlan = (survey: Survey, circumstances: Circumstances, ctx: ReadContext): Plan => {
  const {options, fileTitle} = circumstances;
  const isIos = survey.frame !== 'dash';
  const areMarksReliable = survey.system === 0 || survey.marked > 20 * survey.system;
  sayLayout(survey, isIos, ctx);
  const dates = sayDates(survey, circumstances, ctx);
  const facts: Facts = {survey, authors: authorsOf(survey.authors), fileTitle};
  const groupAsAuthor = findGroupAsAuthor(facts, isIos && areMarksReliable);
  const names = [...facts.authors].filter((name) => name !== groupAsAuthor);
  const distinct = [...new Set(names.map(foldName))];
  const kind = kindOf(distinct, facts, groupAsAuthor !== undefined);
  const chosen = chosenOwner(distinct, options.owner);
  const inferred = chosen === undefined ? findOwner(names, kind, facts) : undefined;
  if (inferred)
    ctx.infer({what: 'owner', value: foldName(inferred.name), because: inferred.because});
  const owner = chosen ?? (inferred ? foldName(inferred.name) : undefined);
  const partner =
    kind === 'direct' && owner !== undefined ? distinct.find((name) => name !== owner) : undefined;
  const title =
    fileTitle ??
    (groupAsAuthor === undefined ? undefined : foldName(groupAsAuthor)) ??
    survey.title ??
    partner;
  return {
    survey,
    ...dates,
    isIos,
    areMarksReliable,
    authors: facts.authors,
    groupAsAuthor,
    title,
    kind,
    owner,
  };
};
