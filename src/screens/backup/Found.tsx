// What was recognised in the chosen files, why, how much, and what was not understood.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useLanguage, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {List} from '../../app/ui/List.tsx';
import {Notice} from '../../app/ui/Notice.tsx';
import {row, span} from '../../app/ui/spans.ts';
import type {Span} from '../../app/ui/spans.ts';
import {useList} from '../../app/ui/use-list.ts';
import type {InspectedExport} from '../../app/jobs/job.ts';
import type {Inspection} from './state.ts';

export type FoundProps = {readonly inspection: Inspection; readonly onNext: () => void};

type Item =
  | {readonly kind: 'export'; readonly each: InspectedExport}
  | {readonly kind: 'refused'; readonly location: string; readonly why: string}
  | {readonly kind: 'unknown'; readonly location: string};

const itemsOf = ({exports, refused, unknown}: Inspection): readonly Item[] => [
  ...exports.map((each): Item => ({kind: 'export', each})),
  ...refused.map(({location, because, hint}): Item => ({
    kind: 'refused',
    location,
    why: `${because} ${hint}`,
  })),
  ...unknown.map((location): Item => ({kind: 'unknown', location})),
];

const shortName = (location: string): string =>
  sanitizeLine(location.split('/').slice(-2).join('/'));

/** Everything about one export: why it was recognised, what was inferred, its chats, its problems. */
const ExportDetails = ({
  each,
  onClose,
}: {
  readonly each: InspectedExport;
  readonly onClose: () => void;
}): ReactNode => {
  const {zone} = useServices();
  const {start: text, ui} = useStrings();
  const format = useFormat();
  const lang = useLanguage();
  const {width, height} = useArea();
  const lines = [
    sanitizeLine(each.location),
    `${each.formatTitle[lang]} (${each.format})`,
    text.because(sanitizeLine(each.because)),
    ...(each.failure === undefined ? [] : [sanitizeLine(each.failure)]),
    ...each.inferences.map(
      ({what, value, because}) =>
        `${text.inferred} ${what}: ${sanitizeLine(value)} — ${sanitizeLine(because)}`,
    ),
    '',
    ...each.chats.map(
      (chat) =>
        `${format.count(chat.entries).padStart(9)}  ${sanitizeLine(chat.title)}${chat.first === undefined || chat.last === undefined ? '' : `  ${format.date(chat.first, zone())} … ${format.date(chat.last, zone())}`}`,
    ),
    '',
    ...each.problemCounts.map(([kind, count]) => `${kind}: ${format.count(count)}`),
  ].flatMap((line) => wrapText(line, Math.max(8, width - 4)));
  const list = useList({count: lines.length, height});
  useKeymap([
    {
      id: 'found.close',
      keys: ['escape', 'q', 'h', 'left', 'enter'],
      title: ui.back,
      hint: 1,
      run: onClose,
    },
  ]);
  return <List list={list} highlight="pointer" renderRow={(index) => [span(lines[index] ?? '')]} />;
};

export const Found = ({inspection, onNext}: FoundProps): ReactNode => {
  const {start: text} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const lang = useLanguage();
  const {width, height} = useArea();
  const [open, setOpen] = useState<InspectedExport>();
  const items = itemsOf(inspection);
  const list = useList({count: items.length, height: Math.max(1, height - 2)});
  useKeymap([{id: 'found.next', keys: ['c'], title: text.next, hint: 1, run: onNext}], {
    isActive: open === undefined,
  });
  if (open) return <ExportDetails each={open} onClose={() => setOpen(undefined)} />;
  const entries = inspection.exports.reduce((sum, each) => sum + each.entries, 0);
  const chats = inspection.exports.reduce((sum, each) => sum + each.chats.length, 0);
  const spansOf = (item: Item): Span[] => {
    if (item.kind === 'unknown')
      return [span(shortName(item.location)), span(`  ${text.unknown}`, theme.muted)];
    if (item.kind === 'refused')
      return [
        span(shortName(item.location)),
        span(`  ${text.refused}: ${sanitizeLine(item.why)}`, theme.warn),
      ];
    const {each} = item;
    const problems = each.problemCounts.reduce((sum, [, count]) => sum + count, 0);
    return [
      span(`${shortName(each.location)}  `, theme.heading),
      span(`${text.exportLine(format.count(each.entries), format.count(each.chats.length))}  `),
      span(
        each.failure === undefined ? each.formatTitle[lang] : sanitizeLine(each.failure),
        each.failure === undefined ? theme.muted : theme.danger,
      ),
      span(problems > 0 ? `  ${text.problemCount(format.count(problems))}` : '', theme.warn),
    ];
  };
  const openAt = (index: number): void => {
    const item = items[index];
    if (item?.kind === 'export') setOpen(item.each);
  };
  return (
    <>
      {inspection.exports.length === 0 ? (
        <Notice notice={{kind: 'warn', text: text.nothingFound, hint: text.nothingFoundHint}} />
      ) : (
        <Lines
          lines={[
            row(
              [span(text.exportLine(format.count(entries), format.count(chats)), theme.ok)],
              width,
            ),
            '',
          ]}
        />
      )}
      <Room width={width} height={list.height}>
        <List
          list={list}
          onOpen={openAt}
          openTitle={text.details}
          renderRow={(index) => (items[index] ? spansOf(items[index]) : [])}
        />
      </Room>
    </>
  );
};
