// Settings: language (live), time zone, background, about.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useLanguage, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices, useSettings} from '../../app/services.ts';
import type {General} from '../../app/settings/schema.ts';
import {Menu} from '../../app/ui/Menu.tsx';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';
import {isZone} from '../../engine/model/time.ts';

type Item = 'language' | 'zone' | 'background' | 'about';

const nextBackground = {auto: 'dark', dark: 'light', light: 'auto'} as const;

const ZoneField = ({
  initial,
  onDone,
}: {
  readonly initial: string;
  readonly onDone: (zone: string) => void;
}): ReactNode => {
  const {manage: text} = useStrings();
  const field = useTextField(initial);
  const isGood = field.value.trim() === '' || isZone(field.value.trim());
  return (
    <TextField
      field={field}
      label={text.zone}
      placeholder={text.zoneAuto}
      error={isGood ? undefined : text.badZone}
      onSubmit={(typed) => onDone(typed.trim())}
    />
  );
};

export const SettingsScreen = (): ReactNode => {
  const {settings, version, zone} = useServices();
  const {general} = useSettings();
  const {manage: text, ui} = useStrings();
  const lang = useLanguage();
  const [isTyping, setTyping] = useState(false);
  useKeymap([
    {
      id: 'settings.stop',
      keys: ['escape'],
      title: ui.back,
      hint: 2,
      when: isTyping,
      run: () => setTyping(false),
    },
  ]);
  const change = (fields: (old: General) => General): void =>
    void settings.update((old) => ({...old, general: fields(old.general)}));
  const background = general.background ?? 'auto';
  const without = (old: General, key: 'zone' | 'background'): General => {
    const {[key]: _gone, ...rest} = old;
    return rest;
  };
  const choose = (id: Item): void => {
    if (id === 'language') change((old) => ({...old, lang: lang === 'zh' ? 'en' : 'zh'}));
    else if (id === 'zone') setTyping(true);
    else if (id === 'background') {
      const next = nextBackground[background];
      change((old) => (next === 'auto' ? without(old, 'background') : {...old, background: next}));
    }
  };
  if (isTyping) {
    const done = (typed: string): void => {
      setTyping(false);
      change((old) => (typed === '' ? without(old, 'zone') : {...old, zone: typed}));
    };
    return <ZoneField initial={general.zone ?? ''} onDone={done} />;
  }
  return (
    <Menu
      items={[
        {id: 'language', label: text.language, detail: lang === 'zh' ? '中文' : 'English'},
        {id: 'zone', label: text.zone, detail: general.zone ?? `${text.zoneAuto} (${zone()})`},
        {id: 'background', label: text.background, detail: text.backgrounds[background]},
        {id: 'about', label: text.about, detail: text.version(version)},
      ]}
      onChoose={choose}
    />
  );
};
