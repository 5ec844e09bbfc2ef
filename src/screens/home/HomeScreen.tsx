// The main menu: what an IM app has under its settings, and what no app has.
import type {ReactNode} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useServices, useSettings} from '../../app/services.ts';
import {useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {Menu} from '../../app/ui/Menu.tsx';
import type {MenuState} from '../../app/ui/menu-state.ts';
import {row, span} from '../../app/ui/spans.ts';
import {useMenu} from '../../app/ui/use-menu.ts';
import {homeItems, lastBackupOf, nextAutoRun} from './state.ts';
import type {HomeItem} from './state.ts';

const routeOf: Readonly<Record<HomeItem, Route>> = {
  backup: {name: 'backup'},
  restore: {name: 'restore'},
  'auto-backup': {name: 'auto-backup'},
  chats: {name: 'chats'},
  search: {name: 'search'},
  convert: {name: 'convert'},
  storage: {name: 'storage'},
  settings: {name: 'settings'},
};

export const HomeScreen = (): ReactNode => {
  const {auto, zone, now} = useServices();
  const {vaults, autoJobs} = useSettings();
  const {push, saved, save} = useNavigation();
  const strings = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {width, height} = useArea();
  const menu = useMenu(saved as MenuState | undefined);
  const clock = useAsyncTask('now', async () => now());
  const nowMs = clock.status === 'done' ? clock.value : now();
  const next = nextAutoRun(autoJobs, (job) => auto.nextRun(job));
  const last = lastBackupOf(vaults);
  const items = homeItems({
    text: strings.home,
    hasVault: vaults.length > 0,
    next: next === undefined ? undefined : format.dateTime(next, zone()),
  });
  const status =
    last === undefined
      ? strings.home.noBackup
      : strings.home.lastBackup(format.relative(last, nowMs));
  const head =
    height >= 12
      ? [row([span(status, last === undefined ? theme.muted : theme.ok)], width), '']
      : [];
  const open = (id: HomeItem): void => {
    save(menu.state);
    push(routeOf[id]);
  };
  return (
    <>
      <Lines lines={head} />
      <Menu items={items} menu={menu} onChoose={open} height={height - head.length} />
    </>
  );
};
