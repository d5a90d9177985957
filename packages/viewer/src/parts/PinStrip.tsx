import { usePartLabels } from '../partLabels.ts';
import { describeRow } from '../list/row/describeRow.ts';
import type { LogRow } from '../stream/buffer/LogRow.ts';
import { Icon } from './Icon.tsx';

export interface PinStripProps {
  readonly rows: readonly LogRow[];
  readonly formatTime: (ms: number) => string;
  readonly onGo: (row: LogRow) => void;
  readonly onUnpin: (row: LogRow) => void;
}

/** Rows that are kept in sight, also when the list has let go of them. */
export function PinStrip({ rows, formatTime, onGo, onUnpin }: PinStripProps) {
  const labels = usePartLabels();
  return (
    <ul className="tailrace-pins" aria-label={labels.pins}>
      {rows.map((row) => (
        <li key={row.key} data-level={row.kind === 'entry' ? row.entry.level : undefined}>
          <button type="button" className="tailrace-pin" onClick={() => onGo(row)}>
            <Icon name={row.kind === 'entry' ? row.entry.level : row.kind} />
            <time dateTime={new Date(row.time).toISOString()}>{formatTime(row.time)}</time>
            <span dir="auto">{describeRow(row, labels)}</span>
          </button>
          <button
            type="button"
            className="tailrace-button"
            aria-label={labels.unpin}
            title={labels.unpin}
            onClick={() => onUnpin(row)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
