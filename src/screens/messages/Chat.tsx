// The open chat as it is drawn: rows of the entries around the cursor, a field to type in, the keys.
import type {ReactNode} from 'react';
import {useMemo} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTerminal} from '../../app/hooks/use-terminal.ts';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import type {OpenVault} from '../../app/services.ts';
import {copySequence} from '../../app/terminal/osc.ts';
import type {CopyOutcome} from '../../app/terminal/osc.ts';
import type {Format} from '../../app/i18n/format.ts';
import type {Strings} from '../../app/i18n/strings.ts';
import type {NoticeModel} from '../../app/ui/models.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {truncateEnd} from '../../app/terminal/fit.ts';
import {textWidth} from '../../app/terminal/width.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {row, span} from '../../app/ui/spans.ts';
import {parsePeriod} from '../../engine/model/time.ts';
import type {ChatPages, Lane, LaneChat} from '../../engine/vault/lane/read-lane.ts';
import {chatTitle} from '../_shared/chat-title.ts';
import {useSaveOnLeave} from '../_shared/use-save-on-leave.ts';
import {AskBar} from './AskBar.tsx';
import {messagesCommands} from './actions.ts';
import {Details} from './Details.tsx';
import {bodyOf, entryRows} from './lines.ts';
import type {Look, Row} from './lines.ts';
import {place, visible} from './placing.ts';
import {hitNumber, savedOf} from './state.ts';
import type {Layout, MessagesAction, MessagesState} from './state.ts';
import {useChatSearch} from './use-chat-search.ts';
import {useEntries} from './use-entries.ts';
import type {EntryWindow} from './use-entries.ts';

export type ChatProps = {
  readonly vault: OpenVault;
  readonly lane: Lane;
  readonly chat: LaneChat;
  readonly pages: ChatPages;
  readonly state: MessagesState;
  readonly dispatch: (action: MessagesAction) => void;
};

const useLook = (lane: Lane, chat: LaneChat, needles: readonly string[]): Look => {
  const {zone} = useServices();
  const {browse: text} = useStrings();
  const {width} = useArea();
  const persons = lane.personsOf(chat.export);
  const colours = useMemo(
    () => new Map([...persons.keys()].map((id, index) => [id, index])),
    [persons],
  );
  return {
    text,
    format: useFormat(),
    theme: useTheme(),
    zone: zone(),
    width: width - 3,
    persons,
    colours,
    needles,
  };
};

const loadingRow: readonly Row[] = [[span('…')]];

/** Rows of each entry, made once per look. */
const useRows = (entries: EntryWindow, look: Look): ((position: number) => readonly Row[]) => {
  const cache = new Map<number, readonly Row[]>();
  return (position) => {
    const known = cache.get(position);
    if (known) return known;
    const entry = entries.at(position);
    const rows = entry ? entryRows(entry, entries.at(position - 1), look) : loadingRow;
    cache.set(position, rows);
    return rows;
  };
};

const screenLines = (
  cursor: MessagesState['cursor'],
  layout: Layout,
  rowsOf: (position: number) => readonly Row[],
  look: Look,
): string[] => {
  const lines: string[] = Array.from({length: layout.extent.height}, () => '');
  for (const {position, row: top} of visible(cursor, layout.extent, layout.heightOf)) {
    const isHere = position === cursor.position;
    rowsOf(position).forEach((spans, index) => {
      const at = top + index;
      if (at < 0 || at >= lines.length) return;
      const isRuler = spans[0]?.text.startsWith(look.theme.symbols.rule) === true;
      const pointer =
        isHere && !isRuler ? span(`${look.theme.symbols.pointer} `, look.theme.accent) : span('  ');
      lines[at] = row([pointer, ...spans], look.width + 2);
    });
  }
  return lines;
};

const statusOf = ({found}: MessagesState, position: number, look: Look): string | undefined => {
  if (!found) return undefined;
  const {text, format} = look;
  if (found.positions.length === 0) return found.isSearching ? text.searching('0') : text.noMatch;
  return text.matches(
    format.count(hitNumber(found.positions, position)),
    format.count(found.positions.length),
  );
};

const copyNotice = (outcome: CopyOutcome, {ui}: Strings, format: Format): NoticeModel => {
  switch (outcome.outcome) {
    case 'sent':
      return {kind: 'ok', text: ui.copied(format.bytes(outcome.bytes))};
    case 'too-large':
      return {kind: 'warn', text: ui.copyTooLarge(format.bytes(outcome.limit))};
    case 'unsupported':
      return {kind: 'warn', text: ui.copyUnsupported};
    default:
      return assertNever(outcome);
  }
};

export const Chat = ({vault, lane, chat, pages, state, dispatch}: ChatProps): ReactNode => {
  const {zone, notices} = useServices();
  const strings = useStrings();
  const terminal = useTerminal();
  const {width, height} = useArea();
  const look = useLook(lane, chat, state.found?.needles ?? []);
  const entries = useEntries(pages, state.cursor.position);
  const rowsOf = useRows(entries, {...look, find: entries.find});
  const layout: Layout = {
    extent: {count: chat.entries, height: Math.max(1, height - 2)},
    heightOf: (position) => rowsOf(position).length,
  };
  const cursor = place(state.cursor, layout.extent, layout.heightOf);
  const entry = entries.at(cursor.position);
  const search = useChatSearch({vault, lane, chat, zone: zone(), strings, dispatch});
  useSaveOnLeave(savedOf(state));
  const copy = (): void => {
    const outcome = entry && copySequence(bodyOf(entry, look), terminal.capabilities);
    if (outcome?.outcome === 'sent') terminal.send(outcome.sequence);
    if (outcome) notices.say(copyNotice(outcome, strings, look.format));
  };
  const follow = async (id: string): Promise<void> => {
    const position = await pages.positionOf(id);
    if (position === undefined) notices.say({kind: 'note', text: look.text.replyGone});
    else dispatch({type: 'follow', position, layout});
  };
  const goTo = async (typed: string): Promise<void> => {
    const period = parsePeriod(typed, zone());
    if (!period) dispatch({type: 'problem', text: look.text.badDate});
    else dispatch({type: 'go', position: await pages.positionAt(period.start), row: 0, layout});
  };
  useKeymap(messagesCommands({state: {...state, cursor}, layout, dispatch, strings, copy}), {
    isActive: state.mode === 'reading',
  });
  if (state.mode === 'details' && entry) {
    return (
      <Details
        entry={entry}
        look={look}
        title={strings.ui.back}
        onFollow={(id) => void follow(id)}
        onClose={() => dispatch({type: 'mode', mode: 'reading'})}
      />
    );
  }
  const isLost = entries.error !== undefined && entry === undefined;
  const facts = [
    `${look.format.count(cursor.position + 1)} / ${look.format.count(chat.entries)}`,
    isLost ? look.text.lost : statusOf(state, cursor.position, look),
  ];
  const rest = facts.filter((fact) => fact !== undefined).join('  ·  ');
  const title = truncateEnd(chatTitle(lane, chat), Math.max(4, width - textWidth(rest) - 5));
  const status = `${title}  ·  ${rest}`;
  return (
    <Room width={width} height={height}>
      <Lines lines={screenLines(cursor, layout, rowsOf, look)} />
      <Lines lines={[row([span(status, look.theme.muted)], width)]} />
      <AskBar
        mode={state.mode}
        problem={state.problem}
        onFind={search}
        onGo={(typed) => void goTo(typed)}
        onClose={() => dispatch({type: 'mode', mode: 'reading'})}
      />
    </Room>
  );
};
