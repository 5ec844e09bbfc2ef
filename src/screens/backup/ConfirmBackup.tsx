// The last look before the backup starts: what, how much, where to. Unlocks the vault first if it must.
import type {ReactNode} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import {useServices, useSettings} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {Menu} from '../../app/ui/Menu.tsx';
import {EmptyState} from '../../app/ui/Notice.tsx';
import {row, span} from '../../app/ui/spans.ts';
import {rangeText} from './state.ts';
import type {BackupState, Inspection} from './state.ts';

export type ConfirmBackupProps = {readonly state: BackupState; readonly inspection: Inspection};

export const ConfirmBackup = ({state, inspection}: ConfirmBackupProps): ReactNode => {
  const {vaults, jobs, files, zone} = useServices();
  const place = useSettings().vaults.find(({id}) => id === state.vault);
  const {push, replace} = useNavigation();
  const {start: text, browse} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {width, height} = useArea();
  const space = useAsyncTask(place?.location ?? '', () =>
    files.freeSpace(place?.location ?? files.home),
  );
  if (!place) return <EmptyState text={browse.noVault} />;
  const opened = vaults.opened(place.id);
  const free =
    space.status === 'done' && space.value !== undefined
      ? text.free(format.bytes(space.value))
      : '';
  const isTight =
    space.status === 'done' && space.value !== undefined && space.value < inspection.bytes;
  const names = state.paths.map((path) =>
    row([span(`  ${sanitizeLine(path)}`, theme.muted)], width),
  );
  const lines = [
    row(
      [
        span(text.to(sanitizeLine(place.name)), theme.heading),
        span(`  ${sanitizeLine(place.location)}`, theme.muted),
      ],
      width,
    ),
    row(
      [
        span(text.confirmLines(format.count(inspection.files), format.bytes(inspection.bytes))),
        span(`  ${free}`, theme.muted),
      ],
      width,
    ),
    ...(isTight
      ? [
          row(
            [
              span(
                `${theme.symbols.warn} ${text.tight(format.bytes(inspection.bytes))}`,
                theme.warn,
              ),
            ],
            width,
          ),
        ]
      : []),
    row([span(rangeText(state.selection, {text, format, zone: zone()}))], width),
    ...names.slice(0, Math.max(1, height - 7)),
    '',
  ];
  const start = (): void => {
    if (!opened) return push({name: 'unlock', vault: place.id});
    const {paths, selection} = state;
    replace({
      name: 'job',
      job: jobs.start({
        kind: 'backup',
        vault: opened.access,
        paths,
        overrides: {},
        selection,
        label: '',
      }).id,
    });
  };
  return (
    <>
      <Lines lines={lines} />
      <Room width={width} height={Math.max(1, height - lines.length)}>
        <Menu
          items={[{id: 'start', label: opened ? text.confirm : browse.unlockAction}]}
          onChoose={start}
        />
      </Room>
    </>
  );
};
