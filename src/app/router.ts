// A stack of places as one value. Each place keeps what its screen saved (cursor, scroll, filter), so going back shows
// it as it was. Pure and generic: which routes exist is the app's business.
import {assertNever} from '../engine/model/assert-never.ts';

/** One entry of the stack. `key` is unique in its stack for as long as the place lives: use it as React key. */
export type Place<Route, Saved = unknown> = {
  readonly key: number;
  readonly route: Route;
  readonly saved: Saved | undefined;
};

export type RouterState<Route, Saved = unknown> = {
  /** Never empty; the last one is shown. */
  readonly places: readonly Place<Route, Saved>[];
  readonly nextKey: number;
  /** What was left by the latest `pop`: `-` goes there again. */
  readonly last: Place<Route, Saved> | undefined;
};

export type RouterAction<Route, Saved = unknown> =
  | {readonly type: 'push'; readonly route: Route}
  | {readonly type: 'replace'; readonly route: Route}
  /** Back by one; nothing happens at the root. */
  | {readonly type: 'pop'}
  /** Back to the root, then to `route` if one is given. */
  | {readonly type: 'reset'; readonly route?: Route}
  /** To the place that was left last. */
  | {readonly type: 'last'}
  /** What the screen at `key` wants to find again. Ignored when the place is gone. */
  | {readonly type: 'save'; readonly key: number; readonly saved: Saved};

export const startAt = <Route, Saved = unknown>(route: Route): RouterState<Route, Saved> => ({
  places: [{key: 0, route, saved: undefined}],
  nextKey: 1,
  last: undefined,
});

export const currentPlace = <Route, Saved>(
  state: RouterState<Route, Saved>,
): Place<Route, Saved> => {
  const place = state.places.at(-1);
  if (place === undefined) throw new RangeError('A router state has at least one place.');
  return place;
};

export const isAtRoot = (state: RouterState<unknown>): boolean => state.places.length === 1;

const enter = <Route, Saved>(
  state: RouterState<Route, Saved>,
  places: readonly Place<Route, Saved>[],
  route: Route,
): RouterState<Route, Saved> => ({
  ...state,
  places: [...places, {key: state.nextKey, route, saved: undefined}],
  nextKey: state.nextKey + 1,
});

export const reduceRouter = <Route, Saved>(
  state: RouterState<Route, Saved>,
  action: RouterAction<Route, Saved>,
): RouterState<Route, Saved> => {
  const {places, last} = state;
  switch (action.type) {
    case 'push':
      return enter(state, places, action.route);
    case 'replace':
      return enter(state, places.slice(0, -1), action.route);
    case 'pop':
      return isAtRoot(state) ? state : {...state, places: places.slice(0, -1), last: places.at(-1)};
    case 'reset': {
      const root = {
        ...state,
        places: places.slice(0, 1),
        last: isAtRoot(state) ? last : places.at(-1),
      };
      return action.route === undefined ? root : enter(root, root.places, action.route);
    }
    case 'last':
      return last === undefined ? state : {...state, places: [...places, last], last: undefined};
    case 'save':
      return {
        ...state,
        places: places.map((place) =>
          place.key === action.key ? {...place, saved: action.saved} : place,
        ),
        // A screen saves while it goes, after it was left.
        last: last?.key === action.key ? {...last, saved: action.saved} : last,
      };
    default:
      return assertNever(action);
  }
};
