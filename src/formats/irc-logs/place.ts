// Network and window of a log from its path, as the clients lay their logs out. No I/O.

import type {Conversation} from '../../engine/model/archive.ts';
import type {Day} from './clock.ts';
import type {Dialect} from './lines.ts';

export type LogPlace = {readonly network?: string; readonly target: string; readonly day?: Day};

const datePattern = /(\d{4})-?(\d\d)-?(\d\d)/;

const dayIn = (name: string): Day | undefined => {
  const match = datePattern.exec(name);
  const day = match && {year: Number(match[1]), month: Number(match[2]), day: Number(match[3])};
  return day &&
    day.month >= 1 &&
    day.month <= 12 &&
    day.day >= 1 &&
    day.day <= 31 &&
    day.year > 1985
    ? day
    : undefined;
};

const parts = (path: string): {readonly folders: readonly string[]; readonly stem: string} => {
  const folders = path.split('/');
  const stem = (folders.pop() ?? '').replace(/\.(?:log|weechatlog|txt)$/i, '');
  return {folders, stem};
};

/** `irc.libera.#chan` → libera, #chan; `irc.server.libera` → libera, its server window. */
const weechatPlace = (stem: string): LogPlace => {
  const match = /^(?:irc|matrix|xmpp|slack|signal)\.(.+?)\.(.+)$/.exec(stem);
  if (!match) return {target: stem};
  const [, first = '', rest = ''] = match;
  return first === 'server' ? {network: rest, target: rest} : {network: first, target: rest};
};

/** Folder names that say nothing of a network. */
const commonFolders = new Set(['', 'irclogs', 'logs', 'log', 'scrollback', 'xchatlogs', 'input']);

const named = (network: string | undefined): {readonly network?: string} =>
  network === undefined || commonFolders.has(network.toLowerCase()) ? {} : {network};

/** `libera-#chan`: older clients put both into one name. */
const joinedName = (place: LogPlace): LogPlace => {
  const match = /^(.+?)[-_.]([#&!+][^\s,]*)$/.exec(place.target);
  return match && place.network === undefined
    ? {...place, network: match[1] ?? '', target: match[2] ?? ''}
    : place;
};

const zncPlace = (folders: readonly string[], stem: string): LogPlace => {
  const day = dayIn(stem);
  const bare = stem.replace(datePattern, '').replace(/^[_.-]+|[_.-]+$/g, '');
  const dated = day === undefined ? {} : {day};
  // `<network>/<window>/2026-11-23`, or flat names that hold everything.
  if (bare === '') return {...named(folders.at(-2)), target: folders.at(-1) ?? 'log', ...dated};
  const [user, network, ...window] = bare.split('_');
  return user !== undefined && network !== undefined && window.length > 0
    ? {network, target: window.join('_'), ...dated}
    : {...named(folders.at(-1)), target: bare, ...dated};
};

export const placeOf = (path: string, dialect: Dialect): LogPlace => {
  const {folders, stem} = parts(path);
  if (dialect === 'weechat') return weechatPlace(stem);
  if (dialect === 'znc') return joinedName(zncPlace(folders, stem));
  const day = dayIn(stem);
  const bare =
    day === undefined ? stem : stem.replace(datePattern, '').replace(/^[_.-]+|[_.-]+$/g, '');
  return joinedName({
    ...named(folders.at(-1)),
    target: bare === '' ? (folders.at(-1) ?? stem) : bare,
    ...(day === undefined ? {} : {day}),
  });
};

const isChannelName = (target: string): boolean => /^[#&+!]/.test(target);

/** Windows of the client itself. */
const isStatus = (target: string): boolean =>
  /^(?:status|server|core|weechat|\(?server\)?)$/i.test(target);

export const conversationOf = ({network, target}: LogPlace): Conversation => {
  const kind = isChannelName(target)
    ? 'channel'
    : isStatus(target) || target === network
      ? 'unknown'
      : 'direct';
  return {
    id: network === undefined ? target : `${network}/${target}`,
    kind,
    title: target,
    platform: 'irc',
    members: [],
    ...(network === undefined ? {} : {extras: {'irc-logs': {network}}}),
  };
};
