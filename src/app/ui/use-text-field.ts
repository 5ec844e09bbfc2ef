// The state of a text field, owned by the screen that shows it.
import {useCallback, useReducer} from 'react';
import type {TextFieldAction, TextFieldState} from './text-field-state.ts';
import {reduceTextField, textField} from './text-field-state.ts';

export type TextFieldHandle = {
  readonly value: string;
  readonly state: TextFieldState;
  readonly dispatch: (action: TextFieldAction) => void;
  readonly setText: (text: string) => void;
};

export const useTextField = (initial = ''): TextFieldHandle => {
  const [state, dispatch] = useReducer(reduceTextField, initial, textField);
  const setText = useCallback((text: string) => dispatch({type: 'set', text}), []);
  return {value: state.text, state, dispatch, setText};
};
