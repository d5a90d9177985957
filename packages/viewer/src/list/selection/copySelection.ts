import type { FirstLabels } from '../../labels.ts';
import { describeRow } from '../row/describeRow.ts';
import type { ListView } from '../ListView.ts';
import { formatRows, type CopyFormat } from './formatRows.ts';

/** Answers the browser's own copying with the rows that are chosen, also those that are not in the document. */
export function copySelection(view: ListView, event: ClipboardEvent, labels: FirstLabels): void {
  if (getSelection()?.isCollapsed === false) return;
  const text = selectedText(view, 'text', labels);
  if (text === undefined || !event.clipboardData) return;
  event.clipboardData.setData('text/plain', text);
  event.preventDefault();
}

/** The rows that are chosen, written in a format. */
export function selectedText(
  view: ListView,
  format: CopyFormat,
  labels: FirstLabels,
): string | undefined {
  const range = view.selection.range(view.source);
  return range && formatRows(view.source, range, format, (row) => describeRow(row, labels));
}
