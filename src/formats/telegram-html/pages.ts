// Which files of a Telegram HTML export are the pages of which chat. Looks at names only.

import {folderOf} from '../_shared/telegram-folder.ts';

const pageName = /^messages(\d*)\.html$/;

export const isPage = (path: string): boolean => pageName.test(path.slice(folderOf(path).length));

/** `messages.html` is 1, `messages2.html` is 2 … */
export const pageNumber = (path: string): number => {
  const number = pageName.exec(path.slice(folderOf(path).length))?.[1];
  return number === undefined || number === '' ? 1 : Number(number);
};

export const isAccountPage = (path: string): boolean => /(?:^|\/)export_results\.html$/.test(path);

/** The pages of each chat in order; chats in the order of their folders. */
export const pagesOf = (
  anchor: string,
  paths: readonly string[],
): readonly (readonly string[])[] => {
  const root = folderOf(anchor);
  // A page that somebody renamed stands alone.
  if (!isAccountPage(anchor) && !isPage(anchor)) return [[anchor]];
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    if (!path.startsWith(root) || !isPage(path)) continue;
    const folder = folderOf(path);
    if (!isAccountPage(anchor) && folder !== root) continue;
    const known = folders.get(folder);
    if (known) known.push(path);
    else folders.set(folder, [path]);
  }
  return [...folders]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, pages]) => pages.toSorted((a, b) => pageNumber(a) - pageNumber(b)));
};
