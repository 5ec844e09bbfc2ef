// The problems of a job, to scroll through. Usage: <ProblemsList summary={log.summary()} />
import type {ReactNode} from 'react';
import type {ProblemSummary} from '../../engine/model/problem.ts';
import {useTheme} from '../hooks/use-theme.ts';
import {useFormat, useStrings} from '../i18n/language-context.tsx';
import {useArea} from './area.tsx';
import {List} from './List.tsx';
import {Notice} from './Notice.tsx';
import {problemRows, problemSpans} from './problem-rows.ts';
import {useList} from './use-list.ts';

export type ProblemsListProps = {
  readonly summary: ProblemSummary;
  readonly height?: number;
  readonly isFocused?: boolean;
};

export const ProblemsList = ({summary, height, isFocused = true}: ProblemsListProps): ReactNode => {
  const theme = useTheme();
  const strings = useStrings();
  const format = useFormat();
  const area = useArea();
  const rows = problemRows(summary);
  const list = useList({count: rows.length, height: height ?? area.height});
  if (rows.length === 0) return <Notice notice={{kind: 'ok', text: strings.ui.noProblems}} />;
  return (
    <List
      list={list}
      isFocused={isFocused}
      renderRow={(index) => {
        const row = rows[index];
        return row === undefined ? [] : problemSpans(row, {theme, strings, format});
      }}
    />
  );
};
