// Which files belong to a Telegram Desktop export folder. Looks at names only.

import type {Sample} from '../../engine/convert/format.ts';

/** Everything that Telegram Desktop itself puts into the folder. */
const ownFile =
  /^(?:(?:photos|video_files|animations|stickers|voice_messages|round_video_messages|files|contacts|profile_pictures|stories|music|other|userpics|chats|lists|css|js|images)\/|result\.json$|export_results\.html$|messages\d*\.html$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i;

export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The export's folder, when nothing else lies in it: then nobody need look at the files below. */
export const coveredFolder = (sample: Sample, folder: string): {covers?: string} => {
  for (const path of sample.paths) {
    if (path.startsWith(folder) && path !== sample.path && !ownFile.test(path.slice(folder.length)))
      return {};
  }
  return {covers: folder};
};
