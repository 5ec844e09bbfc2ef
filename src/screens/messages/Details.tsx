// Everything that is known of one entry, also what a row has no room for: full text, older versions, ids, extras.
import type {ReactNode} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useArea} from '../../app/ui/area.tsx';
import {List} from '../../app/ui/List.tsx';
import {span} from '../../app/ui/spans.ts';
import {useList} from '../../app/ui/use-list.ts';
import {sanitizeText} from '../../app/terminal/sanitize.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import type {Entry} from '../../engine/model/archive.ts';
import {backKeys} from '../_shared/back-keys.ts';
import {bodyOf} from './lines.ts';
import type {Look} from './lines.ts';

export type DetailsProps = {
  readonly entry: Entry;
  readonly look: Look;
  readonly title: string;
  readonly onClose: () => void;
  /** To the message that this one answers. */
  readonly onFollow: (id: string) => void;
};

const linesOf = (entry: Entry, look: Look, width: number): string[] => {
  const {format, zone, text} = look;
  const person = entry.from === undefined ? undefined : look.persons.get(entry.from);
  const handles = (person?.handles ?? []).map(({value}) => value).join(', ');
  const edits = entry.kind === 'message' ? (entry.edits ?? []) : [];
  const blocks = [
    `${format.dateTime(entry.at.epochMs, zone)}  (${entry.at.precision}, ${entry.at.zone.kind})`,
    `${person?.name ?? entry.from ?? text.unknownSender}${handles === '' ? '' : `  ${handles}`}`,
    `id ${entry.id}`,
    '',
    bodyOf(entry, look),
    ...edits
      .filter((edit) => edit.before)
      .map(
        (edit) =>
          `\n${text.history}${edit.at ? ` ${format.dateTime(edit.at.epochMs, zone)}` : ''}: ${bodyOf({kind: 'removed', id: '', at: entry.at, body: edit.before ?? []}, look)}`,
      ),
    ...(entry.extras ? ['', JSON.stringify(entry.extras, null, 1)] : []),
  ];
  return blocks.flatMap((block) => wrapText(sanitizeText(block), width, {maxLines: 2000}));
};

export const Details = ({entry, look, title, onClose, onFollow}: DetailsProps): ReactNode => {
  const {width, height} = useArea();
  const lines = linesOf(entry, look, Math.max(8, width - 4));
  const list = useList({count: lines.length, height});
  const target = entry.kind === 'message' ? entry.replyTo?.entry : undefined;
  useKeymap([
    {
      id: 'details.follow',
      keys: ['enter', 'o', 'l', 'right'],
      title: look.text.toReplied,
      hint: 1,
      when: target !== undefined,
      run: () => target !== undefined && onFollow(target),
    },
    {id: 'details.close', keys: [...backKeys, 'enter'], title, hint: 2, run: onClose},
  ]);
  return <List list={list} highlight="pointer" renderRow={(index) => [span(lines[index] ?? '')]} />;
};
