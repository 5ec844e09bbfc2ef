// Waits for the list of formats, which is loaded when it is first needed: the program starts faster without it.
import type {ReactNode} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useServices} from '../../app/services.ts';
import type {FormatChoice} from '../../app/services.ts';
import {ErrorState, Loading} from '../../app/ui/Notice.tsx';

export type WithFormatsProps = {
  readonly children: (writable: readonly FormatChoice[]) => ReactNode;
};

export const WithFormats = ({children}: WithFormatsProps): ReactNode => {
  const {formats} = useServices();
  const task = useAsyncTask('formats', () => formats());
  if (task.status === 'loading') return <Loading />;
  if (task.status === 'failed') return <ErrorState error={task.error} />;
  return children(task.value.writable);
};
