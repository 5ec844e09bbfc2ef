// Names of the places, and the question when leaving.
import type {app as zh} from '../zh/app.ts';

export const app = {
  name: 'ChatArk',
  routes: {
    welcome: 'Welcome',
    home: 'ChatArk',
    backup: 'Backup',
    restore: 'Restore',
    'auto-backup': 'Auto-backup',
    chats: 'Browse',
    messages: 'Chat',
    search: 'Search',
    convert: 'Convert',
    storage: 'Storage',
    settings: 'Settings',
    job: 'Job',
    jobs: 'Jobs',
    'new-vault': 'New vault',
    unlock: 'Unlock the vault',
  },
  keys: {
    back: 'back',
    quit: 'quit',
    lastPlace: 'to the last place',
    repaint: 'repaint',
    suspend: 'suspend',
    cancel: 'cancel the job, again to quit',
    jobs: 'jobs',
  },
  quitQuestion: (count: string) => `${count} running. Quit?`,
  quitConsequence:
    'Unfinished jobs stop; what is stored stays, and the next run goes on from there.',
  quitYes: 'Quit',
  quitNo: 'Stay',
  jobRunning: (count: string) => `${count} running`,
  crash: 'ChatArk crashed. This is a bug, please report it.',
  crashLog: (path: string) => `Details are in ${path}`,
} satisfies typeof zh;
