// The report of a finished job, and what one can do next.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useStrings} from '../../app/i18n/language-context.tsx';
import type {Job, JobResult} from '../../app/jobs/job.ts';
import {useNavigation} from '../../app/routes-types.ts';
import {useSettings} from '../../app/services.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {Menu} from '../../app/ui/Menu.tsx';
import type {MenuItem} from '../../app/ui/models.ts';
import {ProblemsList} from '../../app/ui/ProblemsList.tsx';
import type {Problem, ProblemKind, ProblemSummary} from '../../engine/model/problem.ts';
import {reportLines} from './report.ts';
import type {Words} from './report.ts';

export type ReportProps = {readonly job: Job; readonly result: JobResult; readonly words: Words};

type Next = 'browse' | 'problems' | 'home';

/** Undefined: this kind of job has none. */
const summaryOf = (result: JobResult): ProblemSummary | undefined => {
  if (!('problemCounts' in result)) return undefined;
  const counts = new Map(result.problemCounts as readonly (readonly [ProblemKind, number])[]);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return {total, counts, samples: result.problems as readonly Problem[]};
};

export const Report = ({job, result, words}: ReportProps): ReactNode => {
  const {reset} = useNavigation();
  const {vaults} = useSettings();
  const {ui} = useStrings();
  const theme = useTheme();
  const {width, height} = useArea();
  const [isListing, setListing] = useState(false);
  useKeymap([
    {
      id: 'report.back',
      keys: ['escape', 'q'],
      title: ui.back,
      hint: 2,
      when: isListing,
      run: () => setListing(false),
    },
  ]);
  const problems = summaryOf(result);
  const count = problems?.total ?? 0;
  if (isListing && problems) return <ProblemsList summary={problems} />;
  const {text, format} = words;
  const place =
    job.spec.kind === 'backup'
      ? vaults.find(({location}) => 'vault' in job.spec && location === job.spec.vault.location)
      : undefined;
  const items: MenuItem<Next>[] = [
    ...(place ? [{id: 'browse' as const, label: text.next.browse}] : []),
    ...(count > 0
      ? [{id: 'problems' as const, label: text.next.problems, detail: format.count(count)}]
      : []),
    {id: 'home', label: text.next.home},
  ];
  const choose = (id: Next): void => {
    if (id === 'problems') setListing(true);
    else if (id === 'browse' && place) reset({name: 'chats', vault: place.id});
    else reset();
  };
  const {symbols} = theme;
  const lines = reportLines(job, result, words).flatMap(({kind, text: line}) => {
    const mark = kind === 'note' ? '' : `${symbols[kind]} `;
    return wrapText(`${mark}${line}`, width).map((each) =>
      kind === 'note' ? each : theme[kind](each),
    );
  });
  const room = Math.max(1, height - items.length - 1);
  return (
    <>
      <Lines lines={[...lines.slice(0, room), '']} />
      <Room width={width} height={items.length}>
        <Menu items={items} onChoose={choose} />
      </Room>
    </>
  );
};
