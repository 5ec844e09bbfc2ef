// The first run: what this is, in which language, and three ways to begin.
import type {ReactNode} from 'react';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useLanguage, useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import {useServices} from '../../app/services.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {Room, useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {Menu} from '../../app/ui/Menu.tsx';

type Choice = 'samples' | 'own' | 'language' | 'later';

export const WelcomeScreen = (): ReactNode => {
  const {settings, files} = useServices();
  const {push, replace} = useNavigation();
  const {start: text} = useStrings();
  const lang = useLanguage();
  const theme = useTheme();
  const {width, height} = useArea();
  const about = text.about.flatMap((line) => wrapText(line, width));
  const head =
    height >= about.length + 9
      ? [theme.heading(text.welcome), '', ...about, '']
      : [theme.heading(text.welcome), ''];
  const begin = async (choice: Exclude<Choice, 'language'>): Promise<void> => {
    await settings.update((old) => ({...old, general: {...old.general, isWelcomed: true}}));
    replace({name: 'home'});
    if (choice === 'samples') push({name: 'backup', paths: [files.samples]});
    else if (choice === 'own') push({name: 'backup'});
  };
  const choose = (choice: Choice): void => {
    if (choice !== 'language') void begin(choice);
    else
      void settings.update((old) => ({
        ...old,
        general: {...old.general, lang: lang === 'zh' ? 'en' : 'zh'},
      }));
  };
  return (
    <>
      <Lines lines={head} />
      <Room width={width} height={Math.max(1, height - head.length)}>
        <Menu
          items={[
            {id: 'samples', label: text.samples, detail: text.samplesDetail},
            {id: 'own', label: text.own, detail: text.ownDetail},
            {id: 'language', label: text.language, detail: lang === 'zh' ? '中文' : 'English'},
            {id: 'later', label: text.later},
          ]}
          onChoose={choose}
        />
      </Room>
    </>
  );
};
