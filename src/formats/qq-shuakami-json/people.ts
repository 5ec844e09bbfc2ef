// QQ's two ids for one person: the number (`uin`) and the internal `uid`. Whoever is seen with both is one person in the whole file.

import type {Asset, Handle, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {ChatStream} from '../_shared/chat-stream.ts';
import {embeddedAsset} from '../_shared/data-url.ts';
import {idAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

export type QqIds = {readonly uid?: string | undefined; readonly uin?: string | undefined};

const noUid: ReadonlySet<string> = new Set(['未知', 'unknown', '0', '']);

export const idsOf = (record: Loose): QqIds => {
  const uid = idAt(record, 'uid');
  const uin = idAt(record, 'uin');
  return {
    uid: uid === undefined || noUid.has(uid) ? undefined : uid,
    uin: uin === undefined || noUid.has(uin) ? undefined : uin,
  };
};

export const avatarKey = (id: string): string => `#avatar/${id}`;

export class QqPeople {
  readonly #stream: ChatStream;
  readonly #byId = new Map<string, PersonId>();
  readonly #self: QqIds;
  /** Ids of those whose pictures stand in the export, with what is known of the pictures. */
  readonly #avatars: ReadonlyMap<string, Asset>;

  constructor(stream: ChatStream, self: QqIds, avatars: ReadonlyMap<string, Asset>) {
    this.#stream = stream;
    this.#self = self;
    this.#avatars = avatars;
    if (self.uin !== undefined && self.uid !== undefined) this.#byId.set(self.uid, self.uin);
  }

  /** Undefined for the placeholder that stands for "nobody" in system messages. */
  resolve({uid, uin}: QqIds): PersonId | undefined {
    const known =
      (uin === undefined ? undefined : this.#byId.get(uin)) ??
      (uid === undefined ? undefined : this.#byId.get(uid));
    const id = known ?? uin ?? uid;
    if (id === undefined) return undefined;
    if (uin !== undefined) this.#byId.set(uin, id);
    if (uid !== undefined) this.#byId.set(uid, id);
    return id;
  }

  #isOwner({uid, uin}: QqIds): boolean | undefined {
    const {uid: selfUid, uin: selfUin} = this.#self;
    if (selfUid === undefined && selfUin === undefined) return undefined;
    if (uid !== undefined && selfUid !== undefined) return uid === selfUid;
    return uin !== undefined && selfUin !== undefined ? uin === selfUin : undefined;
  }

  /** A sender, or whoever else a record names by ids. */
  person(record: Loose, name = stringAt(record, 'name')): PersonId | undefined {
    const ids = idsOf(record);
    const id = this.resolve(ids);
    if (id === undefined) return undefined;
    const aliases = ['groupCard', 'remark', 'nickname']
      .map((key) => stringAt(record, key))
      .filter((alias): alias is string => alias !== undefined && alias !== name);
    const handles: Handle[] = [ids.uin, ids.uid].flatMap((value) =>
      value === undefined ? [] : [{kind: 'platform' as const, value}],
    );
    const inline = stringAt(record, 'avatarBase64');
    const hasAvatar = this.#stream.personOf(id)?.avatar !== undefined;
    const avatar = hasAvatar
      ? undefined
      : (this.#avatars.get(ids.uin ?? '') ??
        this.#avatars.get(ids.uid ?? '') ??
        (inline === undefined ? undefined : embeddedAsset(avatarKey(id), inline)));
    return this.#stream.person({
      id,
      ...given({
        name,
        isOwner: this.#isOwner(ids),
        handles,
        aliases: aliases.length === 0 ? undefined : [...new Set(aliases)],
        avatar,
      }),
    });
  }
}
