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
  markFirst: 'Mark files or folders with Space first',
  nextNone: 'Go on (mark files or folders with Space first)',
  nextWith: (count: string) => `Go on with ${count} marked`,
  home: 'home folder',
  clear: 'unmark all',
  empty: 'This folder is empty.',
  missing: 'There is no such file or folder',
  freeSpace: (bytes: string) => `${bytes} free`,
  newFolder: 'Folder (made if it does not exist)',
} satisfies typeof zh;
