// Where the backup goes: a vault of the address book, another one, or a new one.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useServices, useSettings} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {Menu} from '../../app/ui/Menu.tsx';
import {Notice} from '../../app/ui/Notice.tsx';
import {TargetField} from '../_shared/TargetField.tsx';

export type ChooseVaultProps = {
  readonly isOpening: boolean;
  readonly onChoose: (id: string) => void;
  readonly onNew: () => void;
  readonly onOpen: () => void;
};

export const ChooseVault = ({isOpening, onChoose, onNew, onOpen}: ChooseVaultProps): ReactNode => {
  const {files, vaults} = useServices();
  const places = useSettings().vaults;
  const {start: text} = useStrings();
  const [problem, setProblem] = useState<string>();
  const open = async (location: string): Promise<void> => {
    if (!(await vaults.isVault(location))) return setProblem(text.notAVault);
    onChoose((await vaults.remember({name: files.name(location), location})).id);
  };
  if (isOpening) {
    return (
      <>
        <TargetField
          initial={files.home}
          label={text.openVaultPath}
          onSubmit={(location) => void open(location)}
        />
        {problem === undefined ? null : <Notice notice={{kind: 'danger', text: problem}} />}
      </>
    );
  }
  const items = [
    ...places.map((place) => ({
      id: place.id,
      label: sanitizeLine(place.name),
      detail: sanitizeLine(place.location),
    })),
    {id: '+', label: text.createVault},
    {id: '/', label: text.openVault},
  ];
  return (
    <Menu
      items={items}
      onChoose={(id) => (id === '+' ? onNew() : id === '/' ? onOpen() : onChoose(id))}
    />
  );
};
