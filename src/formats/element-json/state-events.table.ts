// Events that are no messages: what each means. Data.

/** Simple events whose content says nothing that the model has a field for. */
export const plainNotices: ReadonlyMap<
  string,
  'created' | 'photo-changed' | 'encryption' | 'role-changed' | 'migrated'
> = new Map<string, 'created' | 'photo-changed' | 'encryption' | 'role-changed' | 'migrated'>([
  ['m.room.create', 'created'],
  ['m.room.avatar', 'photo-changed'],
  ['m.room.encryption', 'encryption'],
  ['m.room.power_levels', 'role-changed'],
  ['m.room.tombstone', 'migrated'],
]);

/** Known, and told only by their name. */
export const otherNotices: ReadonlySet<string> = new Set([
  'm.room.aliases',
  'm.room.canonical_alias',
  'm.room.guest_access',
  'm.room.history_visibility',
  'm.room.join_rules',
  'm.room.related_groups',
  'm.room.server_acl',
  'm.room.third_party_invite',
  'm.room.retention',
  'm.space.child',
  'm.space.parent',
  'm.policy.rule.user',
  'm.policy.rule.room',
  'm.policy.rule.server',
  'm.widget',
  'im.vector.modular.widgets',
  'im.vector.room.server_acl',
  'io.element.functional_members',
  'io.element.widgets.layout',
  'org.matrix.msc3672.beacon_info',
  'org.matrix.msc3401.call',
  'org.matrix.msc3401.call.member',
  'm.beacon_info',
  'm.beacon',
  'org.matrix.msc3672.beacon',
]);
