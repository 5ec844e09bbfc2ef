// Adding and removing keys of a vault, step by step. Pure. What is typed lives only as long as the steps do.

import type {Format} from '../../app/i18n/format.ts';
import type {Strings} from '../../app/i18n/strings.ts';
import type {SlotSummary} from '../../engine/vault/vault.ts';

export type KeysState =
  | {readonly step: 'list'}
  | {readonly step: 'busy'}
  | {readonly step: 'passphrase'; readonly isDifferent: boolean}
  | {readonly step: 'again'; readonly typed: string}
  | {readonly step: 'recovery'; readonly recoveryKey: string}
  | {readonly step: 'remove'; readonly slot: string};

export type KeysAction =
  | {readonly type: 'list' | 'busy' | 'ask' | 'differ'}
  | {readonly type: 'typed'; readonly passphrase: string}
  | {readonly type: 'recovery'; readonly recoveryKey: string}
  | {readonly type: 'remove'; readonly slot: string};

export const startKeys: KeysState = {step: 'list'};

export const reduceKeys = (_state: KeysState, action: KeysAction): KeysState => {
  switch (action.type) {
    case 'list':
      return {step: 'list'};
    case 'busy':
      return {step: 'busy'};
    case 'ask':
      return {step: 'passphrase', isDifferent: false};
    case 'differ':
      return {step: 'passphrase', isDifferent: true};
    case 'typed':
      return {step: 'again', typed: action.passphrase};
    case 'recovery':
      return {step: 'recovery', recoveryKey: action.recoveryKey};
    case 'remove':
      return {step: 'remove', slot: action.slot};
    default:
      return action satisfies never;
  }
};

/** `passphrase with key file, 2024-05-03 10:00`; not sanitised. */
export const slotName = (
  slot: SlotSummary,
  {
    text,
    format,
    zone,
  }: {readonly text: Strings['manage']; readonly format: Format; readonly zone: string},
): string => {
  if (slot.isDamaged) return `${slot.slot.slice(0, 8)} (${text.slotDamaged})`;
  const kind = text.slotKinds[slot.kind] + (slot.keyFile ? text.withKeyFile : '');
  const label = slot.label === '' ? '' : ` “${slot.label}”`;
  return `${kind}${label}  ${format.dateTime(slot.createdMs, zone)}`;
};
