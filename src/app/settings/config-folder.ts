// Where settings live: CHATARK_CONFIG_DIR, else the XDG config folder, else what the system uses.

import {homedir, platform} from 'node:os';
import {join} from 'node:path';

export const configFolder = (env: Readonly<Record<string, string | undefined>>): string => {
  const chosen = env['CHATARK_CONFIG_DIR'];
  if (chosen !== undefined && chosen !== '') return chosen;
  const xdg = env['XDG_CONFIG_HOME'];
  if (xdg !== undefined && xdg !== '') return join(xdg, 'chatark');
  if (platform() === 'win32') return join(env['APPDATA'] ?? homedir(), 'chatark');
  return join(homedir(), '.config', 'chatark');
};
