// The whole app on an emulated terminal, at a size and in a language, over test services. Watches every frame: what is cut off
// at the edge of the screen leaves no trace there, so the frames are measured before they are painted.
import {expect, vi} from 'vitest';
import {App} from '../../src/app/App.tsx';
import type {Language} from '../../src/app/i18n/strings.ts';
import type {Route} from '../../src/app/routes-types.ts';
import type {Services} from '../../src/app/services.ts';
import {FrameWriter} from '../../src/app/terminal/frame-writer.ts';
import {textWidth} from '../../src/app/terminal/width.ts';
import {createTheme} from '../../src/app/theme.ts';
import type {ColorLevel} from '../../src/app/theme.ts';
import {renderScreen, sizes} from './render.tsx';
import type {RenderedScreen} from './render.tsx';

export type AppOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly language?: Language;
  readonly color?: ColorLevel;
};

const overflows: string[] = [];

const withoutLooks = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- colours are control sequences
  text.replaceAll(/\u001B\[[\d;]*m|\u001B\]8;;[^\u0007]*\u0007/g, '');

const show = FrameWriter.prototype.show;

vi.spyOn(FrameWriter.prototype, 'show').mockImplementation(function (this: FrameWriter, frame) {
  const lines = withoutLooks(frame).split('\n');
  while (lines.at(-1) === '') lines.pop();
  if (lines.length > this.rows)
    overflows.push(`${lines.length} rows on ${this.rows}: ${lines.at(-1) ?? ''}`);
  for (const line of lines) {
    const width = textWidth(line.trimEnd());
    if (width > this.columns) overflows.push(`${width} columns on ${this.columns}: ${line}`);
  }
  show.call(this, frame);
});

/** Fails when any frame since the last call was wider or taller than its screen. */
export const expectNothingWasCutOff = (): void => {
  const found = overflows.splice(0);
  expect(found).toEqual([]);
};

export const openApp = (
  services: Services,
  start: Route,
  {color = 0, ...options}: AppOptions = {},
): Promise<RenderedScreen> =>
  renderScreen(
    <App
      services={services}
      start={start}
      language={(setting) => setting ?? options.language ?? 'en'}
      theme={(background) => createTheme({level: color, background: background ?? 'dark'})}
    />,
    {
      color,
      ...options,
      onDisabled: ({disabledReason = ''}) =>
        services.notices.say({kind: 'note', text: disabledReason}),
    },
  );

const allSizes = sizes.flatMap((size) =>
  (['zh', 'en'] as const).map((language) => ({
    ...size,
    language,
    name: `${size.columns}x${size.rows} ${language}`,
  })),
);

/**
 * Every size in every language with CHATARK_SIZES=all (`npm run test:screens`); the fast lane takes each size once, in alternating
 * languages.
 */
export const everySizeAndLanguage =
  process.env['CHATARK_SIZES'] === 'all'
    ? allSizes
    : allSizes.filter((_each, index) => index === 0 || index === 3 || index === 4);

/** Goes from one visible text to the next: presses keys, then waits for what they must bring. */
export const play = async (
  screen: RenderedScreen,
  steps: readonly (readonly [keys: readonly string[], expected: string | RegExp])[],
): Promise<void> => {
  for (const [keys, expected] of steps) {
    await screen.press(...keys);
    await screen.waitFor(expected);
  }
};

export const withoutBlanks = (text: string): string => text.replaceAll(/\s+/g, '');

/** The screen without blanks and line ends, for texts that may be wrapped. */
export const flat = (screen: RenderedScreen): string => withoutBlanks(screen.text());
