import { describeRow } from '../list/row/describeRow.ts';
import { useLabels } from '../labels.ts';
import type { LogRows } from '../stream/buffer/LogRows.ts';
import { clockOf } from '../time/formatClock.ts';
import { LevelMark } from './LevelMark.tsx';

/** Rows that a server renders: as many as are seen at once on most screens. */
const MAX_ROWS = 60;

/** The newest rows as a server renders them. The list takes their place in the browser. */
export function ServedRows({ rows }: { rows: LogRows }) {
  const labels = useLabels();
  const first = Math.max(0, rows.length - MAX_ROWS);
  const served = Array.from({ length: rows.length - first }, (_, at) => rows.get(first + at)!);
  return (
    <div className="tailrace-served">
      {served.map((row) =>
        row.kind === 'entry' ? (
          <div key={row.key} role="row" className="tailrace-row" data-level={row.entry.level}>
            <time role="gridcell" className="tailrace-time" dateTime={row.entry.timestamp}>
              {/* The server does not know the reader's clock. */}
              {clockOf('utc')(row.time)}
            </time>
            <div role="gridcell">
              <LevelMark level={row.entry.level} />
            </div>
            <div role="gridcell" className="tailrace-source">
              {row.entry.source}
            </div>
            <div role="gridcell" className="tailrace-message" dir="auto">
              {describeRow(row, labels)}
            </div>
          </div>
        ) : null,
      )}
    </div>
  );
}
