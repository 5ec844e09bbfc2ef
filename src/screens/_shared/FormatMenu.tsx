// Chooses a format to write.
import type {ReactNode} from 'react';
import {useStrings} from '../../app/i18n/language-context.tsx';
import type {FormatChoice} from '../../app/services.ts';
import {Menu} from '../../app/ui/Menu.tsx';

export type FormatMenuProps = {
  readonly formats: readonly FormatChoice[];
  readonly lang: 'zh' | 'en';
  readonly onChoose: (id: string) => void;
};

export const FormatMenu = ({formats, lang, onChoose}: FormatMenuProps): ReactNode => {
  const {convert: text} = useStrings();
  return (
    <Menu
      items={formats.map(({id, title, extension, layout}) => ({
        id,
        label: title[lang],
        detail: `.${extension} · ${text.layouts[layout]}`,
      }))}
      onChoose={onChoose}
    />
  );
};
