// The way to an unlocked vault for every screen that reads one: the only vault, or the one that is asked for; unlocked, or off to unlock it.
import type {ReactNode} from 'react';
import {useEffect, useRef} from 'react';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useServices, useSettings} from '../../app/services.ts';
import type {OpenVault} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {Menu} from '../../app/ui/Menu.tsx';
import {EmptyState, Loading} from '../../app/ui/Notice.tsx';

export type WithVaultProps = {
  /** Id in the address book; without it the only vault is taken, or one is chosen. */
  readonly vault: string | undefined;
  /** This very route with a vault filled in: where to come back to. */
  readonly routeFor: (vault: string) => Route;
  readonly children: (vault: OpenVault) => ReactNode;
};

const GoUnlock = ({vault, next}: {readonly vault: string; readonly next: Route}): ReactNode => {
  const {replace} = useNavigation();
  const target = useRef({name: 'unlock', vault, next} as const);
  // The unlock screen takes this place, once.
  useEffect(() => replace(target.current), [replace]);
  return <Loading />;
};

export const WithVault = ({vault, routeFor, children}: WithVaultProps): ReactNode => {
  const {vaults} = useServices();
  const places = useSettings().vaults;
  const {replace} = useNavigation();
  const {browse: text} = useStrings();
  const [only, ...others] = places;
  const id = vault ?? (others.length === 0 ? only?.id : undefined);
  if (places.length === 0) return <EmptyState text={text.noVault} hint={text.noVaultHint} />;
  if (id === undefined) {
    const items = places.map((place) => ({
      id: place.id,
      label: sanitizeLine(place.name),
      detail: sanitizeLine(place.location),
    }));
    return <Menu items={items} onChoose={(chosen) => replace(routeFor(chosen))} />;
  }
  const opened = vaults.opened(id);
  return opened ? children(opened) : <GoUnlock vault={id} next={routeFor(id)} />;
};
