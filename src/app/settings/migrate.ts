// From whatever a settings file holds to today's shape. What is not understood falls back to its default, group by group.

import {isZone} from '../../engine/model/time.ts';
import type {Frequency} from '../../engine/schedule/next-run.ts';
import type {AutoJob, AutoResult, AutoSecret, General, Settings, VaultLocation} from './schema.ts';
import {defaultSettings} from './schema.ts';

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readGeneral = (value: unknown): General => {
  if (!isRecord(value)) return defaultSettings.general;
  const {lang, background, zone, isWelcomed} = value;
  return {
    ...(lang === 'zh' || lang === 'en' ? {lang} : {}),
    ...(background === 'dark' || background === 'light' ? {background} : {}),
    ...(typeof zone === 'string' && isZone(zone) ? {zone} : {}),
    isWelcomed: isWelcomed === true,
  };
};

const readVault = (value: unknown): VaultLocation | undefined => {
  if (!isRecord(value)) return undefined;
  const {id, name, location, seen, lastBackupMs} = value;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof location !== 'string')
    return undefined;
  const mark = isRecord(seen) ? {counter: seen['counter'], snapshot: seen['snapshot']} : undefined;
  return {
    id,
    name,
    location,
    ...(typeof mark?.counter === 'number' && typeof mark.snapshot === 'string'
      ? {seen: {counter: mark.counter, snapshot: mark.snapshot}}
      : {}),
    ...(typeof lastBackupMs === 'number' ? {lastBackupMs} : {}),
  };
};

const readFrequency = (value: unknown): Frequency | undefined => {
  if (!isRecord(value)) return undefined;
  const {every, weekday, day, hour, minute} = value;
  const isIn = (number: unknown, least: number, most: number): number is number =>
    Number.isInteger(number) && Number(number) >= least && Number(number) <= most;
  if (!isIn(minute, 0, 59)) return undefined;
  if (every === 'hour') return {every, minute};
  if (!isIn(hour, 0, 23)) return undefined;
  if (every === 'day') return {every, hour, minute};
  if (every === 'week') return isIn(weekday, 1, 7) ? {every, weekday, hour, minute} : undefined;
  if (every === 'month') return isIn(day, 1, 31) ? {every, day, hour, minute} : undefined;
  return undefined;
};

const readSecret = (value: unknown): AutoSecret | undefined => {
  if (!isRecord(value)) return undefined;
  const {kind, path, command} = value;
  if (kind === 'file' && typeof path === 'string') return {kind, path};
  return kind === 'command' && typeof command === 'string' ? {kind, command} : undefined;
};

const readResult = (value: unknown): AutoResult | undefined => {
  if (!isRecord(value)) return undefined;
  const {startedMs, endedMs, isOk, message, snapshot} = value;
  if (typeof startedMs !== 'number' || typeof endedMs !== 'number') return undefined;
  return {
    startedMs,
    endedMs,
    isOk: isOk === true,
    message: typeof message === 'string' ? message : '',
    ...(typeof snapshot === 'string' ? {snapshot} : {}),
  };
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** A job whose when, where or how is not understood is no job: it must not run some other way. */
const readAutoJob = (value: unknown): AutoJob | undefined => {
  if (!isRecord(value)) return undefined;
  const {id, name, sources, command, vault, isEnabled, createdMs} = value;
  const [frequency, secret] = [readFrequency(value['frequency']), readSecret(value['secret'])];
  if (!isText(id) || !isText(vault) || !frequency || !secret) return undefined;
  if (!Array.isArray(sources) || !sources.every(isText)) return undefined;
  return {
    id,
    name: isText(name) ? name : id,
    sources,
    ...(isText(command) ? {command} : {}),
    vault,
    secret,
    frequency,
    isEnabled: isEnabled === true,
    createdMs: typeof createdMs === 'number' ? createdMs : 0,
    history: listOf(value['history'], readResult),
  };
};

const listOf = <T>(value: unknown, read: (item: unknown) => T | undefined): readonly T[] =>
  Array.isArray(value) ? value.flatMap((item: unknown) => read(item) ?? []) : [];

/** Throws nothing. A file of a newer version is read as far as it is understood. */
export const migrateSettings = (value: unknown): Settings => {
  if (!isRecord(value)) return defaultSettings;
  return {
    version: 1,
    general: readGeneral(value['general']),
    vaults: listOf(value['vaults'], readVault),
    autoJobs: listOf(value['autoJobs'], readAutoJob),
  };
};
