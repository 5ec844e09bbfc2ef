// All jobs of this run of the program.
import type {ReactNode} from 'react';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import {useJobs, useServices} from '../../app/services.ts';
import {useArea} from '../../app/ui/area.tsx';
import {List} from '../../app/ui/List.tsx';
import {EmptyState} from '../../app/ui/Notice.tsx';
import {span} from '../../app/ui/spans.ts';
import {useList} from '../../app/ui/use-list.ts';

export const JobsScreen = (): ReactNode => {
  const {zone} = useServices();
  const {push} = useNavigation();
  const {job: text} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {height} = useArea();
  const jobs = useJobs().filter(({spec}) => spec.kind !== 'inspect');
  const list = useList({count: jobs.length, height});
  if (jobs.length === 0) return <EmptyState text={text.none} />;
  const words = {
    running: text.running,
    done: text.done,
    failed: text.failed,
    cancelled: text.cancelled,
  } as const;
  const paints = {
    running: theme.accent,
    done: theme.ok,
    failed: theme.danger,
    cancelled: theme.muted,
  } as const;
  return (
    <List
      list={list}
      onOpen={(index) => {
        const job = jobs[index];
        if (job) push({name: 'job', job: job.id});
      }}
      renderRow={(index) => {
        const job = jobs[index];
        if (!job) return [];
        const {status} = job.state;
        return [
          span(`${text.titles[job.spec.kind]}  `),
          span(words[status], paints[status]),
          span(`  ${format.time(job.startedMs, zone())}`, theme.muted),
        ];
      }}
    />
  );
};
