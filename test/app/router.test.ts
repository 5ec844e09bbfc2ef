import {describe, expect, test} from 'vitest';
import type {RouterAction, RouterState} from '../../src/app/router.ts';
import {currentPlace, isAtRoot, reduceRouter, startAt} from '../../src/app/router.ts';

type State = RouterState<string, number>;

const go = (...actions: readonly RouterAction<string, number>[]): State =>
  actions.reduce<State>((state, action) => reduceRouter(state, action), startAt('home'));

const routes = ({places}: State): string[] => places.map(({route}) => route);

describe('the stack of places', () => {
  test('goes forward and back, and not below the root', () => {
    const there = go({type: 'push', route: 'chats'}, {type: 'push', route: 'chat'});
    expect(routes(there)).toEqual(['home', 'chats', 'chat']);
    expect(currentPlace(there).route).toBe('chat');
    const back = reduceRouter(reduceRouter(reduceRouter(there, {type: 'pop'}), {type: 'pop'}), {
      type: 'pop',
    });
    expect(routes(back)).toEqual(['home']);
    expect(isAtRoot(back)).toBe(true);
  });

  test('replaces the place without growing', () => {
    expect(routes(go({type: 'push', route: 'form'}, {type: 'replace', route: 'report'}))).toEqual([
      'home',
      'report',
    ]);
  });

  test('goes back to the root, and from there to somewhere', () => {
    expect(
      routes(go({type: 'push', route: 'a'}, {type: 'push', route: 'b'}, {type: 'reset'})),
    ).toEqual(['home']);
    expect(routes(go({type: 'push', route: 'a'}, {type: 'reset', route: 'b'}))).toEqual([
      'home',
      'b',
    ]);
  });

  test('never uses a key twice', () => {
    const state = go(
      {type: 'push', route: 'a'},
      {type: 'pop'},
      {type: 'push', route: 'a'},
      {type: 'push', route: 'a'},
    );
    const keys = state.places.map(({key}) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).not.toContain(1);
  });
});

describe('what a screen saved', () => {
  test('is there again after coming back', () => {
    const state = go(
      {type: 'push', route: 'chats'},
      {type: 'save', key: 1, saved: 42},
      {type: 'push', route: 'chat'},
      {type: 'pop'},
    );
    expect(currentPlace(state)).toEqual({key: 1, route: 'chats', saved: 42});
  });

  test('is forgotten with the place, and nobody else gets it', () => {
    const state = go(
      {type: 'push', route: 'a'},
      {type: 'pop'},
      {type: 'save', key: 1, saved: 7},
      {type: 'push', route: 'b'},
    );
    expect(state.places.map(({saved}) => saved)).toEqual([undefined, undefined]);
  });
});

describe('the last place', () => {
  test('is where one was before going back, as it was', () => {
    const state = go(
      {type: 'push', route: 'chat'},
      {type: 'save', key: 1, saved: 9},
      {type: 'pop'},
      {type: 'last'},
    );
    expect(currentPlace(state)).toEqual({key: 1, route: 'chat', saved: 9});
  });

  test('is nowhere at the beginning', () => {
    expect(routes(go({type: 'last'}))).toEqual(['home']);
  });
});
