import type { LogEntry } from '@tailrace/protocol';
import { formatDuration } from '../panel/formatDuration.ts';
import { Icon } from '../parts/Icon.tsx';
import type { PerformancePanelLabels } from './performanceLabels.ts';

interface SlowOperationsProps {
  readonly entries: readonly LogEntry[];
  readonly labels: PerformancePanelLabels;
  readonly onOpen: ((entry: LogEntry) => void) | undefined;
}

const clock = new Intl.DateTimeFormat('en', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

/** The operations that took longest. */
export function SlowOperations({ entries, labels, onOpen }: SlowOperationsProps) {
  if (entries.length === 0) return <p className="tailrace-slow-none">{labels.noneSlow}</p>;
  return (
    <ul className="tailrace-slow">
      {entries.map((entry) => (
        <li key={entry.id} data-level={entry.level}>
          <Line entry={entry} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  );
}

function Line({ entry, onOpen }: { entry: LogEntry; onOpen: SlowOperationsProps['onOpen'] }) {
  const { level, message, source, timestamp, trace } = entry;
  const line = (
    <>
      <b>{formatDuration(trace?.execution_time_ms ?? 0)}</b>
      <Icon name={level} />
      <bdi>{message}</bdi>
      <small>
        {source} · {clock.format(Date.parse(timestamp))}
      </small>
    </>
  );
  if (!onOpen) return <div>{line}</div>;
  return (
    <button type="button" onClick={() => onOpen(entry)}>
      {line}
    </button>
  );
}
