// The English wording of joins, parts, kicks, nick, topic and mode changes in the logs of all dialects. Data: another wording needs a row.

export type EventName = 'join' | 'part' | 'quit' | 'kick' | 'nick' | 'topic' | 'mode';

/** Groups: `nick` who, `to` whom or what it became, `host`, `topic`, `modes`, `reason`. Patterns are anchored and cannot backtrack far. */
export const eventPatterns: readonly (readonly [name: EventName, pattern: RegExp])[] = [
  // ZNC
  ['join', /^Joins: (?<nick>\S+) \((?<host>[^()\s]*)\)$/],
  ['part', /^Parts: (?<nick>\S+) \((?<host>[^()\s]*)\)(?: \((?<reason>.*)\))?$/],
  ['quit', /^Quits: (?<nick>\S+) \((?<host>[^()\s]*)\)(?: \((?<reason>.*)\))?$/],
  ['kick', /^(?<to>\S+) was kicked by (?<nick>\S+)(?: \((?<reason>.*)\))?$/],
  ['mode', /^(?<nick>\S+) sets mode: (?<modes>.+)$/],
  ['topic', /^(?<nick>\S+) changes topic to '(?<topic>.*)'$/],
  // irssi: host and reason in square brackets
  ['join', /^(?<nick>\S+) \[(?<host>[^\]\s]*)\] has joined \S+$/],
  ['part', /^(?<nick>\S+) \[(?<host>[^\]\s]*)\] has left \S+(?: \[(?<reason>.*)\])?$/],
  ['quit', /^(?<nick>\S+) \[(?<host>[^\]\s]*)\] has quit(?: \[(?<reason>.*)\])?$/],
  ['kick', /^(?<to>\S+) was kicked from \S+ by (?<nick>\S+)(?: \[(?<reason>.*)\])?$/],
  ['mode', /^(?:Server)?[Mm]ode\/\S+ \[(?<modes>[^\]]*)\] by (?<nick>\S+)$/],
  ['topic', /^(?<nick>\S+) changed the topic of \S+ to: (?<topic>.*)$/],
  ['topic', /^Topic unset by (?<nick>\S+) on \S+(?<topic>)$/],
  // WeeChat: an account and a real name may stand before the host
  ['join', /^(?<nick>\S+)(?: \[[^\]]*\])?(?: \([^()]*\))? \((?<host>[^()\s]*)\) has joined \S+$/],
  ['part', /^(?<nick>\S+) \((?<host>[^()\s]*)\) has left \S+(?: \((?<reason>.*)\))?$/],
  ['quit', /^(?<nick>\S+) \((?<host>[^()\s]*)\) has quit(?: IRC)?(?: \((?<reason>.*)\))?$/],
  ['kick', /^(?<nick>\S+) has kicked (?<to>\S+)(?: from \S+)?(?: \((?<reason>.*)\))?$/],
  ['mode', /^Mode \S+ \[(?<modes>[^\]]*)\] by (?<nick>\S+)$/],
  ['topic', /^(?<nick>\S+) has changed topic for \S+ (?:from ".*" )?to "(?<topic>.*)"$/],
  ['topic', /^(?<nick>\S+) has unset topic for \S+(?: \(.*\))?(?<topic>)$/],
  // HexChat, mIRC
  ['join', /^(?<nick>\S+) \((?<host>[^()\s]*)\) has joined(?: \S+)?$/],
  ['part', /^(?<nick>\S+) \((?<host>[^()\s]*)\) has left(?: \S+)?(?: \((?<reason>.*)\))?$/],
  ['quit', /^(?<nick>\S+) has quit(?: IRC)? \((?<reason>.*)\)$/],
  ['kick', /^(?<to>\S+) was kicked by (?<nick>\S+) \((?<reason>.*)\)$/],
  ['topic', /^(?<nick>\S+) (?:has changed the topic to:|changes topic to) (?<topic>.*)$/],
  [
    'mode',
    /^(?<nick>\S+) (?<modes>(?:gives|removes) (?:channel operator|channel half-operator|voice)\b.*)$/,
  ],
  ['mode', /^(?<nick>\S+) sets modes? on \S+ (?<modes>.+)$/],
  // all
  ['nick', /^(?<nick>\S+) is now known as (?<to>\S+)$/],
];
