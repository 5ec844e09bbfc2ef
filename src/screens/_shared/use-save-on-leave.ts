// Saves what a screen wants to find again, once, when it is left: saving at each key would render everything twice.
import {useEffect, useInsertionEffect, useRef} from 'react';
import {useNavigation} from '../../app/routes-types.ts';

export const useSaveOnLeave = (value: unknown): void => {
  const {save} = useNavigation();
  const latest = useRef(value);
  useInsertionEffect(() => {
    latest.current = value;
  });
  useEffect(() => () => save(latest.current), [save]);
};
