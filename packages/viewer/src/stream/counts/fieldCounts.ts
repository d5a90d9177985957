import { fieldValues } from '@tailrace/protocol/filter';
import type { LogRows } from '../buffer/LogRows.ts';
import { RowScan } from '../scan/RowScan.ts';
import { AlignedColumn } from './AlignedColumn.ts';
import { sortFacetValues, type FacetCounts } from './FacetCounts.ts';

/** Rows that are parsed without looking at the clock. */
const PARSED_ROWS = 256;

/** What a row has of the field: mostly one value, or none. */
interface ValueList {
  readonly values: readonly string[];
  count: number;
}

/**
 * Counts the values of any field: of the entry itself, or of a key in its context, metadata and so on. Each
 * entry is parsed once, in slices; `progressed` is called when there is news without a change of the rows.
 */
export function fieldCounts(rows: LogRows, field: string, progressed: () => void): FacetCounts {
  const column = new AlignedColumn();
  // 0 is of rows that were not counted yet.
  let lists: ValueList[] = [{ values: [], count: 0 }];
  let numbers = new Map<string, number>();
  const numberOf = (values: readonly string[]) => {
    const key = values.length === 1 ? `1${values[0]}` : JSON.stringify(values);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, lists.length);
    return lists.push({ values, count: 0 }) - 1;
  };
  column.insert(Int32Array.from({ length: rows.length }, (_, index) => index));
  // Before the scan, which sets what this makes room for.
  const unobserve = rows.observe({
    added: (places) => column.insert(places),
    leaving: (from, count) => {
      for (let index = from; index < from + count; index += 1) lists[column.at(index)]!.count -= 1;
      column.remove(from, count);
    },
    cleared: () => {
      column.clear();
      lists = [{ values: [], count: 0 }];
      numbers = new Map();
    },
  });
  const scan = new RowScan({
    rows,
    chunkRows: PARSED_ROWS,
    test: (_rows, from, count) => {
      for (let index = from; index < from + count; index += 1) {
        const entry = rows.entryAt(index);
        const values = entry ? fieldValues(entry, field).filter(isScalar).map(String) : [];
        const number = numberOf([...new Set(values)]);
        column.set(index, number);
        lists[number]!.count += 1;
      }
      return [];
    },
    listener: { progressed },
  });
  return {
    get complete() {
      return scan.complete;
    },
    values() {
      const counts = new Map<string, number>();
      for (const list of lists.slice(1)) {
        if (list.count <= 0) continue;
        for (const value of list.values) counts.set(value, (counts.get(value) ?? 0) + list.count);
      }
      return sortFacetValues([...counts].map(([value, count]) => ({ value, count })));
    },
    stop() {
      scan.stop();
      unobserve();
    },
  };
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
