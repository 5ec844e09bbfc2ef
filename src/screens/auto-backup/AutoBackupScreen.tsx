// Auto-backups: the jobs, when they run next, how the last run went; running, editing and scheduling them.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices, useSettings} from '../../app/services.ts';
import type {AutoJob} from '../../app/settings/schema.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {Menu} from '../../app/ui/Menu.tsx';
import {backKeys} from '../_shared/back-keys.ts';
import {Editor} from './Editor.tsx';
import {OneJob} from './OneJob.tsx';
import {Schedule} from './Schedule.tsx';

type Page =
  | {readonly name: 'list' | 'schedule'}
  | {readonly name: 'edit'; readonly job: AutoJob | undefined}
  | {readonly name: 'job'; readonly id: string};

export const AutoBackupScreen = (): ReactNode => {
  const {auto, settings, zone} = useServices();
  const {autoJobs} = useSettings();
  const {manage: text, ui} = useStrings();
  const format = useFormat();
  const [page, setPage] = useState<Page>({name: 'list'});
  const toList = (): void => setPage({name: 'list'});
  useKeymap([
    {
      id: 'auto.back',
      keys: backKeys,
      title: ui.back,
      hint: 8,
      when: page.name !== 'list',
      run: toList,
    },
  ]);
  const save = async (job: AutoJob): Promise<void> => {
    await settings.update((old) => ({
      ...old,
      autoJobs: [...old.autoJobs.filter(({id}) => id !== job.id), job],
    }));
    setPage({name: 'job', id: job.id});
  };
  const detailOf = (job: AutoJob): string => {
    const next = auto.nextRun(job);
    const [last] = job.history;
    const when = next === undefined ? text.off : text.next(format.dateTime(next, zone()));
    return last
      ? `${when} · ${text.last(format.dateTime(last.startedMs, zone()), sanitizeLine(last.message))}`
      : when;
  };
  switch (page.name) {
    case 'edit':
      return <Editor job={page.job} onDone={(job) => void save(job)} />;
    case 'schedule':
      return <Schedule />;
    case 'job': {
      const job = autoJobs.find(({id}) => id === page.id);
      return job ? (
        <OneJob job={job} onEdit={() => setPage({name: 'edit', job})} onGone={toList} />
      ) : null;
    }
    case 'list':
      return (
        <Menu
          items={[
            ...autoJobs.map((job) => ({
              id: job.id,
              label: sanitizeLine(job.name),
              detail: detailOf(job),
            })),
            {id: '+', label: text.addJob},
            {
              id: '@',
              label: text.schedule,
              disabledReason: autoJobs.length === 0 ? text.noJobs : undefined,
            },
          ]}
          onChoose={(id) =>
            setPage(
              id === '+'
                ? {name: 'edit', job: undefined}
                : id === '@'
                  ? {name: 'schedule'}
                  : {name: 'job', id},
            )
          }
        />
      );
    default:
      return page satisfies never;
  }
};
