// What the vault noticed about itself and repaired or worked around. Worth telling, never a reason to stop.

export type NoticeKind =
  | 'format-repaired'
  | 'slot-repaired'
  | 'slot-damaged'
  | 'index-damaged'
  | 'index-repaired'
  | 'pack-adopted'
  | 'pack-missing'
  | 'pack-short'
  | 'pack-unreadable'
  | 'tomb-damaged'
  | 'check-damaged'
  | 'snapshot-damaged'
  | 'rolled-back'
  | 'read-only';

export type VaultNotice = {
  readonly kind: NoticeKind;
  /** The file that it is about. */
  readonly name?: string;
};

/** Keeps each notice once. */
export class NoticeLog {
  readonly #notices = new Map<string, VaultNotice>();

  add(kind: NoticeKind, name?: string): void {
    const key = `${kind} ${name ?? ''}`;
    if (!this.#notices.has(key)) this.#notices.set(key, name === undefined ? {kind} : {kind, name});
  }

  list(): readonly VaultNotice[] {
    return [...this.#notices.values()];
  }
}
