// What the main menu offers, given what there is. Pure.

import type {Strings} from '../../app/i18n/strings.ts';
import type {AutoJob, VaultLocation} from '../../app/settings/schema.ts';
import type {MenuItem} from '../../app/ui/models.ts';

export type HomeItem =
  'backup' | 'restore' | 'auto-backup' | 'chats' | 'search' | 'convert' | 'storage' | 'settings';

export type HomeFacts = {
  readonly text: Strings['home'];
  readonly hasVault: boolean;
  /** When the next auto-backup is due, as text. */
  readonly next: string | undefined;
};

export const homeItems = ({text, hasVault, next}: HomeFacts): MenuItem<HomeItem>[] => {
  const needsVault = hasVault ? undefined : text.needsVault;
  return [
    {id: 'backup', label: text.backup, detail: text.backupDetail},
    {id: 'restore', label: text.restore, detail: text.restoreDetail, disabledReason: needsVault},
    {
      id: 'auto-backup',
      label: text.auto,
      detail: next === undefined ? text.autoNone : text.autoDetail(next),
      disabledReason: needsVault,
    },
    {id: 'chats', label: text.chats, detail: text.chatsDetail, disabledReason: needsVault},
    {id: 'search', label: text.search, detail: text.searchDetail, disabledReason: needsVault},
    {id: 'convert', label: text.convert, detail: text.convertDetail},
    {id: 'storage', label: text.storage, detail: text.storageDetail, disabledReason: needsVault},
    {id: 'settings', label: text.settings, detail: text.settingsDetail},
  ];
};

/** The earliest due time of all enabled jobs. */
export const nextAutoRun = (
  jobs: readonly AutoJob[],
  nextOf: (job: AutoJob) => number | undefined,
): number | undefined =>
  jobs
    .map(nextOf)
    .reduce(
      (least, next) => (next !== undefined && (least === undefined || next < least) ? next : least),
      undefined,
    );

export const lastBackupOf = (vaults: readonly VaultLocation[]): number | undefined =>
  vaults.reduce<number | undefined>(
    (latest, {lastBackupMs}) =>
      lastBackupMs !== undefined && (latest === undefined || lastBackupMs > latest)
        ? lastBackupMs
        : latest,
    undefined,
  );
