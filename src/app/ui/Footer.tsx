// The last row: which keys do what, or for a while a notice instead.
import type {ReactNode} from 'react';
import {useActiveCommands} from '../hooks/use-keymap.tsx';
import {useTheme} from '../hooks/use-theme.ts';
import {useArea} from './area.tsx';
import {hintRow} from './hint-row.ts';
import {Line} from './Line.tsx';
import type {NoticeModel} from './models.ts';
import {noticeRow} from './notice-rows.ts';

export type FooterProps = {readonly notice?: NoticeModel | undefined};

export const Footer = ({notice}: FooterProps): ReactNode => {
  const theme = useTheme();
  const {width} = useArea();
  const commands = useActiveCommands();
  const text =
    notice === undefined ? hintRow(commands, width, theme) : noticeRow(notice, width, theme);
  return <Line text={text} />;
};
