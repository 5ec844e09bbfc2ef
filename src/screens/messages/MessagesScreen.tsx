// One chat: its messages from any place in it, a search inside, a jump to a date.
import type {ReactNode} from 'react';
import {useMemo, useReducer} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import type {OpenVault} from '../../app/services.ts';
import {useArea} from '../../app/ui/area.tsx';
import {EmptyState, ErrorState, Loading} from '../../app/ui/Notice.tsx';
import type {Lane, LaneChat} from '../../engine/vault/lane/read-lane.ts';
import {WithVault} from '../_shared/use-vault.tsx';
import {Chat} from './Chat.tsx';
import {reduceMessages, startAt} from './state.ts';
import type {MessagesState} from './state.ts';

type MessagesRoute = Extract<Route, {name: 'messages'}>;

export type MessagesScreenProps = {readonly route: MessagesRoute};

const Opened = ({
  vault,
  lane,
  chat,
  route,
}: {
  readonly vault: OpenVault;
  readonly lane: Lane;
  readonly chat: LaneChat;
  readonly route: MessagesRoute;
}): ReactNode => {
  const {saved} = useNavigation();
  const {browse: text} = useStrings();
  const {height} = useArea();
  const pages = useMemo(() => vault.pages(chat), [vault, chat]);
  const [state, dispatch] = useReducer(
    reduceMessages,
    undefined,
    () =>
      (saved as MessagesState | undefined) ?? startAt(route.position ?? chat.entries - 1, height),
  );
  if (chat.entries === 0) return <EmptyState text={text.emptyChat} />;
  return (
    <Chat vault={vault} lane={lane} chat={chat} pages={pages} state={state} dispatch={dispatch} />
  );
};

const Loaded = ({
  vault,
  route,
}: {
  readonly vault: OpenVault;
  readonly route: MessagesRoute;
}): ReactNode => {
  const {browse: text} = useStrings();
  const lane = useAsyncTask(`lane ${vault.place.id} ${route.snapshot}`, async () => {
    const snapshot = (await vault.snapshots()).find(({id}) => id === route.snapshot);
    return snapshot && vault.lane(snapshot);
  });
  if (lane.status === 'loading') return <Loading />;
  if (lane.status === 'failed') return <ErrorState error={lane.error} />;
  const chat = lane.value?.chats[route.chat];
  if (!lane.value || !chat) return <EmptyState text={text.noMessages} hint={text.noMessagesHint} />;
  return <Opened vault={vault} lane={lane.value} chat={chat} route={route} />;
};

export const MessagesScreen = ({route}: MessagesScreenProps): ReactNode => (
  <WithVault vault={route.vault} routeFor={(vault) => ({...route, vault})}>
    {(vault) => <Loaded vault={vault} route={route} />}
  </WithVault>
);
