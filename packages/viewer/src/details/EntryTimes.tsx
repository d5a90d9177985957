import type { LogEntry } from '@tailrace/protocol';
import { useState } from 'react';
import { usePartLabels } from '../partLabels.ts';
import { formatAgo } from '../time/formatAgo.ts';
import { formatDateTime } from '../time/formatDateTime.ts';
import type { TimeStyle } from '../time/TimeStyle.ts';

/** When it happened by the producer's clock, and when the server got to know of it. */
export function EntryTimes({ entry, style }: { entry: LogEntry; style: TimeStyle }) {
  const labels = usePartLabels();
  const [now] = useState(() => Date.now());
  const time = Date.parse(entry.timestamp);
  const received = Date.parse(entry.received_at);
  return (
    <dl className="tailrace-facts">
      <dt>{labels.time}</dt>
      <dd>
        <time dateTime={entry.timestamp}>{formatDateTime(time, style)}</time>
        <span className="tailrace-muted">{formatAgo(time, now, labels.ago)}</span>
      </dd>
      <dt>{labels.utc}</dt>
      <dd>{entry.timestamp}</dd>
      {!Number.isNaN(received) && (
        <>
          <dt>{labels.received}</dt>
          <dd>
            <time dateTime={entry.received_at}>{formatDateTime(received, style)}</time>
            <span className="tailrace-muted">{labels.receivedAfter(received - time)}</span>
          </dd>
        </>
      )}
      {entry.trace?.trace_id && (
        <>
          <dt>{labels.trace}</dt>
          <dd>
            {[entry.trace.trace_id, entry.trace.span_id].filter(Boolean).join(' / ')}
            {entry.trace.execution_time_ms !== undefined && (
              <span className="tailrace-muted">{`${entry.trace.execution_time_ms} ms`}</span>
            )}
          </dd>
        </>
      )}
    </dl>
  );
}
