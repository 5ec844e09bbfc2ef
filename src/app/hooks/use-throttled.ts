// A value that changes often, shown a few times a second; the last one is always shown.
import {useEffect, useRef, useState} from 'react';

/** Follows `value` at most every `ms` milliseconds. 250 is what a person can read. */
export const useThrottled = <Value>(value: Value, ms = 250): Value => {
  const [shown, setShown] = useState(value);
  const lastChange = useRef(0);
  useEffect(() => {
    if (Object.is(value, shown)) return;
    const wait = Math.max(0, lastChange.current + ms - performance.now());
    const timer = setTimeout(() => {
      lastChange.current = performance.now();
      setShown(value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value, shown, ms]);
  return shown;
};
