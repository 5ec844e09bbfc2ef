// The six answers that make an auto-backup.
import type {ReactNode} from 'react';
import {useEffect, useState} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useServices, useSettings} from '../../app/services.ts';
import type {AutoJob} from '../../app/settings/schema.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';
import {parseFrequency} from '../../engine/schedule/next-run.ts';
import {draftOf, fields, jobFrom, listOf} from './state.ts';
import type {Draft, Field} from './state.ts';

export type EditorProps = {
  readonly job: AutoJob | undefined;
  readonly onDone: (job: AutoJob) => void;
};

type Row = {
  readonly name: Field;
  readonly label: string;
  readonly initial: string;
  readonly error: (value: string) => string | undefined;
};

const FieldRow = ({
  row,
  value,
  isFocused,
  onChange,
  onSubmit,
}: {
  readonly row: Row;
  readonly value: string;
  readonly isFocused: boolean;
  readonly onChange: (value: string) => void;
  readonly onSubmit: (value: string) => void;
}): ReactNode => {
  const field = useTextField(row.initial);
  useEffect(() => {
    if (field.value !== value) onChange(field.value);
  });
  return (
    <TextField
      field={field}
      label={row.label}
      isFocused={isFocused}
      error={isFocused && field.value !== '' ? row.error(field.value) : undefined}
      onSubmit={onSubmit}
    />
  );
};

export const Editor = ({job, onDone}: EditorProps): ReactNode => {
  const {files, now, notices} = useServices();
  const theme = useTheme();
  const {width} = useArea();
  const [place] = useSettings().vaults;
  const {manage: text, ui} = useStrings();
  const initial = draftOf(job, {name: text.addJob.replace(/…$/, ''), vault: place?.location ?? ''});
  const [draft, setDraft] = useState<Draft>(initial);
  const [at, setAt] = useState(0);
  const required = (value: string): string | undefined =>
    value.trim() === '' ? ui.required : undefined;
  const rows: readonly Row[] = [
    {name: 'name', label: text.jobName, initial: initial.name, error: required},
    {
      name: 'sources',
      label: text.jobSources,
      initial: initial.sources,
      error: (value) => (listOf(value).length === 0 ? ui.required : undefined),
    },
    {name: 'command', label: text.jobCommand, initial: initial.command, error: () => undefined},
    {
      name: 'frequency',
      label: text.jobFrequency,
      initial: initial.frequency,
      error: (value) => (parseFrequency(value.trim()) ? undefined : text.badFrequency),
    },
    {name: 'vault', label: text.jobVault, initial: initial.vault, error: required},
    {name: 'secret', label: text.jobSecret, initial: initial.secret, error: required},
  ];
  useKeymap([
    {
      id: 'editor.next',
      keys: ['tab', 'down'],
      title: ui.keys.down,
      run: () => setAt(Math.min(fields.length - 1, at + 1)),
    },
    {
      id: 'editor.previous',
      keys: ['shift+tab', 'up'],
      title: ui.keys.up,
      run: () => setAt(Math.max(0, at - 1)),
    },
  ]);
  const submit = (): void => {
    const [field = 'name'] = fields.slice(at);
    const problem = rows[at]?.error(draft[field]);
    if (problem !== undefined) return notices.say({kind: 'warn', text: problem});
    if (at < fields.length - 1) return setAt(at + 1);
    const made = jobFrom(draft, job, {
      id: `job-${now().toString(36)}`,
      now: now(),
      resolve: files.resolve,
    });
    if (made) onDone(made);
    else
      setAt(
        Math.max(
          0,
          rows.findIndex(({name, error}) => error(draft[name]) !== undefined),
        ),
      );
  };
  const form = rows.map((row, index) => (
    <FieldRow
      key={row.name}
      row={row}
      value={draft[row.name]}
      isFocused={index === at}
      onChange={(value) => setDraft((old) => ({...old, [row.name]: value}))}
      onSubmit={submit}
    />
  ));
  const note = text.jobNotes[fields[at] ?? 'name'];
  return (
    <>
      {form}
      <Lines
        lines={['', ...wrapText(note, width, {maxLines: 2}).map((line) => theme.muted(line))]}
      />
    </>
  );
};
