// From whatever a settings file holds to today's shape. What is not understood falls back to its default, group by group.

import type {AutoJob, General, Settings, VaultLocation} from './schema.ts';
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
    ...(typeof zone === 'string' ? {zone} : {}),
    isWelcomed: isWelcomed === true,
  };
};

const isVault = (value: unknown): value is VaultLocation =>
  isRecord(value) &&
  typeof value['id'] === 'string' &&
  typeof value['name'] === 'string' &&
  typeof value['location'] === 'string';

const isAutoJob = (value: unknown): value is AutoJob =>
  isRecord(value) &&
  typeof value['id'] === 'string' &&
  typeof value['vault'] === 'string' &&
  Array.isArray(value['sources']) &&
  isRecord(value['frequency']) &&
  isRecord(value['secret']) &&
  Array.isArray(value['history']);

const listOf = <T>(value: unknown, isItem: (item: unknown) => item is T): readonly T[] =>
  Array.isArray(value) ? value.filter(isItem) : [];

/** Throws nothing. A file of a newer version is read as far as it is understood. */
export const migrateSettings = (value: unknown): Settings => {
  if (!isRecord(value)) return defaultSettings;
  return {
    version: 1,
    general: readGeneral(value['general']),
    vaults: listOf(value['vaults'], isVault),
    autoJobs: listOf(value['autoJobs'], isAutoJob),
  };
};
