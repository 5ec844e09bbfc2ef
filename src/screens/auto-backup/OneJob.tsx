// One auto-backup: run it now, edit, switch off, delete; how it went before.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {KeyScope} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import type {AutoJob} from '../../app/settings/schema.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Confirm} from '../../app/ui/Confirm.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {Menu} from '../../app/ui/Menu.tsx';
import {ErrorState} from '../../app/ui/Notice.tsx';
import {row, span} from '../../app/ui/spans.ts';
import {frequencyText} from '../../engine/schedule/next-run.ts';

export type OneJobProps = {
  readonly job: AutoJob;
  readonly onEdit: () => void;
  readonly onGone: () => void;
};

type Run =
  {readonly status: 'idle' | 'running'} | {readonly status: 'failed'; readonly error: unknown};

export const OneJob = ({job, onEdit, onGone}: OneJobProps): ReactNode => {
  const {auto, settings, zone} = useServices();
  const {manage: text} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {width, height} = useArea();
  const [isAsking, setAsking] = useState(false);
  const [run, setRun] = useState<Run>({status: 'idle'});
  const change = (fields: Partial<AutoJob>): Promise<unknown> =>
    settings.update((old) => ({
      ...old,
      autoJobs: old.autoJobs.map((each) => (each.id === job.id ? {...each, ...fields} : each)),
    }));
  const start = async (): Promise<void> => {
    setRun({status: 'running'});
    try {
      await auto.runNow(job, new AbortController().signal);
      setRun({status: 'idle'});
    } catch (error) {
      setRun({status: 'failed', error});
    }
  };
  const remove = async (isYes: boolean): Promise<void> => {
    setAsking(false);
    if (!isYes) return;
    await settings.update((old) => ({
      ...old,
      autoJobs: old.autoJobs.filter(({id}) => id !== job.id),
    }));
    onGone();
  };
  if (isAsking) {
    const question = {
      question: text.removeQuestion(sanitizeLine(job.name)),
      consequences: [text.removeConsequence],
      yes: text.remove,
    };
    return (
      <KeyScope isModal>
        <Confirm model={question} onAnswer={(isYes) => void remove(isYes)} />
      </KeyScope>
    );
  }
  const next = auto.nextRun(job);
  const lines = [
    row(
      [
        span(sanitizeLine(job.name), theme.heading),
        span(
          `  ${frequencyText(job.frequency)}  ${next === undefined ? text.off : text.next(format.dateTime(next, zone()))}`,
          theme.muted,
        ),
      ],
      width,
    ),
    row([span(sanitizeLine(`${job.sources.join(', ')} → ${job.vault}`), theme.muted)], width),
    ...(run.status === 'running' ? [theme.accent(text.running)] : []),
    ...(job.history.length === 0 ? [theme.muted(text.never)] : []),
    ...job.history
      .slice(0, Math.max(1, height - 9))
      .map((result) =>
        row(
          [
            span(
              `${result.isOk ? theme.symbols.ok : theme.symbols.danger} `,
              result.isOk ? theme.ok : theme.danger,
            ),
            span(
              text.last(format.dateTime(result.startedMs, zone()), sanitizeLine(result.message)),
            ),
          ],
          width,
        ),
      ),
    '',
  ];
  const items = [
    {
      id: 'run' as const,
      label: text.runNow,
      disabledReason: run.status === 'running' ? text.running : undefined,
    },
    {id: 'edit' as const, label: text.edit},
    {id: 'toggle' as const, label: job.isEnabled ? text.disable : text.enable},
    {id: 'remove' as const, label: text.remove},
  ];
  return (
    <>
      <Lines lines={lines} />
      {run.status === 'failed' ? <ErrorState error={run.error} /> : null}
      <Room width={width} height={Math.max(1, height - lines.length)}>
        <Menu
          items={items}
          onChoose={(id) => {
            if (id === 'run') void start();
            else if (id === 'edit') onEdit();
            else if (id === 'toggle') void change({isEnabled: !job.isEnabled});
            else setAsking(true);
          }}
        />
      </Room>
    </>
  );
};
