// Search inside the open chat: hits come in as they are found, newest first.
import {useEffect, useRef} from 'react';
import {failureFrom, failureLine} from '../../app/i18n/error-words.ts';
import type {Strings} from '../../app/i18n/strings.ts';
import type {OpenVault} from '../../app/services.ts';
import {needlesOf, parseQuery} from '../../engine/search/query.ts';
import type {Lane, LaneChat} from '../../engine/vault/lane/read-lane.ts';
import type {MessagesAction} from './state.ts';

export type ChatSearch = {
  readonly vault: OpenVault;
  readonly lane: Lane;
  readonly chat: LaneChat;
  readonly zone: string;
  readonly strings: Strings;
  readonly dispatch: (action: MessagesAction) => void;
};

export const useChatSearch = ({
  vault,
  lane,
  chat,
  zone,
  strings,
  dispatch,
}: ChatSearch): ((words: string) => void) => {
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const search = async (words: string, signal: AbortSignal): Promise<void> => {
    try {
      const query = parseQuery(words, zone);
      dispatch({type: 'search', needles: needlesOf(query)});
      for await (const hits of vault.search(lane, query, {signal, context: 0, chat})) {
        if (signal.aborted) return;
        dispatch({type: 'hits', positions: hits.map(({position}) => position)});
      }
      dispatch({type: 'searched'});
    } catch (error) {
      if (signal.aborted) return;
      dispatch({type: 'problem', text: failureLine(failureFrom(error), strings)});
    }
  };
  return (words) => {
    running.current?.abort();
    running.current = new AbortController();
    void search(words, running.current.signal);
  };
};
