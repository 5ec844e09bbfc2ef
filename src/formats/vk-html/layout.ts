// Where the pages of a VK archive lie: `messages/index-messages.html`, `messages/<peer>/messages0.html`, `…/messages50.html`. Paths only.

export type Chat = {
  readonly peer: string;
  /** Oldest first. */
  readonly pages: readonly string[];
};

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const pagePattern = /(?:^|\/)(-?\d+)\/messages(\d{1,9})\.html$/;
const indexName = 'index-messages.html';

/** The folder of all chats. Undefined: one page alone. */
export const coverOf = (path: string, paths: readonly string[]): string | undefined => {
  const folder = folderOf(path);
  if (path.endsWith(indexName)) {
    if (folder !== '') return folder;
    return paths.every((other) => other === path || pagePattern.test(`/${other}`)) ? '' : undefined;
  }
  if (!pagePattern.test(path)) return undefined;
  return folder.replace(/-?\d+\/$/, '') || folder;
};

export const indexOf = (cover: string | undefined, paths: readonly string[]): string | undefined =>
  cover === undefined ? undefined : paths.find((path) => path === `${cover}${indexName}`);

export const chatsBelow = (
  anchor: string,
  cover: string | undefined,
  paths: readonly string[],
): readonly Chat[] => {
  const pages = new Map<string, {path: string; number: number}[]>();
  for (const path of cover === undefined ? [] : paths) {
    if (!path.startsWith(cover ?? '')) continue;
    const [, peer, number] = pagePattern.exec(path) ?? [];
    if (peer === undefined) continue;
    pages.set(peer, [...(pages.get(peer) ?? []), {path, number: Number(number)}]);
  }
  if (pages.size === 0 && !anchor.endsWith(indexName)) return [{peer: 'chat', pages: [anchor]}];
  return [...pages].map(([peer, list]) => ({
    peer,
    pages: list.toSorted((a, b) => b.number - a.number).map(({path}) => path),
  }));
};
