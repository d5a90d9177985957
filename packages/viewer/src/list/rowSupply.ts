import type { LogRow } from '../stream/buffer/LogRow.ts';
import type { RowSupply } from './row/RowWindow.ts';
import type { RowSource } from './RowSource.ts';
import type { RowSelection } from './selection/RowSelection.ts';

export interface RowSupplyOptions {
  readonly source: RowSource;
  readonly selection: RowSelection;
  /** The rows that are pinned, by their keys. */
  readonly pins: ReadonlyMap<string, LogRow>;
  readonly idPrefix: string;
}

/** Rows for one rendering, and what is true of each beside its content. */
export function rowSupply({ source, selection, pins, idPrefix }: RowSupplyOptions): RowSupply {
  const { current } = selection;
  const range = selection.range(source);
  return {
    get: (index) => source.get(index),
    idOf: (row) => `${idPrefix}-${row.key}`,
    stateOf: (row, index) => ({
      selected: range !== undefined && index >= range.first && index <= range.last,
      current: row.key === current?.key,
      pinned: pins.has(row.key),
    }),
  };
}
