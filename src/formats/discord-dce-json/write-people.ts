// Persons as the exporter's user objects.

import type {Json, Person, PersonId} from '../../engine/model/archive.ts';
import {formatId} from './shapes.ts';
import {isForeign, numberFor} from './write-ids.ts';

export type UserRecord = {readonly [key: string]: Json | undefined};

const defaultAvatar = 'https://cdn.discordapp.com/embed/avatars/0.png';

const usernameOf = (person: Person | undefined, nickname: string): string => {
  const handle = person?.handles?.find(({kind}) => kind === 'username')?.value;
  return handle?.replace(/#\d{4}$/, '') ?? nickname;
};

/** `withRoles`: the exporter leaves roles out where it lists those who reacted. */
export const userRecord = (
  id: PersonId,
  person: Person | undefined,
  {
    avatar,
    withRoles = true,
  }: {readonly avatar?: string | undefined; readonly withRoles?: boolean} = {},
): UserRecord => {
  const kept = person?.extras?.[formatId] ?? {};
  const nickname = person?.name ?? id;
  const {
    name = usernameOf(person, nickname),
    discriminator = '0000',
    color = null,
    roles = [],
  } = kept;
  return {
    id: numberFor(id),
    ...(isForeign(id) ? {originalId: id} : {}),
    name,
    discriminator,
    nickname,
    color,
    isBot: person?.isBot === true,
    ...(withRoles ? {roles} : {}),
    avatarUrl: avatar ?? kept['avatarUrl'] ?? defaultAvatar,
  };
};

/** Stands for nobody: lines of the system without an author. */
export const systemUser: UserRecord = {
  id: '0',
  name: 'System',
  discriminator: '0000',
  nickname: 'System',
  color: null,
  isBot: true,
  roles: [],
  avatarUrl: defaultAvatar,
};
