// ChatLab's own acceptance rules, written down from its measured behaviour: what it calls an error, not what it only warns of.

const types = new Set([0, 1, 2, 3, 4, 5, 7, 8, 20, 21, 22, 23, 24, 25, 26, 27, 80, 81, 99]);

type Thing = Record<string, unknown>;

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const isSeconds = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1e11;

const headerFaults = ({chatlab, meta}: Thing, senders: ReadonlySet<unknown>): string[] => {
  const faults: string[] = [];
  if (!isThing(chatlab) || (chatlab['version'] !== '0.0.1' && chatlab['version'] !== '0.0.2'))
    faults.push('UNSUPPORTED_VERSION');
  if (!isThing(chatlab) || !isSeconds(chatlab['exportedAt'])) faults.push('INVALID_EXPORTED_AT');
  if (!isThing(meta)) return [...faults, 'MISSING_META'];
  if (!isText(meta['name']) || !isText(meta['platform'])) faults.push('INVALID_REQUIRED_STRING');
  if (meta['type'] !== 'group' && meta['type'] !== 'private') faults.push('INVALID_CHAT_TYPE');
  if (meta['ownerId'] !== undefined && !senders.has(meta['ownerId'])) faults.push('UNKNOWN_OWNER');
  return faults;
};

const messageFaults = (
  message: Thing,
  senders: ReadonlySet<unknown>,
  ids: Set<unknown>,
): string[] => {
  const faults: string[] = [];
  const {sender, accountName, timestamp, type, content, platformMessageId, replyToMessageId} =
    message;
  if (!senders.has(sender)) faults.push('UNKNOWN_MESSAGE_SENDER');
  if (!isText(accountName) || !isText(sender)) faults.push('INVALID_REQUIRED_STRING');
  if (!isSeconds(timestamp)) faults.push('INVALID_UNIX_SECONDS');
  if (!types.has(type as number)) faults.push('INVALID_MESSAGE_TYPE');
  if (typeof content !== 'string' && content !== null) faults.push('INVALID_MESSAGE_CONTENT');
  if (sender === 'SYSTEM' && type !== 80 && type !== 81) faults.push('INVALID_SYSTEM_SENDER_TYPE');
  if (platformMessageId !== undefined && typeof platformMessageId !== 'string')
    faults.push('INVALID_MESSAGE_ID');
  if (replyToMessageId !== undefined && typeof replyToMessageId !== 'string')
    faults.push('INVALID_REPLY_ID');
  if (ids.has(platformMessageId)) faults.push('DUPLICATE_MESSAGE_ID');
  if (platformMessageId !== undefined) ids.add(platformMessageId);
  return faults;
};

const documentFaults = (root: Thing): string[] => {
  const members = Array.isArray(root['members']) ? root['members'] : [];
  const messages = Array.isArray(root['messages']) ? root['messages'] : [];
  const senders = new Set(members.map((member: Thing) => member['platformId']));
  const ids = new Set<unknown>();
  const times = messages.map((message: Thing) => Number(message['timestamp']));
  return [
    ...headerFaults(root, senders),
    ...(members.length === 0 ? ['MISSING_MEMBERS'] : []),
    ...(members.length !== senders.size ? ['DUPLICATE_MEMBER'] : []),
    ...(members.every(
      (member: Thing) => isText(member['platformId']) && isText(member['accountName']),
    )
      ? []
      : ['INVALID_MEMBER']),
    ...(messages.length === 0 ? ['MISSING_MESSAGES'] : []),
    ...(times.some((time, index) => time < (times[index - 1] ?? 0)) ? ['OUT_OF_ORDER'] : []),
    ...messages.flatMap((message: Thing) => messageFaults(message, senders, ids)),
  ];
};

/** The codes of the rules that a ChatLab JSON file breaks. */
export const faultsOfJson = (text: string): string[] => {
  try {
    const root: unknown = JSON.parse(text);
    return isThing(root) ? documentFaults(root) : ['INVALID_ROOT'];
  } catch {
    return ['INVALID_JSON'];
  }
};

/** The same for JSON Lines: header first and once, all members before the first message. */
export const faultsOfJsonl = (text: string): string[] => {
  if (text.startsWith('\ufeff')) return ['INVALID_JSON'];
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => JSON.parse(line) as Thing);
  const order = lines.map((line) => ['header', 'member', 'message'].indexOf(String(line['_type'])));
  const [header = {}] = lines;
  return [
    ...(order[0] === 0 && order.filter((rank) => rank === 0).length === 1 ? [] : ['HEADER']),
    ...(order.some((rank, index) => rank < (order[index - 1] ?? 0)) ? ['LINE_ORDER'] : []),
    ...documentFaults({
      ...header,
      members: lines.filter((line) => line['_type'] === 'member'),
      messages: lines.filter((line) => line['_type'] === 'message'),
    }),
  ];
};
