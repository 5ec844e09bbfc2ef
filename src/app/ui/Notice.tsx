// What stands where content is missing or went wrong; each says what to do next.
import type {ReactNode} from 'react';
import {useTheme} from '../hooks/use-theme.ts';
import {useStrings} from '../i18n/language-context.tsx';
import {useArea} from './area.tsx';
import {Lines} from './Line.tsx';
import type {NoticeModel} from './models.ts';
import {noticeOfError, noticeRows} from './notice-rows.ts';

export type NoticeProps = {readonly notice: NoticeModel};

export const Notice = ({notice}: NoticeProps): ReactNode => {
  const theme = useTheme();
  const {width} = useArea();
  return <Lines lines={noticeRows(notice, width, theme)} />;
};

export type EmptyStateProps = {readonly text?: string; readonly hint?: string};

/** Nothing is here yet; `hint` says how something gets here. */
export const EmptyState = ({text, hint}: EmptyStateProps): ReactNode => {
  const {nothingHere} = useStrings().ui;
  return <Notice notice={{kind: 'note', text: text ?? nothingHere, hint}} />;
};

/** Still, because something that turns costs bytes all the time. */
export const Loading = ({text}: {readonly text?: string}): ReactNode => {
  const {loading} = useStrings().ui;
  return <Notice notice={{kind: 'note', text: text ?? loading}} />;
};

export const ErrorState = ({error}: {readonly error: unknown}): ReactNode => (
  <Notice notice={noticeOfError(error, useStrings())} />
);
