// Words of Teams: reactions by name, and what its system events mean. Data.

/** Old reactions have names, new ones are the emoji itself. */
export const reactionEmoji: ReadonlyMap<string, string> = new Map([
  ['like', '👍'],
  ['heart', '❤️'],
  ['laugh', '😆'],
  ['surprised', '😮'],
  ['sad', '😢'],
  ['angry', '😡'],
]);

export type EventKind =
  | 'created'
  | 'members-added'
  | 'members-removed'
  | 'joined'
  | 'left'
  | 'renamed'
  | 'topic-changed'
  | 'pinned'
  | 'role-changed'
  | 'photo-changed';

/** `#microsoft.graph.<name>EventMessageDetail` → kind, and the field that holds the new name. */
export const eventKinds: ReadonlyMap<string, {readonly kind: EventKind; readonly field?: string}> =
  new Map<string, {readonly kind: EventKind; readonly field?: string}>([
    ['teamCreated', {kind: 'created', field: 'teamDisplayName'}],
    ['channelAdded', {kind: 'created', field: 'channelDisplayName'}],
    ['membersAdded', {kind: 'members-added'}],
    ['teamMembersAdded', {kind: 'members-added'}],
    ['membersDeleted', {kind: 'members-removed'}],
    ['membersJoined', {kind: 'joined'}],
    ['teamJoiningEnabled', {kind: 'role-changed'}],
    ['membersLeft', {kind: 'left'}],
    ['chatRenamed', {kind: 'renamed', field: 'chatDisplayName'}],
    ['channelRenamed', {kind: 'renamed', field: 'channelDisplayName'}],
    ['teamRenamed', {kind: 'renamed', field: 'teamDisplayName'}],
    ['channelDescriptionUpdated', {kind: 'topic-changed', field: 'channelDescription'}],
    ['teamDescriptionUpdated', {kind: 'topic-changed', field: 'teamDescription'}],
    ['messagePinned', {kind: 'pinned'}],
    ['conversationMemberRoleUpdated', {kind: 'role-changed'}],
  ]);
