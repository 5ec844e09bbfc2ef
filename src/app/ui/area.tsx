// How much room a component has: what its surroundings left of the screen. Components ask for it instead of guessing.
import {Box} from 'ink';
import type {ReactNode} from 'react';
import {createContext, useContext} from 'react';
import {useTerminalSize} from '../hooks/use-terminal.ts';

export type Area = {readonly width: number; readonly height: number};

const AreaContext = createContext<Area | undefined>(undefined);

/** The room that is left; the whole terminal at the root. */
export const useArea = (): Area => {
  const {columns, rows} = useTerminalSize();
  return useContext(AreaContext) ?? {width: columns, height: rows};
};

export type RoomProps = Area & {readonly children: ReactNode};

/** A box of fixed size whose content knows that size. Panes side by side are Rooms in a row. */
export const Room = ({width, height, children}: RoomProps): ReactNode => {
  const area = {width: Math.max(1, width), height: Math.max(0, height)};
  return (
    <AreaContext value={area}>
      <Box flexDirection="column" flexShrink={0} width={area.width} height={area.height}>
        {children}
      </Box>
    </AreaContext>
  );
};
