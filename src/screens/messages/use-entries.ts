// A window of entries around the cursor, loaded as it moves. What was loaded stays until the window has moved on, so scrolling never blinks.
import {useEffect, useMemo, useRef, useState} from 'react';
import type {Entry} from '../../engine/model/archive.ts';
import type {ChatPages} from '../../engine/vault/lane/read-lane.ts';

const radius = 200;

export type EntryWindow = {
  /** Undefined: not loaded yet. */
  readonly at: (position: number) => Entry | undefined;
  readonly find: (id: string) => Entry | undefined;
  readonly error: unknown;
};

type Loaded = {
  readonly start: number;
  readonly entries: readonly Entry[];
  readonly error?: unknown;
};

/** Loads again when the cursor comes near the edge of what is there. */
export const useEntries = (pages: ChatPages, center: number): EntryWindow => {
  const [loaded, setLoaded] = useState<Loaded>({start: 0, entries: []});
  const wanted = useRef(0);
  const start = Math.max(0, center - radius);
  const end = Math.min(pages.count, center + radius);
  const isNear = center - radius / 2 >= loaded.start || loaded.start === 0;
  const isFar =
    center + radius / 2 <= loaded.start + loaded.entries.length ||
    loaded.start + loaded.entries.length >= pages.count;
  const isCovered =
    loaded.entries.length > 0 &&
    isNear &&
    isFar &&
    center >= loaded.start &&
    center < loaded.start + loaded.entries.length;
  useEffect(() => {
    if (isCovered || pages.count === 0) return;
    const ticket = ++wanted.current;
    const load = async (): Promise<void> => {
      try {
        const entries = await pages.page(start, end - start);
        if (ticket === wanted.current) setLoaded({start, entries});
      } catch (error) {
        if (ticket === wanted.current) setLoaded((before) => ({...before, error}));
      }
    };
    void load();
  }, [pages, start, end, isCovered]);
  const byId = useMemo(() => new Map(loaded.entries.map((entry) => [entry.id, entry])), [loaded]);
  return {
    at: (position) => loaded.entries[position - loaded.start],
    find: (id) => byId.get(id),
    error: loaded.error,
  };
};
