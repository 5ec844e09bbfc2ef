// The frame around every screen: where one is, the screen in the room that is left, which keys do what; help and palette
// over it. Small windows lose the rule, then the header; below 20x5 only a notice is left.
import {Box} from 'ink';
import type {ReactNode} from 'react';
import {useEffect, useRef, useState} from 'react';
import {KeyScope, useKeymap} from '../hooks/use-keymap.tsx';
import {useTerminal, useTerminalSize} from '../hooks/use-terminal.ts';
import {useTheme} from '../hooks/use-theme.ts';
import {useStrings} from '../i18n/language-context.tsx';
import {conventionalKeys as keys} from '../keymap.ts';
import type {ActiveCommand} from '../terminal/dispatcher.ts';
import {wrapText} from '../terminal/wrap.ts';
import {Room} from './area.tsx';
import {Footer} from './Footer.tsx';
import {Header} from './Header.tsx';
import {HelpOverlay} from './HelpOverlay.tsx';
import {Line, Lines} from './Line.tsx';
import type {NoticeModel} from './models.ts';
import {Palette} from './Palette.tsx';

export type ShellProps = {
  readonly trail: readonly string[];
  readonly status?: string | undefined;
  /** Shown instead of the hints until it is undefined again. */
  readonly notice?: NoticeModel | undefined;
  readonly children: ReactNode;
};

type Overlay = {readonly kind: 'help' | 'palette'; readonly commands: readonly ActiveCommand[]};

/** Rows around the body: header, rule, hints. */
export const chromeFor = (
  rows: number,
): {readonly hasHeader: boolean; readonly hasRule: boolean} => ({
  hasHeader: rows >= 8,
  hasRule: rows >= 18,
});

export const smallestSize = {columns: 20, rows: 5} as const;

export const Shell = ({trail, status, notice, children}: ShellProps): ReactNode => {
  const {columns, rows} = useTerminalSize();
  const {dispatcher} = useTerminal();
  const theme = useTheme();
  const {ui} = useStrings();
  const [overlay, setOverlay] = useState<Overlay>();
  const chosen = useRef<string>(undefined);
  const open = (kind: Overlay['kind']) => (): void =>
    setOverlay({kind, commands: dispatcher.activeCommands()});
  const isClosed = overlay === undefined;
  const help = {id: 'shell.help', keys: keys.help, title: ui.keys.help, hint: 90};
  const palette = {id: 'shell.palette', keys: keys.palette, title: ui.keys.palette, hint: 91};
  useKeymap(
    [
      {...help, when: isClosed, run: open('help')},
      {...palette, when: isClosed, run: open('palette')},
    ],
    {isGlobal: true},
  );
  // What was chosen runs once the overlay is gone, when its command is reachable again.
  useEffect(() => {
    const id = chosen.current;
    if (overlay !== undefined || id === undefined) return;
    chosen.current = undefined;
    dispatcher.runById(id);
  }, [overlay, dispatcher]);
  if (columns < smallestSize.columns || rows < smallestSize.rows) return <TooSmall />;
  const close = (): void => setOverlay(undefined);
  const choose = ({id}: ActiveCommand): void => {
    chosen.current = id;
    close();
  };
  const {hasHeader, hasRule} = chromeFor(rows);
  const room = {width: columns, height: rows - 1 - Number(hasHeader) - Number(hasRule)};
  const Finder = overlay?.kind === 'palette' ? Palette : HelpOverlay;
  return (
    <Room width={columns} height={rows}>
      {hasHeader ? <Header trail={trail} status={status} /> : null}
      {hasRule ? <Line text={theme.muted(theme.symbols.rule.repeat(columns))} /> : null}
      {overlay === undefined ? null : (
        <Room {...room}>
          <KeyScope isModal>
            <Finder commands={overlay.commands} onChoose={choose} onClose={close} />
          </KeyScope>
        </Room>
      )}
      {/* The screen stays mounted under an overlay, so it keeps its state. */}
      <Box display={overlay === undefined ? 'flex' : 'none'} flexDirection="column" flexShrink={0}>
        <Room {...room}>
          <KeyScope>{children}</KeyScope>
        </Room>
      </Box>
      <Footer notice={notice} />
    </Room>
  );
};

const TooSmall = (): ReactNode => {
  const {columns, rows} = useTerminalSize();
  const {ui} = useStrings();
  const text = `${ui.tooSmall}. ${ui.tooSmallHint(smallestSize.columns, smallestSize.rows)}`;
  return <Lines lines={wrapText(text, columns, {maxLines: rows})} />;
};
