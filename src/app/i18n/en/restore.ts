// Restoring.
import {counted} from '../plural.ts';
import type {restore as zh} from '../zh/restore.ts';

export const restore = {
  what: 'What to restore',
  latest: 'The latest backup',
  pick: 'Another backup…',
  merged: 'The merged timeline',
  mergedDetail: 'the messages of all backups as one, nothing twice, nothing missing',
  how: 'Restore as',
  originals: 'Original files',
  originalsDetail: 'exactly as exported, verified byte for byte',
  asFormat: 'Another format',
  asFormatDetail: 'web page, Markdown, ChatLab, Telegram…',
  range: 'Chats and dates',
  chats: 'Only these chats (parts of names, commas between; empty for all)',
  since: 'From day (empty: no limit)',
  until: 'Until day (empty: no limit)',
  badDate: 'Write a date as 2024, 2024-05 or 2024-05-03',
  target: 'Restore into folder',
  exists: 'If a file of that name exists',
  confirm: (target: string) => `Restore into ${target}`,
  start: 'restore',
  snapshotLine: (files: string, messages: string) =>
    `${counted(files, 'file')}, ${counted(messages, 'message')}`,
} satisfies typeof zh;
