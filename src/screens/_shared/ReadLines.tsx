// Text to scroll through, and a key to leave it: details of one thing. Lines are wrapped here; make them safe before.
import type {ReactNode} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {wrapText} from '../../app/terminal/wrap.ts';
import {useArea} from '../../app/ui/area.tsx';
import {List} from '../../app/ui/List.tsx';
import {span} from '../../app/ui/spans.ts';
import {useList} from '../../app/ui/use-list.ts';
import {backKeys} from './back-keys.ts';

export type ReadLinesProps = {readonly lines: readonly string[]; readonly onClose: () => void};

export const ReadLines = ({lines, onClose}: ReadLinesProps): ReactNode => {
  const {ui} = useStrings();
  const {width, height} = useArea();
  const rows = lines.flatMap((line) => wrapText(line, Math.max(8, width - 4)));
  const list = useList({count: rows.length, height});
  useKeymap([
    {id: 'read.close', keys: [...backKeys, 'enter'], title: ui.back, hint: 1, run: onClose},
  ]);
  return <List list={list} highlight="pointer" renderRow={(index) => [span(rows[index] ?? '')]} />;
};
