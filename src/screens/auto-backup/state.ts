// Editing an auto-backup: six answers, one after the other. Pure.

import type {AutoJob} from '../../app/settings/schema.ts';
import {frequencyText, parseFrequency} from '../../engine/schedule/next-run.ts';

export const fields = ['name', 'sources', 'command', 'frequency', 'vault', 'secret'] as const;

export type Field = (typeof fields)[number];

export type Draft = Readonly<Record<Field, string>>;

export const draftOf = (
  job: AutoJob | undefined,
  defaults: {readonly name: string; readonly vault: string},
): Draft => ({
  name: job?.name ?? defaults.name,
  sources: job?.sources.join(', ') ?? '',
  command: job?.command ?? '',
  frequency: job ? frequencyText(job.frequency) : 'daily@03:00',
  vault: job?.vault ?? defaults.vault,
  secret: job?.secret.kind === 'file' ? job.secret.path : '',
});

export const listOf = (text: string): readonly string[] =>
  text
    .split(/[,，]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Undefined while an answer is missing or wrong. `resolve` makes paths absolute. */
export const jobFrom = (
  draft: Draft,
  old: AutoJob | undefined,
  context: {readonly id: string; readonly now: number; resolve(path: string): string},
): AutoJob | undefined => {
  const frequency = parseFrequency(draft.frequency.trim());
  const sources = listOf(draft.sources).map(context.resolve);
  if (!frequency || sources.length === 0 || draft.vault.trim() === '' || draft.secret.trim() === '')
    return undefined;
  return {
    id: old?.id ?? context.id,
    name: draft.name.trim() || 'backup',
    sources,
    ...(draft.command.trim() === '' ? {} : {command: draft.command.trim()}),
    vault: context.resolve(draft.vault),
    secret: {kind: 'file', path: context.resolve(draft.secret)},
    frequency,
    isEnabled: old?.isEnabled ?? true,
    createdMs: old?.createdMs ?? context.now,
    history: old?.history ?? [],
  };
};
