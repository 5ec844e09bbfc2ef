// A running job. Feed it at most four times a second (hooks/use-throttled.ts): more cannot be read, and costs a slow line.
import type {ReactNode} from 'react';
import {useTheme} from '../hooks/use-theme.ts';
import {useFormat, useStrings} from '../i18n/language-context.tsx';
import {useArea} from './area.tsx';
import {Lines} from './Line.tsx';
import type {ProgressModel} from './models.ts';
import {progressRows} from './progress-rows.ts';

export type ProgressProps = {readonly model: ProgressModel; readonly width?: number};

export const Progress = ({model, width}: ProgressProps): ReactNode => {
  const theme = useTheme();
  const strings = useStrings();
  const format = useFormat();
  const area = useArea();
  return (
    <Lines lines={progressRows(model, {width: width ?? area.width, theme, strings, format})} />
  );
};
