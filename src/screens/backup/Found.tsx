// What was recognised in the chosen files, why, how much, and what was not understood.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useLanguage, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import {fit} from '../../app/terminal/fit.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {textWidth} from '../../app/terminal/width.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {List} from '../../app/ui/List.tsx';
import {Notice} from '../../app/ui/Notice.tsx';
import {noticeRows} from '../../app/ui/notice-rows.ts';
import {row, span} from '../../app/ui/spans.ts';
import type {Span} from '../../app/ui/spans.ts';
import {useList} from '../../app/ui/use-list.ts';
import {ReadLines} from '../_shared/ReadLines.tsx';
import {detailLines, itemsOf, problemCountOf, shortName} from './found-items.ts';
import type {FoundItem} from './found-items.ts';
import type {Inspection} from './state.ts';

export type FoundProps = {readonly inspection: Inspection; readonly onNext: () => void};

export const Found = ({inspection, onNext}: FoundProps): ReactNode => {
  const {zone} = useServices();
  const strings = useStrings();
  const {start: text} = strings;
  const format = useFormat();
  const theme = useTheme();
  const language = useLanguage();
  const {width, height} = useArea();
  const [open, setOpen] = useState<FoundItem>();
  const items = itemsOf(inspection);
  const {exports} = inspection;
  const warning = {kind: 'warn', text: text.nothingFound, hint: text.nothingFoundHint} as const;
  const total = text.exportLine(
    format.count(exports.reduce((sum, each) => sum + each.entries, 0)),
    format.count(exports.reduce((sum, each) => sum + each.chats.length, 0)),
  );
  const head =
    exports.length === 0
      ? noticeRows(warning, width, theme)
      : [row([span(total, theme.ok)], width), ''];
  const list = useList({count: items.length + 1, height: Math.max(1, height - head.length)});
  useKeymap(
    [
      {
        id: 'found.next',
        keys: ['c'],
        title: text.next,
        ...(list.cursor === 0 ? {} : {hint: 2}),
        run: onNext,
      },
    ],
    {
      isActive: open === undefined,
    },
  );
  if (open) {
    return (
      <ReadLines
        lines={detailLines(open, {strings, format, language, zone: zone()})}
        onClose={() => setOpen(undefined)}
      />
    );
  }
  const names = items.flatMap((item) =>
    item.kind === 'export' ? [textWidth(shortName(item.each.location))] : [],
  );
  const nameWidth = Math.max(8, Math.min(Math.max(...names, 8), Math.floor(width * 0.55)));
  const spansOf = (item: FoundItem): Span[] => {
    if (item.kind === 'unknown')
      return [span(shortName(item.location)), span(`  ${text.unknown}`, theme.muted)];
    if (item.kind === 'refused')
      return [
        span(shortName(item.location)),
        span(`  ${text.refused}: ${sanitizeLine(item.because)}`, theme.warn),
      ];
    const {each} = item;
    const problems = problemCountOf(each);
    return [
      span(fit(shortName(each.location), nameWidth), theme.heading),
      span(fit(format.count(each.entries), 9, 'right')),
      span(
        `  ${each.chats.length === 1 ? '' : `${text.chatCount(format.count(each.chats.length))}  `}`,
      ),
      span(
        each.failure === undefined ? each.formatTitle[language] : sanitizeLine(each.failure),
        each.failure === undefined ? theme.muted : theme.danger,
      ),
      span(problems > 0 ? `  ${text.problemCount(format.count(problems))}` : '', theme.warn),
    ];
  };
  const openAt = (index: number): void => {
    if (index === 0) onNext();
    else setOpen(items[index - 1]);
  };
  const render = (index: number): Span[] => {
    const item = items[index - 1];
    return item ? spansOf(item) : [span(text.nextStep, theme.accent)];
  };
  return (
    <>
      {exports.length === 0 ? <Notice notice={warning} /> : <Lines lines={head} />}
      <Room width={width} height={list.height}>
        <List
          list={list}
          onOpen={openAt}
          openTitle={list.cursor === 0 ? text.next : text.details}
          renderRow={render}
        />
      </Room>
    </>
  );
};
