// What the program says in passing, in the last row of the screen: "copied", "cannot do that now, because". One at a time.

import type {NoticeModel} from './ui/models.ts';

export interface Notices {
  /** Shown for a few seconds, or until something else is said. */
  say(notice: NoticeModel): void;
  get(): NoticeModel | undefined;
  subscribe(listener: () => void): () => void;
}

const shownMs = 4000;

export const createNotices = (): Notices => {
  const listeners = new Set<() => void>();
  let current: NoticeModel | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (notice: NoticeModel | undefined): void => {
    current = notice;
    for (const listener of listeners) listener();
  };
  return {
    say(notice) {
      clearTimeout(timer);
      timer = setTimeout(() => show(undefined), shownMs);
      timer.unref();
      show(notice);
    },
    get: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
