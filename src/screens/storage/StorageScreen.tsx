// What a vault holds: its backups, the space they take, verification, its keys, forgetting the vault.
import type {ReactNode} from 'react';
import {useEffect, useReducer} from 'react';
import {KeyScope, useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useServices} from '../../app/services.ts';
import type {OpenVault} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Confirm} from '../../app/ui/Confirm.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {Menu} from '../../app/ui/Menu.tsx';
import type {VerifyLevel} from '../../engine/vault/verify.ts';
import {backKeys} from '../_shared/back-keys.ts';
import {WithVault} from '../_shared/use-vault.tsx';
import {Backups} from './Backups.tsx';
import {Keys} from './Keys.tsx';
import {reduceStorage, startStorage} from './state.ts';
import type {StoragePage, StorageState} from './state.ts';
import {Usage} from './Usage.tsx';

type StorageRoute = Extract<Route, {name: 'storage'}>;

export type StorageScreenProps = {readonly route: StorageRoute};

const levels: readonly VerifyLevel[] = [0, 1, 2, 3, 4];

/** The pages of the menu, under what the vault noticed about itself when it was opened. */
const Pages = ({
  vault,
  onChoose,
}: {
  readonly vault: OpenVault;
  readonly onChoose: (page: StoragePage | 'lock') => void;
}): ReactNode => {
  const {manage: text} = useStrings();
  const theme = useTheme();
  const {width, height} = useArea();
  const words: Readonly<Record<string, string>> = text.notices;
  const kinds = [...new Set(vault.notices.map(({kind}) => kind))];
  const lines = kinds
    .flatMap((kind) => wrapText(`${theme.symbols.warn} ${words[kind] ?? kind}`, width))
    .slice(0, Math.max(0, height - 7));
  const shown = lines.length === 0 ? [] : [...lines.map(theme.warn), ''];
  return (
    <>
      <Lines lines={shown} />
      <Room width={width} height={Math.max(1, height - shown.length)}>
        <Menu
          items={[
            {id: 'snapshots', label: text.snapshots, detail: sanitizeLine(vault.place.location)},
            {id: 'usage', label: text.usage, detail: text.usageDetail},
            {id: 'verify', label: text.verify, detail: text.verifyDetail},
            {id: 'keys', label: text.keys, detail: text.keysDetail},
            {id: 'lock', label: text.lock, detail: text.lockDetail},
            {id: 'forget', label: text.forget, detail: text.forgetConsequence},
          ]}
          onChoose={onChoose}
        />
      </Room>
    </>
  );
};

const Storage = ({vault}: {readonly vault: OpenVault}): ReactNode => {
  const {jobs, vaults, notices} = useServices();
  const {push, reset, saved, save} = useNavigation();
  const {manage: text, ui} = useStrings();
  const [state, dispatch] = useReducer(
    reduceStorage,
    (saved as StorageState | undefined) ?? startStorage,
  );
  useEffect(() => save(state), [save, state]);
  const back = (): void => dispatch({type: 'back'});
  useKeymap([
    {
      id: 'storage.back',
      keys: backKeys,
      title: ui.back,
      hint: 8,
      when: state.page !== 'menu',
      run: back,
    },
  ]);
  const lock = async (): Promise<void> => {
    await vaults.lock(vault.place.id);
    notices.say({kind: 'ok', text: text.locked});
    reset();
  };
  const forget = async (isYes: boolean): Promise<void> => {
    back();
    if (!isYes) return;
    await vaults.forget(vault.place.id);
    reset();
  };
  switch (state.page) {
    case 'snapshots':
      return <Backups vault={vault} state={state} dispatch={dispatch} />;
    case 'usage':
      return <Usage vault={vault} />;
    case 'keys':
      return <Keys vault={vault} onClose={back} />;
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
        <Pages
          vault={vault}
          onChoose={(page) => (page === 'lock' ? void lock() : dispatch({type: 'page', page}))}
        />
      );
    default:
      return state.page satisfies never;
  }
};

export const StorageScreen = ({route}: StorageScreenProps): ReactNode => (
  <WithVault vault={route.vault} routeFor={(vault) => ({...route, vault})}>
    {(vault) => <Storage vault={vault} />}
  </WithVault>
);
