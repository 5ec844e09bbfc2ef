// The canonical model of a chat archive: what every reader gives and every writer takes. Types only.
// Key order in these types is the key order of canonical JSONL (see formats/canonical/encode.ts).

declare const brand: unique symbol;
type Branded<Name extends string> = string & {readonly [brand]?: Name};

/** Unique in one archive. */
export type PersonId = Branded<'person'>;
/** Unique in one archive. */
export type ConversationId = Branded<'conversation'>;
/** Unique in one conversation. The platform's own id, or `~` and a content hash where the export has none (model/ids.ts). */
export type EntryId = Branded<'entry'>;

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = {readonly [key: string]: Json | undefined};

/** What only one format knows, by format id, so that a same-format round trip loses nothing. */
export type Extras = {readonly [formatId: string]: JsonObject};

// ---- time

/** How fine the export's clock is; merging and sorting must not trust more. */
export type Precision = 'ms' | 's' | 'min' | 'day';

export type Zone =
  | {readonly kind: 'utc'}
  /** `minutes` east of UTC, as the export printed it. */
  | {readonly kind: 'offset'; readonly minutes: number}
  /** The export printed local time without a zone; `assumedZone` (IANA name or ±hh:mm) made it an instant. */
  | {readonly kind: 'floating'; readonly assumedZone: string};

export type Moment = {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly epochMs: number;
  readonly precision: Precision;
  readonly zone: Zone;
};

// ---- people and places

export type HandleKind = 'platform' | 'phone' | 'email' | 'username' | 'url' | 'other';

/** One way a platform names a person. `platform` handles hold the platform's stable id (wxid, QQ uin, user123, U024BE7LH). */
export type Handle = {readonly kind: HandleKind; readonly value: string};

export type Person = {
  readonly id: PersonId;
  /** As shown in the export; absent when the export gives only an id. */
  readonly name?: string;
  /** true: the exporting user; false: surely not; absent: the export does not tell. */
  readonly isOwner?: boolean;
  readonly handles?: readonly Handle[];
  /** Other names of the same person in this archive (remark, group nickname, former name). */
  readonly aliases?: readonly string[];
  readonly isBot?: boolean;
  readonly avatar?: Asset;
  readonly extras?: Extras;
};

export type ConversationKind = 'direct' | 'group' | 'channel' | 'self' | 'unknown';

export type Conversation = {
  readonly id: ConversationId;
  readonly kind: ConversationKind;
  readonly title?: string;
  /** Platform name in lower case: whatsapp, telegram, wechat, qq, discord, slack … */
  readonly platform?: string;
  /** Grows while reading: the last event of a conversation holds all that is known. */
  readonly members: readonly PersonId[];
  readonly topic?: string;
  /** The conversation that this thread, topic or channel hangs under. */
  readonly parent?: ConversationId;
  readonly avatar?: Asset;
  readonly extras?: Extras;
};

// ---- files

/** A file that belongs to a message. The bytes are never in the model: `Reader.openAsset` gives them. */
export type Asset = {
  /** Key for `openAsset`: the path in the source where there is one. */
  readonly id: string;
  /** File name to show. */
  readonly name?: string;
  readonly mime?: string;
  readonly bytes?: number;
  /** Lower-case hex. */
  readonly sha256?: string;
  /** included: in the export; absent: the export says it left it out or it is missing; remote: only a link. */
  readonly presence: 'included' | 'absent' | 'remote';
  readonly url?: string;
};

// ---- running text

/** Visual styles, and the meanings that a platform marks in text (kept so that nothing is lost). */
export type Style =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'spoiler'
  | 'code'
  | 'quote'
  | 'heading'
  | 'list-item'
  | 'hashtag'
  | 'cashtag'
  | 'command'
  | 'email'
  | 'phone'
  | 'bank-card';

export type Inline =
  | {readonly kind: 'plain'; readonly text: string}
  | {readonly kind: 'styled'; readonly style: Style; readonly inlines: readonly Inline[]}
  | {readonly kind: 'code-block'; readonly text: string; readonly language?: string}
  /** `inlines` is the visible text; absent where the url itself is shown. */
  | {readonly kind: 'url'; readonly url: string; readonly inlines?: readonly Inline[]}
  /** `text` as shown, with its `@` where the export has one. */
  | {
      readonly kind: 'mention';
      readonly text: string;
      readonly person?: PersonId;
      readonly everyone?: boolean;
    }
  /** `text` is the fallback to show (`:parrot:`, `[微笑]`, an emoji); custom emoji only: standard emoji stay in plain text. */
  | {readonly kind: 'emoji'; readonly text: string; readonly id?: string; readonly asset?: Asset};

// ---- parts of a message body

export type MediaRole =
  'image' | 'video' | 'audio' | 'voice' | 'video-note' | 'sticker' | 'animation' | 'file';

export type PollOption = {
  readonly text: string;
  readonly votes?: number;
  readonly voters?: readonly PersonId[];
  readonly isChosen?: boolean;
};

/** One message inside a merged forward ("chat history" card). */
export type BundleItem = {
  readonly name?: string;
  readonly at?: Moment;
  readonly body: readonly Part[];
};

export type Part =
  | {readonly kind: 'text'; readonly inlines: readonly Inline[]}
  | {
      readonly kind: 'media';
      readonly role: MediaRole;
      readonly asset: Asset;
      readonly caption?: readonly Inline[];
      readonly durationSeconds?: number;
      readonly width?: number;
      readonly height?: number;
      /** Speech to text, as the export gives it. */
      readonly transcript?: string;
      /** The emoji or name that a sticker stands for. */
      readonly emoji?: string;
      readonly isSpoiler?: boolean;
      readonly isViewOnce?: boolean;
      readonly thumbnail?: Asset;
    }
  | {
      readonly kind: 'location';
      readonly latitude?: number;
      readonly longitude?: number;
      readonly name?: string;
      readonly address?: string;
      readonly isLive?: boolean;
      readonly url?: string;
    }
  | {
      readonly kind: 'contact';
      readonly name: string;
      readonly phones?: readonly string[];
      readonly emails?: readonly string[];
      readonly person?: PersonId;
      readonly vcard?: Asset;
    }
  | {
      readonly kind: 'poll';
      readonly question: string;
      readonly options: readonly PollOption[];
      readonly isClosed?: boolean;
      readonly totalVoters?: number;
    }
  | {
      readonly kind: 'link';
      /** Empty where a card has none (a mini program, a note). */
      readonly url: string;
      readonly title?: string;
      readonly description?: string;
      readonly site?: string;
      /** link (default), mini-program, music, video-channel, note, announcement, card … as the platform calls it. */
      readonly card?: string;
      readonly thumbnail?: Asset;
    }
  | {
      readonly kind: 'transfer';
      readonly role: 'transfer' | 'red-packet' | 'payment';
      /** As printed, for example `12.50`. */
      readonly amount?: string;
      readonly currency?: string;
      readonly note?: string;
      /** sent, received, refunded, expired … */
      readonly state?: string;
    }
  | {
      readonly kind: 'bundle';
      readonly title?: string;
      readonly items: readonly BundleItem[];
    }
  /** What the model has no words for. `text` is what a person would see; `value` is the original record. */
  | {
      readonly kind: 'raw';
      readonly format: string;
      readonly name: string;
      readonly text: string;
      readonly value?: Json;
    };

// ---- relations

export type Reference = {
  /** Absent where the export names the target only by its text. */
  readonly entry?: EntryId;
  /** Only when the target is in another conversation. */
  readonly conversation?: ConversationId;
  /** What the export repeats of the target. */
  readonly quote?: {
    readonly person?: PersonId;
    readonly name?: string;
    readonly at?: Moment;
    readonly text?: string;
  };
};

export type Origin = {
  readonly person?: PersonId;
  readonly name?: string;
  readonly conversation?: string;
  readonly entry?: EntryId;
  readonly at?: Moment;
};

export type Reaction = {
  /** The emoji itself, or the name of a custom one (`:parrot:`). */
  readonly emoji: string;
  readonly count: number;
  /** Those that the export names; may be fewer than `count`. */
  readonly by?: readonly {readonly person: PersonId; readonly at?: Moment}[];
  readonly asset?: Asset;
};

/** One edit: when, and the body before it where the export keeps it. Oldest first; `{}` = edited, nothing more known. */
export type Edit = {readonly at?: Moment; readonly before?: readonly Part[]};

// ---- entries

type Base = {
  readonly id: EntryId;
  readonly at: Moment;
};

export type DeliveryStatus = 'draft' | 'sending' | 'failed' | 'sent' | 'delivered' | 'read';

export type Message = {readonly kind: 'message'} & Base & {
    readonly from: PersonId;
    /** Never empty: a message without content holds one text part with no inlines. */
    readonly body: readonly Part[];
    readonly replyTo?: Reference;
    /** The entry that heads the thread (Slack, Discord, Teams, Google Chat). */
    readonly thread?: EntryId;
    readonly forwardedFrom?: Origin;
    readonly reactions?: readonly Reaction[];
    readonly edits?: readonly Edit[];
    readonly isPinned?: boolean;
    readonly status?: DeliveryStatus;
    readonly extras?: Extras;
  };

export type CallOutcome = 'answered' | 'missed' | 'declined' | 'busy' | 'cancelled' | 'unknown';

export type Call = {readonly kind: 'call'} & Base & {
    readonly from: PersonId;
    readonly medium: 'voice' | 'video' | 'unknown';
    readonly outcome: CallOutcome;
    readonly durationSeconds?: number;
    readonly participants?: readonly PersonId[];
    /** The export's own wording, where it has one. */
    readonly text?: string;
    readonly extras?: Extras;
  };

export type NoticeEvent =
  | {readonly kind: 'created'; readonly title?: string}
  | {readonly kind: 'renamed'; readonly title: string}
  | {readonly kind: 'topic-changed'; readonly topic?: string}
  | {readonly kind: 'photo-changed'}
  | {readonly kind: 'members-added'; readonly members: readonly PersonId[]}
  | {readonly kind: 'members-removed'; readonly members: readonly PersonId[]}
  | {readonly kind: 'joined'; readonly by?: string}
  | {readonly kind: 'left'}
  | {readonly kind: 'role-changed'; readonly members?: readonly PersonId[]; readonly role?: string}
  | {readonly kind: 'pinned'; readonly entry?: EntryId}
  | {readonly kind: 'timer-changed'; readonly seconds?: number}
  | {readonly kind: 'encryption'}
  | {readonly kind: 'number-changed'}
  | {readonly kind: 'profile-changed'; readonly name?: string}
  | {readonly kind: 'migrated'; readonly title?: string}
  | {readonly kind: 'poked'; readonly target?: PersonId}
  | {readonly kind: 'screenshot'}
  | {readonly kind: 'thread-started'; readonly title?: string}
  | {readonly kind: 'blocked'; readonly isBlocked: boolean}
  /** `name` is the format's word for it, where it has one. */
  | {readonly kind: 'other'; readonly name?: string};

/** A system line. */
export type Notice = {readonly kind: 'notice'} & Base & {
    /** Who did it; absent where the export does not tell. */
    readonly from?: PersonId;
    readonly event: NoticeEvent;
    /** The export's own wording; empty only where the export has none. */
    readonly text: string;
    readonly extras?: Extras;
  };

/** A message that was deleted or recalled: that it existed, and what is left of it. */
export type Removed = {readonly kind: 'removed'} & Base & {
    readonly from?: PersonId;
    readonly removedBy?: 'sender' | 'admin' | 'unknown';
    readonly removedAt?: Moment;
    readonly text?: string;
    /** Where the export still holds the content. */
    readonly body?: readonly Part[];
    readonly extras?: Extras;
  };

export type Entry = Message | Call | Notice | Removed;

// ---- the stream

/**
 * Order: a person before the first reference to it, a conversation before its entries. A later event with the same
 * person or conversation id replaces the earlier one (it knows more). Entries of one conversation come in the order of time
 * as far as the export allows; conversations may interleave.
 */
export type ArchiveEvent =
  | {readonly type: 'person'; readonly person: Person}
  | {readonly type: 'conversation'; readonly conversation: Conversation}
  | {readonly type: 'entry'; readonly conversation: ConversationId; readonly entry: Entry};

/** About 1,000 events; never empty. One `await` per message would cost more than parsing it. */
export type EventBatch = readonly ArchiveEvent[];
