import type { LogFilter } from '@tailrace/protocol';
import type { ReadEntry, SortOrder } from '../store/LogStore.ts';
import type { LogReader } from './LogReader.ts';

/** A page by how many entries stand before it. */
export interface OffsetRequest {
  readonly filter: LogFilter;
  readonly order: SortOrder;
  readonly limit: number;
  readonly offset: number;
}

export interface OffsetPage {
  readonly entries: readonly ReadEntry[];
  /** How many match in all; with `partial`, how many were counted before the time budget ran out. */
  readonly total: number;
  readonly partial: boolean;
}

/** Reads the page behind the first `offset` entries. Those that arrive between two pages move them. */
export async function readOffsetPage(reader: LogReader, request: OffsetRequest): Promise<OffsetPage> {
  const { filter, order, limit, offset } = request;
  const { total, after, partial } = await reader.locate({ filter, order, offset });
  if (offset > 0 && !after) return { entries: [], total, partial };
  const page = await reader.query({ filter, order, limit, after });
  return { entries: page.entries, total, partial: partial || page.partial };
}
