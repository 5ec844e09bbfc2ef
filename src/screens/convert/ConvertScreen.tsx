// Converts exports: files, format, what would be lost, where to.
import type {ReactNode} from 'react';
import {useReducer} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useFormat, useLanguage, useStrings} from '../../app/i18n/language-context.tsx';
import {failureNotice} from '../../app/i18n/error-words.ts';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useJobs, useServices} from '../../app/services.ts';
import type {FormatChoice} from '../../app/services.ts';
import {useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {Loading, Notice} from '../../app/ui/Notice.tsx';
import {backKeys} from '../_shared/back-keys.ts';
import {FileBrowser} from '../_shared/FileBrowser.tsx';
import {FormatMenu} from '../_shared/FormatMenu.tsx';
import {LossTable} from '../_shared/LossTable.tsx';
import {WithFormats} from '../_shared/WithFormats.tsx';
import {TargetField} from '../_shared/TargetField.tsx';
import {reduceConvert, startConvert, suggestedName} from './state.ts';

export type ConvertScreenProps = {readonly route: Extract<Route, {name: 'convert'}>};

const Preview = ({
  job: id,
  format: formatId,
  onGoOn,
}: {
  readonly job: number;
  readonly format: string;
  readonly onGoOn: () => void;
}): ReactNode => {
  const strings = useStrings();
  const {convert: text, files} = strings;
  const format = useFormat();
  const {height} = useArea();
  const job = useJobs().find((each) => each.id === id);
  const isDone = job?.state.status === 'done';
  useKeymap([
    {
      id: 'convert.go-on',
      keys: ['enter', 'c'],
      title: files.next,
      hint: 1,
      when: isDone,
      run: onGoOn,
    },
  ]);
  if (job?.state.status === 'failed')
    return <Notice notice={failureNotice(job.state.failure, strings)} />;
  if (job?.state.status !== 'done' || job.state.result.kind !== 'convert')
    return <Loading text={text.preview} />;
  const {entries, chats, loss} = job.state.result;
  return (
    <>
      <Lines
        lines={[
          text.previewTitle(formatId),
          text.count(format.count(entries), format.count(chats)),
          '',
        ]}
      />
      <LossTable loss={loss} height={Math.max(2, height - 4)} />
    </>
  );
};

type WizardProps = ConvertScreenProps & {readonly writable: readonly FormatChoice[]};

const Wizard = ({route, writable}: WizardProps): ReactNode => {
  const {jobs, files} = useServices();
  const {replace} = useNavigation();
  const {convert: text, ui} = useStrings();
  const lang = useLanguage();
  const [state, dispatch] = useReducer(reduceConvert, route.paths ?? [], startConvert);
  const {step, paths, format} = state;
  useKeymap([
    {
      id: 'convert.back',
      keys: backKeys,
      title: ui.back,
      hint: 8,
      when: step.name !== 'files',
      run: () => dispatch({type: 'back'}),
    },
  ]);
  const spec = (to: string, out: string | undefined) =>
    ({kind: 'convert', paths, overrides: {}, selection: {}, to, out, overwrite: false}) as const;
  switch (step.name) {
    case 'files':
      return (
        <FileBrowser marked={paths} onDone={(chosen) => dispatch({type: 'files', paths: chosen})} />
      );
    case 'format':
      return (
        <FormatMenu
          formats={writable}
          lang={lang}
          onChoose={(to) =>
            dispatch({type: 'format', format: to, job: jobs.start(spec(to, undefined)).id})
          }
        />
      );
    case 'preview':
      return (
        <Preview job={step.job} format={format ?? ''} onGoOn={() => dispatch({type: 'go-on'})} />
      );
    case 'target': {
      const choice = writable.find(({id}) => id === format);
      const [first = ''] = paths;
      const initial = suggestedName(
        first,
        choice?.extension ?? 'txt',
        choice?.layout !== 'file' || paths.length > 1,
      );
      const start = (out: string): void =>
        replace({
          name: 'job',
          job: jobs.start(spec(format ?? '', initial.endsWith('/') ? `${out}/` : out)).id,
        });
      return <TargetField initial={files.resolve(initial)} label={text.target} onSubmit={start} />;
    }
    default:
      return step satisfies never;
  }
};

export const ConvertScreen = ({route}: ConvertScreenProps): ReactNode => (
  <WithFormats>{(writable) => <Wizard route={route} writable={writable} />}</WithFormats>
);
