// While the files are looked at.
import type {ReactNode} from 'react';
import {useThrottled} from '../../app/hooks/use-throttled.ts';
import {useStrings} from '../../app/i18n/language-context.tsx';
import type {Job} from '../../app/jobs/job.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {Progress} from '../../app/ui/Progress.tsx';

export const Looking = ({job}: {readonly job: Job | undefined}): ReactNode => {
  const {start: text} = useStrings();
  const state = useThrottled(job?.state);
  const progress = state?.status === 'running' ? state.progress : undefined;
  return (
    <Progress
      model={{
        title: text.looking,
        done: progress?.done ?? 0,
        unit: 'count',
        current: sanitizeLine(progress?.current ?? ''),
      }}
    />
  );
};
