// Tells pages of Telegram Desktop's HTML export from other HTML, by the classes of its elements.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {coveredFolder, folderOf} from '../_shared/telegram-folder.ts';
import {isPage, pageNumber} from './pages.ts';

const isChatPage = (text: string): boolean =>
  /class="page_body chat_page"/.test(text) &&
  /class="history"/.test(text) &&
  /id="message-?\d+"/.test(text);

const isAccountPage = (text: string): boolean =>
  /class="personal_info clearfix"/.test(text) || /class="section block_link \w+"/.test(text);

/** Is there a page before this one in its folder? Then that one stands for the chat. */
const hasEarlierPage = (sample: Sample, folder: string): boolean =>
  sample.paths.some(
    (path) =>
      folderOf(path) === folder && isPage(path) && pageNumber(path) < pageNumber(sample.path),
  );

export const recognize = (sample: Sample): Recognition => {
  const {text} = sample;
  if (!/<title>\s*Exported Data\s*<\/title>/.test(text) || !/class="page_wrap"/.test(text))
    return no;
  const folder = folderOf(sample.path);
  // The same chats as JSON hold more.
  if (sample.has(`${folder}result.json`)) return no;
  if (isAccountPage(text)) {
    return {
      match: 'certain',
      because: 'the front page of a Telegram account export',
      ...coveredFolder(sample, folder),
    };
  }
  if (!isChatPage(text) || (isPage(sample.path) && hasEarlierPage(sample, folder))) return no;
  return {
    match: 'certain',
    because: 'a page of messages with Telegram’s classes',
    ...coveredFolder(sample, folder),
  };
};
