// Names as people where an export has no ids: the folder `阿丽(wxid_x)` tells the other side's id, what is left over is me.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {Conversation, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {ChatStream} from '../_shared/chat-stream.ts';
import {baseName, folderOf} from '../_shared/content-reference.ts';
import {stemOf} from './recognize.ts';

export type ChatPlace = {
  /** The remark or name that the files are called by. */
  readonly title: string;
  /** wxid or …@chatroom, from the folder's name. */
  readonly id?: string;
};

export const placeOf = (path: string): ChatPlace => {
  const title = stemOf(path);
  const match = /^(.*)\(([^()]{1,80})\)$/su.exec(baseName(folderOf(path)));
  return match?.[2] === undefined ? {title} : {title: match[1] || title, id: match[2]};
};

export type Speaker = {readonly name: string; readonly remark?: string; readonly nickname?: string};

/** First pass over the names: who speaks, and whether it is a talk of two. Memory: the names. */
export class NameRoster {
  readonly #speakers = new Map<string, Speaker>();
  readonly #place: ChatPlace;

  constructor(place: ChatPlace) {
    this.#place = place;
  }

  look(speaker: Speaker): void {
    if (!this.#speakers.has(speaker.name)) this.#speakers.set(speaker.name, speaker);
  }

  get kind(): 'group' | 'direct' {
    if (this.#place.id?.endsWith('@chatroom')) return 'group';
    return this.#speakers.size > 2 ? 'group' : 'direct';
  }

  #isPeer({name, remark, nickname}: Speaker): boolean {
    const {title} = this.#place;
    return name === title || remark === title || nickname === title;
  }

  get peer(): Speaker | undefined {
    if (this.kind === 'group') return undefined;
    return [...this.#speakers.values()].find((speaker) => this.#isPeer(speaker));
  }

  /** In a talk of two, whoever is not the one whom the files are called by. */
  get me(): Speaker | undefined {
    const {peer} = this;
    const others = [...this.#speakers.values()].filter((speaker) => speaker !== peer);
    const isSure = this.kind === 'direct' && (peer !== undefined || this.#speakers.size === 1);
    return isSure && others.length === 1 ? others[0] : undefined;
  }
}

/** Announces names as people under one chat. */
export class NamedChat {
  readonly id: string;
  readonly #stream: ChatStream;
  readonly #roster: NameRoster;
  readonly #place: ChatPlace;
  readonly #hasChosenOwner: boolean;

  constructor(
    stream: ChatStream,
    setup: {
      readonly roster: NameRoster;
      readonly place: ChatPlace;
      readonly owner: string | undefined;
    },
  ) {
    this.#stream = stream;
    this.#roster = setup.roster;
    this.#place = setup.place;
    this.#hasChosenOwner = setup.owner !== undefined;
    this.id = setup.place.id ?? setup.place.title;
  }

  begin(ctx: ReadContext): void {
    const {me, kind} = this.#roster;
    const conversation: Conversation = {
      id: this.id,
      kind,
      title: this.#place.title,
      platform: 'wechat',
      members: [],
    };
    this.#stream.conversation(conversation);
    if (!me || this.#hasChosenOwner) return;
    ctx.infer({
      what: 'owner',
      value: me.name,
      because: `in this talk of two the files are called "${this.#place.title}"; the other one is you`,
    });
  }

  person({name, remark, nickname}: Speaker): PersonId {
    const {peer, me} = this.#roster;
    const isPeer = peer?.name === name;
    const isMe = me?.name === name && !this.#hasChosenOwner;
    const wxid = isPeer && this.#roster.kind === 'direct' ? this.#place.id : undefined;
    const aliases = [...new Set([remark, nickname])].filter(
      (alias): alias is string => alias !== undefined && alias !== name,
    );
    return this.#stream.person({
      id: wxid ?? name,
      name,
      ...given({
        isOwner: isMe ? true : isPeer ? false : undefined,
        handles: wxid === undefined ? undefined : [{kind: 'platform' as const, value: wxid}],
        aliases: aliases.length === 0 ? undefined : aliases,
      }),
    });
  }
}
