import {useState} from 'react';
import {afterEach, expect, test} from 'vitest';
import {useKeymap} from '../../../src/app/hooks/use-keymap.tsx';
import {LanguageProvider, useFormat, useStrings} from '../../../src/app/i18n/language-context.tsx';
import type {Language} from '../../../src/app/i18n/strings.ts';
import {Line} from '../../../src/app/ui/Line.tsx';
import {cleanUp, renderScreen} from '../../helpers/render.tsx';

afterEach(cleanUp);

const Text = () => {
  const {ui} = useStrings();
  const format = useFormat();
  return <Line text={`${ui.loading} ${format.duration(60_000)}`} />;
};

const Switching = () => {
  const [language, setLanguage] = useState<Language>('zh');
  useKeymap([{id: 'english', keys: ['e'], title: 'English', run: () => setLanguage('en')}]);
  return (
    <LanguageProvider language={language}>
      <Text />
    </LanguageProvider>
  );
};

test('the language changes on the screen at once', async () => {
  const screen = await renderScreen(<Switching />);
  expect(screen.lines()[0]).toBe('正在读取… 1 分');
  await screen.press('e');
  expect(screen.lines()[0]).toBe('Loading… 1 min');
});
