import type { LogLevel } from '@tailrace/protocol';
import type { RowSource } from './RowSource.ts';

/** The level of a row as the source tells it most cheaply; none of rows that are not entries. */
export function levelAt(source: RowSource, index: number): LogLevel | undefined {
  if (source.levelAt) return source.levelAt(index);
  const row = source.get(index);
  return row?.kind === 'entry' ? row.entry.level : undefined;
}
