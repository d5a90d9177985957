import type { FirstLabels } from '../../labels.ts';
import type { ListView } from '../ListView.ts';
import { describeRow } from '../row/describeRow.ts';
import type { CopyFormat } from './copyFormats.ts';
import { formatRows } from './formatRows.ts';

/** The rows that are chosen, written in a format. */
export function selectionText(view: ListView, format: CopyFormat, labels: FirstLabels): string | undefined {
  const range = view.selection.range(view.source);
  return range && formatRows(view.source, range, format, (row) => describeRow(row, labels));
}
