// How far the newest running job is, in the title of the terminal: seen while another window is in front.
import {useEffect, useRef} from 'react';
import {useTerminal} from './hooks/use-terminal.ts';
import {useThrottled} from './hooks/use-throttled.ts';
import {useFormat, useStrings} from './i18n/language-context.tsx';
import {useJobs} from './services.ts';
import {titleSequence} from './terminal/osc.ts';

const everyMs = 1000;

export const JobTitle = (): null => {
  const {send} = useTerminal();
  const {app} = useStrings();
  const format = useFormat();
  const state = useJobs().find((job) => job.state.status === 'running')?.state;
  const {done = 0, total} = (state?.status === 'running' ? state.progress : undefined) ?? {};
  const percent = total === undefined || total === 0 ? '' : `${format.percent(done / total)} `;
  const title = useThrottled(state ? `${percent}${app.name}` : '', everyMs);
  const isChanged = useRef(false);
  useEffect(() => {
    if (title === '' && !isChanged.current) return;
    isChanged.current = true;
    send(titleSequence(title === '' ? app.name : title));
  }, [send, title, app.name]);
  return null;
};
