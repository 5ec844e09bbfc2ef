// The main menu, like the settings page of a chat app.
import type {home as zh} from '../zh/home.ts';

export const home = {
  backup: 'Back up chats',
  backupDetail: 'put exported chats into an encrypted vault',
  restore: 'Restore chats',
  restoreDetail: 'get the original files back, or another format',
  auto: 'Auto-backup',
  autoDetail: (next: string) => `next: ${next}`,
  autoNone: 'not set up',
  chats: 'Browse',
  chatsDetail: 'read the chats in a backup',
  search: 'Search',
  searchDetail: 'find a sentence in all chats',
  convert: 'Convert',
  convertDetail: 'tells what would be lost first',
  storage: 'Storage',
  storageDetail: 'backups, space, verification',
  settings: 'Settings',
  settingsDetail: 'language, time zone, colours',
  needsVault: 'no vault yet: back up first',
  lastBackup: (when: string) => `Last backup: ${when}`,
  noBackup: 'Nothing is backed up yet.',
} satisfies typeof zh;
