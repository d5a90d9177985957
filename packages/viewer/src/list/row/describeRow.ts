import type { FirstLabels } from '../../labels.ts';
import type { LogRow } from '../../stream/buffer/LogRow.ts';

/** A row that is not an entry. */
export type NoticeRow = Exclude<LogRow, { kind: 'entry' }>;

/** A row in words. */
export function describeRow(row: LogRow, labels: FirstLabels): string {
  switch (row.kind) {
    case 'entry':
      return row.entry.message;
    case 'gap':
      return labels.gap(row.gap.count, row.gap.reason, row.gap.atMost ?? false);
    case 'drop':
      return labels.drop(row.drop.count, row.drop.reason);
    case 'loss':
      return labels.loss(row.loss.count, row.loss.session);
  }
}
