// Files beside an Element export: `images/name-<date as the client writes it> at <time>.jpg`. Events do not name them; this finds them.

import type {SourceEntry} from '../../engine/io/source.ts';

const folderOf: ReadonlyMap<string, string> = new Map([
  ['m.image', 'images'],
  ['m.video', 'videos'],
  ['m.audio', 'audio'],
  ['m.sticker', 'stickers'],
]);

const split = (name: string): readonly [stem: string, ending: string] => {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
};

const two = (value: number): string => String(value).padStart(2, '0');

export type Wanted = {readonly name: string; readonly at: number; readonly isVoice: boolean};

/** Memory: one entry for each file below the five folders. */
export class MediaFolders {
  /** Folder and lower-case name up to the date → files. */
  readonly #files = new Map<string, SourceEntry[]>();

  constructor(entries: readonly SourceEntry[], root: string) {
    for (const entry of entries) {
      const match = /^(images|videos|audio|files|stickers)\/([^/]+)$/.exec(
        entry.path.startsWith(root) ? entry.path.slice(root.length) : '',
      );
      if (!match) continue;
      const key = `${match[1]}/${match[2]?.normalize('NFC').toLowerCase()}`;
      // The date begins at some `-` behind the name, which may hold others.
      for (let at = key.indexOf('-'); at > 0; at = key.indexOf('-', at + 1)) {
        const list = this.#files.get(key.slice(0, at)) ?? [];
        list.push(entry);
        this.#files.set(key.slice(0, at), list);
      }
    }
  }

  /** Of several files of one name, the one whose time has the same minute and second: zones shift hours. */
  find(type: string, {name, at, isVoice}: Wanted): SourceEntry | undefined {
    const [stem, ending] = split(name.normalize('NFC').toLowerCase());
    const wanted = type === 'm.sticker' ? '.png' : isVoice ? '.ogg' : ending;
    const list = this.#files.get(`${folderOf.get(type) ?? 'files'}/${stem}`) ?? [];
    const fitting = list.filter(({path}) => wanted === '' || path.toLowerCase().endsWith(wanted));
    if (fitting.length < 2) return fitting[0];
    const time = new Date(at);
    const clock = `${two(time.getUTCMinutes())}-${two(time.getUTCSeconds())}`;
    return fitting.find(({path}) => path.slice(path.lastIndexOf('/')).includes(clock));
  }
}
