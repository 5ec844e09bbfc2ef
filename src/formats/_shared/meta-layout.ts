// Where the threads of a Messenger or Instagram download lie: in all root layouts, whole or only a part of the tree. Paths only.

import type {Sample} from '../../engine/convert/format.ts';

/** One `message_N.json` of a thread folder. */
export type ThreadFile = {readonly path: string; readonly number: number; readonly section: string};

/** `alice_123` and its files, in whatever sections they lie. */
export type ThreadFolder = {readonly name: string; readonly files: readonly ThreadFile[]};

export type MetaLayout = {
  /** The folder that holds the sections (ends with `/`) or `''`. */
  readonly root: string;
  readonly threads: readonly ThreadFolder[];
  /** JSON files that lie directly in the root: flat chats of the encrypted export, and files that are none. */
  readonly flat: readonly string[];
};

const messagePattern = /^(?:(.*)\/)?message_(\d{1,9})\.(json|html)$/s;

const sections: ReadonlySet<string> = new Set([
  'inbox',
  'archived_threads',
  'filtered_threads',
  'message_requests',
  'e2ee_cutover',
  'other_folder',
]);

export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const lastPart = (folder: string): string =>
  folder.split('/').findLast((part) => part !== '') ?? '';

/** Above the section (`inbox`) if there is one, else the thread's own folder. */
export const rootOf = (path: string): string => {
  const folder = folderOf(path);
  const parts = folder.split('/').slice(0, -1);
  const section = parts.findLastIndex((part) => sections.has(part));
  if (section >= 0 && section === parts.length - 2)
    return parts
      .slice(0, section)
      .map((part) => `${part}/`)
      .join('');
  return folder;
};

export const isThreadFile = (path: string, ending: 'json' | 'html'): boolean =>
  messagePattern.exec(path)?.[3] === ending;

const partOfThread =
  /^(?:message_\d+\.(?:json|html)$|(?:photos|videos|audio|gifs|files|media|stickers_used)\/)/;
const partOfEncrypted = /^(?:[^/]+_\d+\.json$|media\/)/;

/** The folder that this export fills. Undefined: a file alone among others. */
export const coverOf = (path: string, paths: readonly string[]): string | undefined => {
  const root = rootOf(path);
  if (root !== folderOf(path)) return root;
  const own = messagePattern.test(path) ? partOfThread : partOfEncrypted;
  const around = paths.filter((other) => other.startsWith(root));
  const isAlone = around.length > 1 && around.every((other) => own.test(other.slice(root.length)));
  // Encrypted chats may lie beside the sections of the other download.
  const isMessages = /(?:^|\/)messages\/$/.test(root) && !messagePattern.test(path);
  return isAlone || isMessages ? root : undefined;
};

const addThread = (
  threads: Map<string, ThreadFile[]>,
  match: RegExpExecArray,
  path: string,
): void => {
  const folder = match[1] ?? '';
  const name = lastPart(folder);
  const section = lastPart(folder.slice(0, folder.length - name.length));
  const files = threads.get(name) ?? [];
  files.push({path, number: Number(match[2]), section: sections.has(section) ? section : ''});
  threads.set(name, files);
};

/** Everything that belongs to the file at which the export was recognised. */
export const layoutOf = (
  anchor: string,
  paths: readonly string[],
  ending: 'json' | 'html',
): MetaLayout => {
  const cover = coverOf(anchor, paths);
  const root = cover ?? rootOf(anchor);
  const threads = new Map<string, ThreadFile[]>();
  const flat: string[] = [];
  for (const path of cover === undefined ? [anchor] : paths) {
    if (!path.startsWith(root)) continue;
    const match = messagePattern.exec(path);
    if (match?.[3] === ending && rootOf(path).startsWith(root)) addThread(threads, match, path);
    else if (!match && path.endsWith('.json') && !path.slice(root.length).includes('/'))
      flat.push(path);
  }
  return {root, threads: [...threads].map(([name, files]) => ({name, files})), flat};
};

export type MetaPlatform = 'messenger' | 'instagram';

const facebookPaths =
  /(?:^|\/)(?:your_activity_across_facebook|your_facebook_activity|stickers_used|archived_threads|filtered_threads|e2ee_cutover|friends_and_followers|profile_information)\//;
const instagramPaths =
  /(?:^|\/)(?:your_instagram_activity|followers_and_following|personal_information\/personal_information|connections\/followers_and_following|ads_information\/instagram_ads)\//;

const facebookText =
  /"(?:sender_id_INTERNAL|ip)"\s*:|stickers_used\/|"thread_path"\s*:\s*"(?:archived_threads|filtered_threads|e2ee_cutover)\/|https:(?:\\?\/){2}(?:www\.|m\.)?facebook\.com/;
const instagramText =
  /"original_content_owner"\s*:|https:(?:\\?\/){2}(?:www\.)?instagram\.com|"content"\s*:\s*"Liked a message"/;

const platforms = new WeakMap<readonly string[], Map<string, MetaPlatform | undefined>>();

/** What the folders around say; the platform's own folder name in the path first. */
const platformOfPaths = (sample: Sample): MetaPlatform | undefined => {
  if (facebookPaths.test(sample.path)) return 'messenger';
  if (instagramPaths.test(sample.path)) return 'instagram';
  const root = rootOf(sample.path);
  const known = platforms.get(sample.paths) ?? new Map<string, MetaPlatform | undefined>();
  platforms.set(sample.paths, known);
  if (!known.has(root)) {
    const base = root.replace(/(?:^|\/)messages\/$/, '/').replace(/^\/$/, '');
    const around = sample.paths.filter((path) => path.startsWith(base));
    const isFacebook = around.some((path) => facebookPaths.test(path));
    const isInstagram = around.some((path) => instagramPaths.test(path));
    known.set(
      root,
      isFacebook === isInstagram ? undefined : isFacebook ? 'messenger' : 'instagram',
    );
  }
  return known.get(root);
};

/** Both platforms write the same keys: the folders tell, else what only one of them says. Undefined: cannot be told. */
export const platformOf = (sample: Sample): MetaPlatform | undefined => {
  const fromPaths = platformOfPaths(sample);
  if (fromPaths) return fromPaths;
  const isFacebook = facebookText.test(sample.text);
  const isInstagram = instagramText.test(sample.text);
  // Links to the other platform are shared in both.
  if (isFacebook === isInstagram) return undefined;
  return isFacebook ? 'messenger' : 'instagram';
};
