// The hits of a search as rows: when, where, who, what.
import type {ReactNode} from 'react';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {useArea} from '../../app/ui/area.tsx';
import {List} from '../../app/ui/List.tsx';
import type {ListState} from '../../app/ui/list-state.ts';
import {span} from '../../app/ui/spans.ts';
import {useList} from '../../app/ui/use-list.ts';
import {entryText} from '../../engine/model/text.ts';
import type {Lane} from '../../engine/vault/lane/read-lane.ts';
import {chatTitle} from '../_shared/chat-title.ts';
import type {FoundHit} from './state.ts';

export type HitsProps = {
  readonly lanes: readonly Lane[];
  readonly hits: readonly FoundHit[];
  readonly isFocused: boolean;
  readonly initial: ListState | undefined;
  readonly onOpen: (hit: FoundHit, list: ListState) => void;
};

export const Hits = ({lanes, hits, isFocused, initial, onOpen}: HitsProps): ReactNode => {
  const {zone} = useServices();
  const {browse: text} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {height} = useArea();
  const list = useList({count: hits.length, height}, initial);
  return (
    <List
      list={list}
      isFocused={isFocused}
      openTitle={text.open}
      highlight="pointer"
      onOpen={(index) => {
        const hit = hits[index];
        if (hit) onOpen(hit, list.state);
      }}
      renderRow={(index) => {
        const hit = hits[index];
        const lane = lanes.find(({snapshot}) => snapshot.id === hit?.snapshot);
        const chat = hit && lane?.chats[hit.chat];
        if (!hit || !lane || !chat) return [];
        return [
          span(`${format.date(hit.entry.at.epochMs, zone())}  `, theme.muted),
          span(`${chatTitle(lane, chat)}  `, theme.heading),
          span(`${sanitizeLine(hit.sender?.name ?? '')}: `, theme.muted),
          span(sanitizeLine(entryText(hit.entry).slice(0, 300))),
        ];
      }}
    />
  );
};
