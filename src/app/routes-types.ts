// Every place one can go to, as one union. Screens navigate with these; routes.tsx says which component each one is.

import {createContext, useContext} from 'react';

/** What was chosen in a wizard so far travels in the route, so that going back and forth keeps it. */
export type Route =
  | {readonly name: 'welcome'}
  | {readonly name: 'home'}
  /** Starts with these paths chosen already, if any. */
  | {readonly name: 'backup'; readonly paths?: readonly string[]}
  | {readonly name: 'restore'; readonly vault?: string; readonly snapshot?: string}
  | {readonly name: 'auto-backup'}
  | {readonly name: 'chats'; readonly vault?: string; readonly snapshot?: string}
  | {
      readonly name: 'messages';
      readonly vault: string;
      readonly snapshot: string;
      readonly chat: number;
      readonly position?: number;
    }
  | {readonly name: 'search'; readonly vault?: string; readonly query?: string}
  | {readonly name: 'convert'; readonly paths?: readonly string[]}
  | {readonly name: 'storage'; readonly vault?: string}
  | {readonly name: 'settings'}
  | {readonly name: 'job'; readonly job: number}
  | {readonly name: 'jobs'}
  /** Then goes to `next`, or back. */
  | {readonly name: 'new-vault'; readonly next?: Route}
  /** Asks for the passphrase of a vault, then goes to `next`, or back to where it was asked for. */
  | {readonly name: 'unlock'; readonly vault: string; readonly next?: Route};

export type Navigation = {
  push(route: Route): void;
  replace(route: Route): void;
  back(): void;
  /** To the home screen, then to `route` if one is given. */
  reset(route?: Route): void;
  /** What this place saved when it was left; the screen says what type it is. */
  readonly saved: unknown;
  /** Call it whenever what should survive leaving changes (cursor, scroll, filter, half-filled forms). */
  save(value: unknown): void;
};

const NavigationContext = createContext<Navigation | undefined>(undefined);

export const NavigationProvider = NavigationContext.Provider;

export const useNavigation = (): Navigation => {
  const navigation = useContext(NavigationContext);
  if (!navigation) throw new Error('useNavigation needs NavigationProvider around it.');
  return navigation;
};
