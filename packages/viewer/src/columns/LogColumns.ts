/** Columns that the list makes itself; any other name is a field of the entries. */
export const OWN_COLUMNS = ['time', 'level', 'source', 'logger', 'message'] as const;
type OwnColumn = (typeof OWN_COLUMNS)[number];

/** What is shown where nobody chooses; without a column of its own the logger stands beside the source. */
export const DEFAULT_COLUMNS: readonly string[] = ['time', 'level', 'source', 'message'];

/** Pixels. */
export const MIN_COLUMN_PX = 32;
export const MAX_COLUMN_PX = 640;
const WIDTHS: ColumnWidths = { time: 96, level: 84, source: 150, logger: 150 };
/** Of a column that shows a field. */
const FIELD_PX = 120;

export type ColumnWidths = Readonly<Record<string, number>>;

export function isOwnColumn(column: string): column is OwnColumn {
  return (OWN_COLUMNS as readonly string[]).includes(column);
}

/** The columns in the order in which they stand: own ones, fields, and the message, which is always there. */
export function orderColumns(columns: readonly string[]): readonly string[] {
  const chosen = new Set(columns);
  const fields = [...chosen].filter((column) => !isOwnColumn(column));
  const own = OWN_COLUMNS.filter((column) => column !== 'message' && chosen.has(column));
  return [...own, ...fields, 'message'];
}

/** Pixels of a column; the message takes what is left. */
export function widthOf(column: string, widths: ColumnWidths): number {
  // A field may be called as what every object has, such as `constructor`.
  const known = [widths, WIDTHS].find((each) => Object.hasOwn(each, column));
  return known?.[column] ?? FIELD_PX;
}

/** For `grid-template-columns`, and the same for a phone, where times, glyphs and messages are shown. */
export function columnTemplates(
  columns: readonly string[],
  widths: ColumnWidths,
): { wide: string; narrow: string } {
  const wide = columns.map((column) =>
    column === 'message' ? 'minmax(0, 1fr)' : `${widthOf(column, widths)}px`,
  );
  const narrow = columns.flatMap((column) =>
    column === 'message' ? 'minmax(0, 1fr)' : column === 'time' ? '92px' : column === 'level' ? '14px' : [],
  );
  return { wide: wide.join(' '), narrow: narrow.join(' ') };
}
