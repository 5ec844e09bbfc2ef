// A job while it runs, and its report when it is over. Leaving this screen does not stop the job.
import type {ReactNode} from 'react';
import {useEffect, useState} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useThrottled} from '../../app/hooks/use-throttled.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import type {Job} from '../../app/jobs/job.ts';
import {failureNotice} from '../../app/i18n/error-words.ts';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useJobs, useServices} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {KeyScope} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {Lines} from '../../app/ui/Line.tsx';
import {Confirm} from '../../app/ui/Confirm.tsx';
import {EmptyState, Notice} from '../../app/ui/Notice.tsx';
import {Progress} from '../../app/ui/Progress.tsx';
import {Report} from './Report.tsx';
import {remainingOf, speedOf} from './report.ts';

export type JobScreenProps = {readonly route: Extract<Route, {name: 'job'}>};

const phaseWords = (phases: Readonly<Record<string, string>>, phase: string): string =>
  phases[phase] ?? phase;

const Running = ({job}: {readonly job: Job}): ReactNode => {
  const {jobs, now} = useServices();
  const {job: text} = useStrings();
  const [isAsking, setAsking] = useState(false);
  const state = useThrottled(job.state);
  useKeymap([
    {
      id: 'job.cancel',
      keys: ['x', 'delete'],
      title: text.cancel,
      hint: 1,
      when: !isAsking,
      run: () => setAsking(true),
    },
  ]);
  const progress = state.status === 'running' ? state.progress : undefined;
  const {done = 0, total, unit = 'count'} = progress ?? {};
  const phase = progress?.phase ?? '';
  // Each phase counts from nothing.
  const [begun, setBegun] = useState({phase, atMs: job.startedMs});
  if (begun.phase !== phase) setBegun({phase, atMs: now()});
  const speed = speedOf(done, begun.atMs, now());
  const answer = (isYes: boolean): void => {
    setAsking(false);
    if (isYes) jobs.cancel(job.id);
  };
  return (
    <>
      <Progress
        model={{
          title: `${text.titles[job.spec.kind]} · ${phaseWords(text.phases, progress?.phase ?? 'starting')}`,
          done,
          total,
          unit,
          speed,
          remainingMs: remainingOf(done, total, speed),
          elapsedMs: now() - job.startedMs,
          current: sanitizeLine(progress?.current ?? ''),
          mayLeave: true,
        }}
      />
      {isAsking ? (
        <KeyScope isModal>
          <Confirm
            model={{
              question: text.cancelQuestion,
              consequences: [text.cancelConsequence],
              yes: text.cancel,
            }}
            onAnswer={answer}
          />
        </KeyScope>
      ) : null}
    </>
  );
};

/** Notes when the vault was last backed up to, for the main menu. */
const useBackupNote = (job: Job | undefined): void => {
  const {settings} = useServices();
  const isBackup = job?.spec.kind === 'backup' && job.state.status === 'done';
  const location = job?.spec.kind === 'backup' ? job.spec.vault.location : '';
  const endedMs = job?.endedMs;
  useEffect(() => {
    if (!isBackup || endedMs === undefined) return;
    void settings.update((old) => ({
      ...old,
      vaults: old.vaults.map((place) =>
        place.location === location && (place.lastBackupMs ?? 0) < endedMs
          ? {...place, lastBackupMs: endedMs}
          : place,
      ),
    }));
  }, [settings, isBackup, location, endedMs]);
};

export const JobScreen = ({route}: JobScreenProps): ReactNode => {
  const strings = useStrings();
  const {job: text} = strings;
  const format = useFormat();
  const theme = useTheme();
  const {reset} = useNavigation();
  const job = useJobs().find(({id}) => id === route.job);
  useBackupNote(job);
  useKeymap([
    {
      id: 'job.home',
      keys: ['enter'],
      title: text.next.home,
      hint: 1,
      when: job !== undefined && job.state.status !== 'running' && job.state.status !== 'done',
      run: () => reset(),
    },
  ]);
  if (!job) return <EmptyState text={text.gone} />;
  switch (job.state.status) {
    case 'running':
      return <Running job={job} />;
    case 'done':
      return <Report job={job} result={job.state.result} words={{text, format}} />;
    case 'failed': {
      const notice = failureNotice(job.state.failure, strings);
      return (
        <>
          <Lines lines={[theme.heading(`${text.titles[job.spec.kind]} · ${text.failed}`), '']} />
          <Notice notice={notice} />
        </>
      );
    }
    case 'cancelled':
      return <Notice notice={{kind: 'note', text: text.cancelled, hint: text.cancelledHint}} />;
    default:
      return job.state satisfies never;
  }
};
