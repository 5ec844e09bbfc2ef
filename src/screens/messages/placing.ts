// Which lines of which entries stand on the screen: entries have any height, only the one under the cursor has a fixed place. Pure.

export type Cursor = {
  /** Position in the chat, 0 = oldest. */
  readonly position: number;
  /** Row of the screen on which its first line stands; may be negative for an entry taller than the screen. */
  readonly row: number;
};

/** Lines of the entry at a position; at least 1. */
export type HeightOf = (position: number) => number;

export type Extent = {readonly count: number; readonly height: number};

export type PlacedEntry = {readonly position: number; readonly row: number};

const clampPosition = (position: number, count: number): number =>
  Math.min(Math.max(0, position), Math.max(0, count - 1));

/** The row that keeps the entry in sight: whole if it fits, else from its first line. */
const rowInSight = (row: number, height: number, own: number): number =>
  Math.max(0, Math.min(row, height - Math.min(own, height)));

/** Never blank rows above the oldest or below the newest entry while there are more on the other side. */
const settle = (cursor: Cursor, extent: Extent, heightOf: HeightOf): Cursor => {
  let above = 0;
  for (let at = cursor.position - 1; at >= 0 && above < cursor.row; at--) above += heightOf(at);
  const row = Math.min(cursor.row, above);
  let below = 0;
  const room = extent.height - row;
  for (let at = cursor.position; at < extent.count && below < room; at++) below += heightOf(at);
  const missing = room - below;
  if (missing <= 0) return {...cursor, row};
  let spare = 0;
  for (let at = cursor.position - 1; at >= 0 && spare < row + missing; at--) spare += heightOf(at);
  return {...cursor, row: Math.min(row + missing, spare)};
};

export const place = (cursor: Cursor, extent: Extent, heightOf: HeightOf): Cursor => {
  const position = clampPosition(cursor.position, extent.count);
  const own = heightOf(position);
  // A tall entry may be scrolled through: its first line may stand above the screen.
  const lowest = own > extent.height ? extent.height - own : 0;
  const row =
    own > extent.height
      ? Math.min(Math.max(cursor.row, lowest), 0)
      : rowInSight(cursor.row, extent.height, own);
  return settle({position, row}, extent, heightOf);
};

/** The cursor moves by entries; the screen moves only as far as it must. A tall entry is scrolled before it is left. */
export const move = (cursor: Cursor, by: number, extent: Extent, heightOf: HeightOf): Cursor => {
  let {position, row} = cursor;
  const step = Math.sign(by);
  for (let left = Math.abs(by); left > 0; left--) {
    const own = heightOf(position);
    if (own > extent.height && step > 0 && row + own > extent.height) {
      row = Math.max(extent.height - own, row - Math.max(1, extent.height - 1));
      continue;
    }
    if (own > extent.height && step < 0 && row < 0) {
      row = Math.min(0, row + Math.max(1, extent.height - 1));
      continue;
    }
    const next = clampPosition(position + step, extent.count);
    if (next === position) break;
    const arriving = heightOf(next);
    row = step > 0 ? row + own : row - arriving;
    position = next;
    if (arriving > extent.height)
      row = step > 0 ? Math.max(0, Math.min(row, 0)) : extent.height - arriving;
    else row = rowInSight(row, extent.height, arriving);
  }
  return place({position, row}, extent, heightOf);
};

/** What is on the screen, from the top; the first entry may begin above it. */
export const visible = (cursor: Cursor, extent: Extent, heightOf: HeightOf): PlacedEntry[] => {
  const placed: PlacedEntry[] = [];
  let row = cursor.row;
  for (let position = cursor.position - 1; position >= 0 && row > 0; position--) {
    row -= heightOf(position);
    placed.unshift({position, row});
  }
  row = cursor.row;
  for (let position = cursor.position; position < extent.count && row < extent.height; position++) {
    placed.push({position, row});
    row += heightOf(position);
  }
  return placed;
};
