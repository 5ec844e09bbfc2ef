// What a vault holds: its backups, the space they take, verification, forgetting the vault.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {KeyScope, useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useServices} from '../../app/services.ts';
import type {OpenVault} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {Confirm} from '../../app/ui/Confirm.tsx';
import {Menu} from '../../app/ui/Menu.tsx';
import type {VerifyLevel} from '../../engine/vault/verify.ts';
import {WithVault} from '../_shared/use-vault.tsx';
import {Backups} from './Backups.tsx';
import {Usage} from './Usage.tsx';

type StorageRoute = Extract<Route, {name: 'storage'}>;

export type StorageScreenProps = {readonly route: StorageRoute};

type Page = 'menu' | 'snapshots' | 'usage' | 'verify' | 'forget';

const levels: readonly VerifyLevel[] = [0, 1, 2, 3, 4];

const Pages = ({vault}: {readonly vault: OpenVault}): ReactNode => {
  const {jobs, vaults} = useServices();
  const {push, reset} = useNavigation();
  const {manage: text, ui} = useStrings();
  const [page, setPage] = useState<Page>('menu');
  useKeymap([
    {
      id: 'storage.back',
      keys: ['escape', 'h', 'left', 'q'],
      title: ui.back,
      hint: 8,
      when: page !== 'menu',
      run: () => setPage('menu'),
    },
  ]);
  const lock = async (): Promise<void> => {
    await vaults.lock(vault.place.id);
    reset();
  };
  const forget = async (isYes: boolean): Promise<void> => {
    setPage('menu');
    if (!isYes) return;
    await vaults.forget(vault.place.id);
    reset();
  };
  switch (page) {
    case 'snapshots':
      return <Backups vault={vault} />;
    case 'usage':
      return <Usage vault={vault} />;
    case 'verify':
      return (
        <Menu
          items={levels.map((level) => ({id: String(level), label: text.levels[level]}))}
          onChoose={(id) => {
            const level = levels.find((each) => String(each) === id) ?? 3;
            push({name: 'job', job: jobs.start({kind: 'verify', vault: vault.access, level}).id});
          }}
        />
      );
    case 'forget':
      return (
        <KeyScope isModal>
          <Confirm
            model={{
              question: text.forgetQuestion(sanitizeLine(vault.place.name)),
              consequences: [text.forgetConsequence],
              yes: text.forget,
            }}
            onAnswer={(isYes) => void forget(isYes)}
          />
        </KeyScope>
      );
    case 'menu':
      return (
        <Menu
          items={[
            {id: 'snapshots', label: text.snapshots, detail: sanitizeLine(vault.place.location)},
            {id: 'usage', label: text.usage},
            {id: 'verify', label: text.verify},
            {id: 'lock', label: text.lock},
            {id: 'forget', label: text.forget},
          ]}
          onChoose={(id) => (id === 'lock' ? void lock() : setPage(id))}
        />
      );
    default:
      return page satisfies never;
  }
};

export const StorageScreen = ({route}: StorageScreenProps): ReactNode => (
  <WithVault vault={route.vault} routeFor={(vault) => ({...route, vault})}>
    {(vault) => <Pages vault={vault} />}
  </WithVault>
);
