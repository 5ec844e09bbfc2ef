// Keys of the chat screen.

import type {Strings} from '../../app/i18n/strings.ts';
import {conventionalKeys as keys} from '../../app/keymap.ts';
import type {Command} from '../../app/keymap.ts';
import type {Layout, MessagesAction, MessagesState} from './state.ts';

export type MessagesKeys = {
  readonly state: MessagesState;
  readonly layout: Layout;
  readonly dispatch: (action: MessagesAction) => void;
  readonly strings: Strings;
  readonly copy: () => void;
};

const motions = ({layout, dispatch, strings}: MessagesKeys): Command[] => {
  const text = strings.ui.keys;
  const {height, count} = layout.extent;
  const page = Math.max(1, Math.floor(height / 3));
  const step = (id: string, title: string, bound: readonly string[], by: number): Command => ({
    id: `messages.${id}`,
    keys: bound,
    title,
    group: text.moving,
    isMotion: true,
    run: () => dispatch({type: 'move', by, layout}),
  });
  const go = (
    id: string,
    title: string,
    bound: readonly string[],
    position: number,
    row: number,
  ): Command => ({
    id: `messages.${id}`,
    keys: bound,
    title,
    group: text.moving,
    isMotion: true,
    run: () => dispatch({type: 'go', position, row, layout}),
  });
  return [
    step('down', text.down, keys.down, 1),
    step('up', text.up, keys.up, -1),
    step('half-page-down', text.halfPageDown, keys.halfPageDown, page),
    step('half-page-up', text.halfPageUp, keys.halfPageUp, -page),
    step('page-down', text.pageDown, keys.pageDown, page * 2),
    step('page-up', text.pageUp, keys.pageUp, -page * 2),
    go('top', text.top, keys.top, 0, 0),
    go('bottom', text.bottom, keys.bottom, count - 1, height),
  ];
};

export const messagesCommands = (context: MessagesKeys): Command[] => {
  const {state, layout, dispatch, strings, copy} = context;
  const {browse: text} = strings;
  const hasHits = state.found !== undefined && state.found.positions.length > 0;
  return [
    {
      id: 'messages.find',
      keys: keys.search,
      title: text.find,
      hint: 1,
      run: () => dispatch({type: 'mode', mode: 'finding'}),
    },
    {
      id: 'messages.date',
      keys: ['d'],
      title: text.goToDate,
      hint: 2,
      run: () => dispatch({type: 'mode', mode: 'going'}),
    },
    {
      id: 'messages.details',
      keys: ['enter', 'l', 'right'],
      title: text.detailsKey,
      hint: 3,
      run: () => dispatch({type: 'mode', mode: 'details'}),
    },
    {
      id: 'messages.next',
      keys: keys.nextMatch,
      title: text.nextMatch,
      hint: 4,
      when: hasHits,
      run: () => dispatch({type: 'next', step: -1, layout}),
    },
    {
      id: 'messages.previous',
      keys: keys.previousMatch,
      title: text.previousMatch,
      hint: 5,
      when: hasHits,
      run: () => dispatch({type: 'next', step: 1, layout}),
    },
    {id: 'messages.copy', keys: keys.copy, title: text.copy, run: copy},
    {
      id: 'messages.leave-search',
      keys: ['escape'],
      title: text.leaveSearch,
      hint: 6,
      when: state.found !== undefined || state.origin !== undefined,
      run: () => dispatch({type: 'leave-search'}),
    },
    ...motions(context),
  ];
};
