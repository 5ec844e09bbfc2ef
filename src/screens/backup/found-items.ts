// What was found in the chosen files, as items of a list and as the lines of their details. Pure.

import type {Format} from '../../app/i18n/format.ts';
import type {Language, Strings} from '../../app/i18n/strings.ts';
import type {InspectedExport} from '../../app/jobs/job.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import type {Inspection} from './state.ts';

export type FoundItem =
  | {readonly kind: 'export'; readonly each: InspectedExport}
  | {
      readonly kind: 'refused';
      readonly location: string;
      readonly because: string;
      readonly hint: string;
    }
  | {readonly kind: 'unknown'; readonly location: string};

export const itemsOf = ({exports, refused, unknown}: Inspection): readonly FoundItem[] => [
  ...exports.map((each): FoundItem => ({kind: 'export', each})),
  ...refused.map(({location, because, hint}): FoundItem => ({
    kind: 'refused',
    location,
    because,
    hint,
  })),
  ...unknown.map((location): FoundItem => ({kind: 'unknown', location})),
];

export const shortName = (location: string): string =>
  sanitizeLine(location.split('/').slice(-2).join('/'));

export const problemCountOf = ({problemCounts}: InspectedExport): number =>
  problemCounts.reduce((sum, [, count]) => sum + count, 0);

export type FoundWords = {
  readonly strings: Strings;
  readonly format: Format;
  readonly language: Language;
  readonly zone: string;
};

const exportLines = (
  each: InspectedExport,
  {strings, format, language, zone}: FoundWords,
): readonly string[] => {
  const {start: text, problems} = strings;
  const inferred: Readonly<Record<string, string>> = text.inferredWhat;
  const kinds: Readonly<Record<string, string>> = problems.kinds;
  return [
    sanitizeLine(each.location),
    `${each.formatTitle[language]} · ${each.format}`,
    text.because(sanitizeLine(each.because)),
    ...(each.failure === undefined ? [] : [sanitizeLine(each.failure)]),
    ...each.inferences.map(
      ({what, value, because}) =>
        `${text.inferred} ${inferred[what] ?? what}: ${sanitizeLine(value)} — ${sanitizeLine(because)}`,
    ),
    '',
    ...each.chats.map(({entries, title, first, last}) => {
      const range =
        first === undefined || last === undefined
          ? ''
          : `  ${format.date(first, zone)} … ${format.date(last, zone)}`;
      return `${format.count(entries).padStart(9)}  ${sanitizeLine(title)}${range}`;
    }),
    ...(each.problemCounts.length === 0
      ? []
      : ['', text.problemCount(format.count(problemCountOf(each)))]),
    ...each.problemCounts.map(
      ([kind, count]) => `${format.count(count).padStart(9)}  ${kinds[kind] ?? kind}`,
    ),
  ];
};

/** Everything that is known of one item; unwrapped. */
export const detailLines = (item: FoundItem, words: FoundWords): readonly string[] => {
  const {start: text} = words.strings;
  switch (item.kind) {
    case 'export':
      return exportLines(item.each, words);
    case 'refused':
      return [
        sanitizeLine(item.location),
        text.refused,
        sanitizeLine(item.because),
        '',
        sanitizeLine(item.hint),
      ];
    case 'unknown':
      return [sanitizeLine(item.location), text.unknown];
    default:
      return item satisfies never;
  }
};
