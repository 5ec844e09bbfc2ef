// Jobs and their reports.
import {counted} from '../plural.ts';
import type {job as zh} from '../zh/job.ts';

export const job = {
  titles: {
    inspect: 'Looking at files',
    backup: 'Backup',
    'restore-files': 'Restoring files',
    'restore-as': 'Restoring as another format',
    convert: 'Convert',
    verify: 'Verify',
  },
  phases: {
    reading: 'reading',
    checking: 'checking',
    messages: 'sorting messages',
    committing: 'committing',
    restoring: 'restoring',
    writing: 'writing',
    structure: 'checking the structure',
    packs: 'checking the data',
    drill: 'restore drill',
    starting: 'starting',
  },
  cancel: 'cancel the job',
  cancelQuestion: 'Cancel this job?',
  cancelConsequence: 'What is stored stays, and the next run goes on from there.',
  cancelled: 'Cancelled.',
  cancelledHint: 'Nothing was damaged; it can be started again.',
  failed: 'Not done',
  done: 'done',
  running: 'running',
  none: 'No job was started yet.',
  gone: 'This job is gone.',
  snapshot: (id: string) => `Backup ${id}`,
  files: (count: string, bytes: string) => `${counted(count, 'file')}, ${bytes}`,
  filesNew: (count: string) => `; ${count} of them new or changed`,
  stored: (bytes: string) => `${bytes} really stored`,
  entries: (entries: string, chats: string) =>
    `${counted(entries, 'message')} in ${counted(chats, 'chat')}`,
  unknownFiles: (count: string) => `${counted(count, 'file')} of unknown formats kept as they are`,
  withoutOriginals: (name: string) =>
    `Only a part of "${name}" was chosen: its messages are stored, its original file is not`,
  partial: 'Some files could not be read whole; this backup is incomplete:',
  restored: (count: string, bytes: string) =>
    `${counted(count, 'file')}, ${bytes} restored and verified`,
  notRestored: (path: string, why: string) => `Not restored: ${path} (${why})`,
  torn: (path: string) => `${path} was changing while it was backed up, it may not be whole`,
  written: (entries: string, chats: string) =>
    `${counted(entries, 'message')} in ${counted(chats, 'chat')} written`,
  target: (path: string) => `In ${path}`,
  nothingLost: 'Nothing was lost.',
  lossTitle: 'What the format cannot hold:',
  clean: 'No damage was found.',
  damaged: 'Damage was found.',
  checked: (packs: string, total: string, bytes: string) =>
    `${packs} of ${total} packs, ${bytes} checked`,
  suffers: (path: string, snapshot: string) => `Suffers: ${path} (backup ${snapshot})`,
  problems: 'What was not understood',
  next: {
    browse: 'Browse the chats',
    home: 'Back to the menu',
    again: 'Back up more',
    problems: 'Show the problems',
  },
} satisfies typeof zh;
