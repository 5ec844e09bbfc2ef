// Choosing files and folders.
import type {files as zh} from '../zh/files.ts';

export const files = {
  path: 'Path',
  pathPlaceholder: '~/Downloads/WhatsApp Chat - Ana.zip',
  typePath: 'type a path',
  up: 'parent folder',
  parent: '.. (parent folder)',
  hidden: 'show or hide hidden files',
  mark: 'mark',
  next: 'go on',
  chosen: (count: string) => `${count} chosen`,
  nothingChosen: 'Space marks a file or folder, Enter opens a folder, c goes on',
  clear: 'unmark all',
  empty: 'This folder is empty.',
  missing: 'There is no such file or folder',
  useFolder: 'use this folder',
  freeSpace: (bytes: string) => `${bytes} free`,
  newFolder: 'Folder (made if it does not exist)',
  samples: 'Sample chats',
} satisfies typeof zh;
