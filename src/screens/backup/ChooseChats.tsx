// Ticks the chats that go into the backup.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import {fit} from '../../app/terminal/fit.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {useArea} from '../../app/ui/area.tsx';
import {List} from '../../app/ui/List.tsx';
import {span} from '../../app/ui/spans.ts';
import {useList} from '../../app/ui/use-list.ts';
import type {InspectedChat} from '../../app/jobs/job.ts';
import {chosenChats} from './state.ts';

export type ChooseChatsProps = {
  readonly chats: readonly InspectedChat[];
  readonly onDone: (ids: readonly string[] | undefined) => void;
};

export const ChooseChats = ({chats, onDone}: ChooseChatsProps): ReactNode => {
  const {zone} = useServices();
  const {start: text, ui} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {height} = useArea();
  const [marked, setMarked] = useState<ReadonlySet<string>>(() => new Set(chats.map(({id}) => id)));
  const list = useList({count: chats.length, height});
  const current = chats[list.cursor];
  const toggle = (): void => {
    if (!current) return;
    const next = new Set(marked);
    if (!next.delete(current.id)) next.add(current.id);
    setMarked(next);
  };
  useKeymap([
    {
      id: 'chats.done',
      keys: ['c', 'enter'],
      title: text.next,
      hint: 1,
      disabledReason: marked.size === 0 ? text.chooseChats : undefined,
      run: () => onDone(chosenChats(chats, marked)),
    },
    {id: 'chats.toggle', keys: ['space'], title: ui.keys.mark, hint: 2, run: toggle},
    {
      id: 'chats.all',
      keys: ['a'],
      title: text.toggleAll,
      hint: 3,
      run: () =>
        setMarked(marked.size === chats.length ? new Set() : new Set(chats.map(({id}) => id))),
    },
  ]);
  return (
    <List
      list={list}
      renderRow={(index, {width}) => {
        const chat = chats[index];
        if (!chat) return [];
        const isMarked = marked.has(chat.id);
        const last = chat.last === undefined ? '' : format.date(chat.last, zone());
        return [
          span(
            `${isMarked ? theme.symbols.marked : theme.symbols.unmarked} `,
            isMarked ? theme.ok : theme.muted,
          ),
          span(fit(sanitizeLine(chat.title), Math.max(6, width - 24))),
          span(fit(format.count(chat.entries), 9, 'right')),
          span(fit(last, 12, 'right'), theme.muted),
        ];
      }}
    />
  );
};
