// What a format cannot hold: in plain words, most often first. Before a conversation is written and after.
import type {ReactNode} from 'react';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {fit} from '../../app/terminal/fit.ts';
import {useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {row, span} from '../../app/ui/spans.ts';
import type {Feature} from '../../engine/model/features.ts';

export type LossTableProps = {
  readonly loss: readonly (readonly [string, number])[];
  readonly height: number;
};

export const LossTable = ({loss, height}: LossTableProps): ReactNode => {
  const {convert: text} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {width} = useArea();
  if (loss.length === 0)
    return <Lines lines={[theme.ok(`${theme.symbols.ok} ${text.nothingLost}`)]} />;
  const words: Readonly<Record<string, string>> = text.features satisfies Record<Feature, string>;
  const rows = [...loss]
    .sort((a, b) => b[1] - a[1])
    .map(([feature, count]) =>
      row(
        [
          span(fit(`  ${words[feature] ?? feature}`, Math.max(12, Math.min(40, width - 12)))),
          span(fit(format.count(count), 10, 'right'), theme.muted),
        ],
        width,
      ),
    );
  return (
    <Lines
      lines={[
        theme.warn(`${theme.symbols.warn} ${text.lost}`),
        ...rows.slice(0, Math.max(1, height - 1)),
      ]}
    />
  );
};
