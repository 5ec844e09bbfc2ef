// Chats and dates: three fields, one after the other with Enter or Tab. Empty means all.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import {Lines} from '../../app/ui/Line.tsx';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';
import {parsePeriod} from '../../engine/model/time.ts';
import type {Selection} from '../../engine/transform/filter.ts';

export type RangeFormProps = {
  readonly hasChats: boolean;
  readonly onDone: (selection: Selection) => void;
};

const dateProblem = (text: string, zone: string, problem: string): string | undefined =>
  text.trim() === '' || parsePeriod(text, zone) ? undefined : problem;

export const RangeForm = ({hasChats, onDone}: RangeFormProps): ReactNode => {
  const {zone} = useServices();
  const {restore: text, ui} = useStrings();
  const [at, setAt] = useState(hasChats ? 0 : 1);
  const chats = useTextField();
  const since = useTextField();
  const until = useTextField();
  const first = hasChats ? 0 : 1;
  useKeymap([
    {
      id: 'range.next',
      keys: ['tab', 'down'],
      title: ui.keys.down,
      run: () => setAt(Math.min(2, at + 1)),
    },
    {
      id: 'range.previous',
      keys: ['shift+tab', 'up'],
      title: ui.keys.up,
      run: () => setAt(Math.max(first, at - 1)),
    },
  ]);
  const finish = (): void => {
    const names = chats.value
      .split(/[,，、]/)
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const [from, to] = [parsePeriod(since.value, zone()), parsePeriod(until.value, zone())];
    onDone({
      ...(names.length > 0 ? {chats: names} : {}),
      ...(from ? {since: from.start} : {}),
      ...(to ? {until: to.end} : {}),
    });
  };
  const problems = [
    dateProblem(since.value, zone(), text.badDate),
    dateProblem(until.value, zone(), text.badDate),
  ] as const;
  return (
    <>
      {hasChats ? (
        <TextField
          field={chats}
          label={text.chats}
          isFocused={at === 0}
          onSubmit={() => setAt(1)}
        />
      ) : null}
      <TextField
        field={since}
        label={text.since}
        isFocused={at === 1}
        error={problems[0]}
        onSubmit={() => setAt(2)}
      />
      <TextField
        field={until}
        label={text.until}
        isFocused={at === 2}
        error={problems[1]}
        onSubmit={() => problems[0] === undefined && finish()}
      />
      <Lines lines={['']} />
    </>
  );
};
