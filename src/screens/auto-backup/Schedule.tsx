// The system's own scheduler: what would be written, installing and removing it.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {KeyScope} from '../../app/hooks/use-keymap.tsx';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import type {ScheduleKind} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {Confirm} from '../../app/ui/Confirm.tsx';
import {Menu} from '../../app/ui/Menu.tsx';
import {EmptyState, ErrorState, Loading, Notice} from '../../app/ui/Notice.tsx';

type Asked = {readonly kind: ScheduleKind; readonly preview: string};

export const Schedule = (): ReactNode => {
  const {auto} = useServices();
  const {manage: text} = useStrings();
  const [asked, setAsked] = useState<Asked>();
  const [outcome, setOutcome] = useState<{readonly error?: unknown}>();
  const kinds = useAsyncTask('schedules', async () => ({
    available: await auto.available(),
    installed: await auto.installed(),
  }));
  if (kinds.status === 'loading') return <Loading />;
  if (kinds.status === 'failed') return <ErrorState error={kinds.error} />;
  const {available, installed} = kinds.value;
  const act = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
      setOutcome({});
    } catch (error) {
      setOutcome({error});
    }
    kinds.reload();
  };
  if (asked) {
    const consequences = [
      text.installQuestion,
      ...asked.preview
        .split('\n')
        .filter((line) => line !== '')
        .map(sanitizeLine),
    ];
    return (
      <KeyScope isModal>
        <Confirm
          model={{
            question: text.install(text.scheduleKinds[asked.kind]),
            consequences,
            isHarmless: true,
          }}
          onAnswer={(isYes) => {
            setAsked(undefined);
            if (isYes) void act(auto.install(asked.kind));
          }}
        />
      </KeyScope>
    );
  }
  if (available.length === 0) return <EmptyState text={text.noScheduler} />;
  const items = available.flatMap((kind) => [
    {
      id: `+${kind}`,
      label: text.install(text.scheduleKinds[kind]),
      detail: installed.includes(kind) ? text.installed : '',
    },
    ...(installed.includes(kind)
      ? [{id: `-${kind}`, label: text.uninstall(text.scheduleKinds[kind])}]
      : []),
  ]);
  const choose = async (id: string): Promise<void> => {
    const kind = available.find((each) => id.endsWith(each));
    if (!kind) return;
    if (id.startsWith('-')) await act(auto.uninstall(kind));
    else setAsked({kind, preview: await auto.preview(kind)});
  };
  return (
    <>
      {outcome === undefined ? null : outcome.error === undefined ? (
        <Notice notice={{kind: 'ok', text: text.done}} />
      ) : (
        <ErrorState error={outcome.error} />
      )}
      <Menu items={items} onChoose={(id) => void choose(id)} />
    </>
  );
};
