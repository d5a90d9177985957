import { useMemo } from 'react';
import { formatDuration } from '../panel/formatDuration.ts';
import { Icon } from '../parts/Icon.tsx';
import type { TraceRow } from './layOutTrace.ts';
import type { TraceViewLabels } from './traceLabels.ts';

interface TraceDetailsProps {
  readonly row: TraceRow;
  readonly labels: TraceViewLabels;
  readonly onZoom: () => void;
  readonly onClose: () => void;
}

/** All that one entry says. */
export function TraceDetails({ row, labels, onZoom, onClose }: TraceDetailsProps) {
  const { entry } = row;
  const json = useMemo(() => JSON.stringify(entry, undefined, 2), [entry]);
  return (
    <aside className="tailrace-trace-details" aria-label={labels.details}>
      <div className="tailrace-panel-head">
        <span className="tailrace-level" data-level={entry.level}>
          <Icon name={entry.level} />
          {labels.levels[entry.level]}
        </span>
        <span className="tailrace-panel-facts">
          <span>
            <b>{entry.source}</b>
          </span>
          <span>
            {labels.startedAt} <b>{formatDuration(row.start)}</b>
          </span>
          {row.isSpan && (
            <span>
              {labels.took} <b>{formatDuration(row.end - row.start)}</b>
            </span>
          )}
        </span>
        <span className="tailrace-panel-end">
          <button type="button" className="tailrace-action" onClick={onZoom}>
            {labels.zoom}
          </button>
          <button type="button" className="tailrace-button" aria-label={labels.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        </span>
      </div>
      {/* It scrolls, so the keyboard must get to it. */}
      <div className="tailrace-details-body" role="group" aria-label={entry.message} tabIndex={0}>
        <p className="tailrace-details-message">{entry.message}</p>
        {entry.error?.stack !== undefined && <pre className="tailrace-stack">{entry.error.stack}</pre>}
        <pre className="tailrace-json">{json}</pre>
      </div>
    </aside>
  );
}
