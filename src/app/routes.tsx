// Which component each place is. One line per screen.
import type {ReactNode} from 'react';
import {AutoBackupScreen} from '../screens/auto-backup/AutoBackupScreen.tsx';
import {BackupScreen} from '../screens/backup/BackupScreen.tsx';
import {ChatsScreen} from '../screens/chats/ChatsScreen.tsx';
import {ConvertScreen} from '../screens/convert/ConvertScreen.tsx';
import {HomeScreen} from '../screens/home/HomeScreen.tsx';
import {JobScreen} from '../screens/job/JobScreen.tsx';
import {JobsScreen} from '../screens/jobs/JobsScreen.tsx';
import {MessagesScreen} from '../screens/messages/MessagesScreen.tsx';
import {NewVaultScreen} from '../screens/new-vault/NewVaultScreen.tsx';
import {RestoreScreen} from '../screens/restore/RestoreScreen.tsx';
import {SearchScreen} from '../screens/search/SearchScreen.tsx';
import {SettingsScreen} from '../screens/settings/SettingsScreen.tsx';
import {StorageScreen} from '../screens/storage/StorageScreen.tsx';
import {UnlockScreen} from '../screens/unlock/UnlockScreen.tsx';
import {WelcomeScreen} from '../screens/welcome/WelcomeScreen.tsx';
import type {Route} from './routes-types.ts';

export const Place = ({route}: {readonly route: Route}): ReactNode => {
  switch (route.name) {
    case 'welcome':
      return <WelcomeScreen />;
    case 'home':
      return <HomeScreen />;
    case 'backup':
      return <BackupScreen route={route} />;
    case 'restore':
      return <RestoreScreen route={route} />;
    case 'auto-backup':
      return <AutoBackupScreen />;
    case 'chats':
      return <ChatsScreen route={route} />;
    case 'messages':
      return <MessagesScreen route={route} />;
    case 'search':
      return <SearchScreen route={route} />;
    case 'convert':
      return <ConvertScreen route={route} />;
    case 'storage':
      return <StorageScreen route={route} />;
    case 'settings':
      return <SettingsScreen />;
    case 'job':
      return <JobScreen route={route} />;
    case 'jobs':
      return <JobsScreen />;
    case 'new-vault':
      return <NewVaultScreen route={route} />;
    case 'unlock':
      return <UnlockScreen route={route} />;
    default:
      return route satisfies never;
  }
};
